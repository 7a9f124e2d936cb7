/** The ways out of the machine that are configured; null when there is none, and then nothing leaves it. */
import { createECDH } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { httpPost } from '@noriai/dispatcher/adapters/notices/http-post.ts';
import { emailChannel, lineChannel, webhookChannel } from '@noriai/dispatcher/adapters/notices/message-channels.ts';
import { SqliteOutbox } from '@noriai/dispatcher/adapters/notices/outboxes.ts';
import { newVapidKeys, webPushChannel, type VapidKeys } from '@noriai/dispatcher/adapters/notices/web-push.ts';
import type { NoticeChannel } from '@noriai/dispatcher/application/notices/notice-desk.ts';
import type { DispatcherOptions } from '@noriai/dispatcher/dispatcher.ts';
import type { ServeSettings } from './settings.ts';

/** The file of keys for push messages cannot be used; the message says what to do. */
export class PushKeysDamaged extends Error {
  override readonly name = 'PushKeysDamaged';
}

/** @throws PushKeysDamaged, OutboxUnavailable */
export function openNotices(settings: ServeSettings): DispatcherOptions['notices'] | null {
  const { dataDir, smsWebhook, voiceWebhook, webhookToken, lineToken, lineUrl, smtpUrl, mailFrom, pushContact } =
    settings;
  const channels: NoticeChannel[] = [];
  const pushKeys = pushContact === null ? null : pushKeysIn(dataDir);
  const realSec = (): number => Math.floor(Date.now() / 1000); // push services go by the real time, also in the demo
  if (pushKeys && pushContact !== null) channels.push(webPushChannel(pushKeys, pushContact, httpPost, realSec));
  if (lineToken !== null) channels.push(lineChannel(lineUrl, lineToken, httpPost));
  if (smsWebhook !== null) channels.push(webhookChannel('sms', smsWebhook, webhookToken, httpPost));
  if (smtpUrl !== null && mailFrom !== null) channels.push(emailChannel(smtpUrl, mailFrom));
  if (voiceWebhook !== null) channels.push(webhookChannel('voice', voiceWebhook, webhookToken, httpPost));
  if (channels.length === 0) return null;
  const outbox = new SqliteOutbox(join(dataDir, settings.demo ? 'notices-demo.sqlite' : 'notices.sqlite'));
  return { outbox, channels, pushKey: pushKeys?.publicKey ?? null };
}

/** Browsers subscribe to these keys: with others they must subscribe anew. */
function pushKeysIn(dataDir: string): VapidKeys {
  const path = join(dataDir, 'push-keys.json');
  if (!existsSync(path)) writeFileSync(path, `${JSON.stringify(newVapidKeys())}\n`, { mode: 0o600, flag: 'wx' });
  const keys = parseKeys(readFileSync(path, 'utf8'));
  if (keys) return keys;
  throw new PushKeysDamaged(
    `${path} is damaged: put a copy of it back, or delete it, then new keys are made and browsers must agree to messages anew`,
  );
}

function parseKeys(text: string): VapidKeys | null {
  try {
    const { publicKey, privateKey } = JSON.parse(text) as Partial<VapidKeys>;
    const pair = createECDH('prime256v1');
    pair.setPrivateKey(privateKey ?? '', 'base64url');
    return publicKey && pair.getPublicKey('base64url') === publicKey ? { publicKey, privateKey: privateKey! } : null;
  } catch {
    return null;
  }
}
