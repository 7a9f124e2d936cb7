/**
 * Web push: the body encrypted for the browser (RFC 8291 over RFC 8188) and the sender named by a signed token (VAPID,
 * RFC 8292), with Node's own crypto. See docs/decisions/0035.
 */
import {
  createCipheriv,
  createECDH,
  createPrivateKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
  type ECDH,
  type KeyObject,
} from 'node:crypto';
import type { PushSubscription } from '../../application/accounts/rider-cards.ts';
import type { HandOver, Message, NoticeChannel } from '../../application/notices/notice-desk.ts';
import { handedOver, type Post } from './http-post.ts';

/** The sender's key pair, base64url: the public point (65 bytes) and the private number (32 bytes). */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Services of the browsers' makers; a subscription to any other address is not sent to. */
const PUSH_HOSTS = /(^|\.)(fcm\.googleapis\.com|push\.services\.mozilla\.com|push\.apple\.com|notify\.windows\.com)$/;
const TOKEN_SEC = 12 * 3600;
const LIVE_SEC = { now: 900, soon: 7200, routine: 86_400 } as const;

export function newVapidKeys(): VapidKeys {
  const { d, x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), fromUrl(x!), fromUrl(y!)]);
  return { publicKey: point.toString('base64url'), privateKey: d! };
}

/** Whether an endpoint is one of a browser's push services. */
export function isPushEndpoint(endpoint: string): boolean {
  const url = URL.parse(endpoint);
  return url !== null && url.protocol === 'https:' && url.port === '' && PUSH_HOSTS.test(url.hostname);
}

/** @param contact `mailto:` or `https:` address of the operator, for the push service to complain to */
export function webPushChannel(
  keys: VapidKeys,
  contact: string,
  post: Post,
  nowSec: () => number,
  isAllowed: (endpoint: string) => boolean = isPushEndpoint,
): NoticeChannel {
  const send = async (subscription: PushSubscription, message: Message): Promise<HandOver> => {
    if (!isAllowed(subscription.endpoint)) return 'never';
    const { title, body, messageId, urgency } = message;
    let encrypted: Buffer;
    try {
      encrypted = encryptFor(subscription, Buffer.from(JSON.stringify({ title, body, tag: messageId })));
    } catch {
      return 'never'; // the browser's key is no point of the curve
    }
    const posted = await post(subscription.endpoint, encrypted, {
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(LIVE_SEC[urgency]),
      urgency: urgency === 'now' ? 'high' : 'normal',
      authorization: vapidHeader(keys, new URL(subscription.endpoint).origin, contact, nowSec() + TOKEN_SEC),
    });
    if (posted === 'gone') message.onPushGone?.(subscription.endpoint);
    return handedOver(posted);
  };
  return {
    channel: 'push',
    async send(message) {
      const outcomes = await Promise.all(message.address.pushSubscriptions.map((one) => send(one, message)));
      return outcomes.find((one) => one === 'sent') ?? outcomes.find((one) => one === 'later') ?? 'never';
    },
  };
}

/** The body for one browser. @param fixed key pair and salt, in tests only */
export function encryptFor(
  { p256dh, auth }: Pick<PushSubscription, 'p256dh' | 'auth'>,
  text: Buffer,
  fixed: { readonly ecdh: ECDH; readonly salt: Buffer } = { ecdh: freshPair(), salt: randomBytes(16) },
): Buffer {
  const { ecdh, salt } = fixed;
  const [theirs, ours] = [fromUrl(p256dh), ecdh.getPublicKey()];
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
  const secret = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(theirs), fromUrl(auth), info, 32));
  const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const sealed = [cipher.update(Buffer.concat([text, Buffer.from([2])])), cipher.final(), cipher.getAuthTag()];
  const recordSize = Buffer.alloc(4);
  recordSize.writeUInt32BE(4096);
  return Buffer.concat([salt, recordSize, Buffer.from([ours.length]), ours, ...sealed]);
}

function freshPair(): ECDH {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  return ecdh;
}

/** `vapid t=…, k=…` (RFC 8292, 3). */
export function vapidHeader(keys: VapidKeys, audience: string, contact: string, endsSec: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ typ: 'JWT', alg: 'ES256' })}.${part({ aud: audience, exp: endsSec, sub: contact })}`;
  const signature = sign('sha256', Buffer.from(text), { key: privateKeyOf(keys), dsaEncoding: 'ieee-p1363' });
  return `vapid t=${text}.${signature.toString('base64url')}, k=${keys.publicKey}`;
}

function privateKeyOf({ publicKey, privateKey }: VapidKeys): KeyObject {
  const point = fromUrl(publicKey);
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  return createPrivateKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', d: privateKey, x: x!, y: y! } });
}

function fromUrl(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}
