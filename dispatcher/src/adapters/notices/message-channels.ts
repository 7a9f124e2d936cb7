/** Ways out of the machine: a webhook for SMS and voice, LINE, e-mail. Each is there only when it is configured. */
import { createHash } from 'node:crypto';
import type { Channel } from '@noriai/core/contracts/accounts.ts';
import { createTransport } from 'nodemailer';
import type { HandOver, Message, NoticeChannel } from '../../application/notices/notice-desk.ts';
import { handedOver, TIMEOUT_MS, type Post } from './http-post.ts';

/**
 * Posts `{channel, to, title, body, language, messageId}` as JSON to whatever sends SMS or calls and speaks; the bearer
 * token says who we are and `Idempotency-Key` which message it is, when it comes a second time.
 */
export function webhookChannel(channel: 'sms' | 'voice', url: string, token: string | null, post: Post): NoticeChannel {
  return {
    channel,
    async send({ title, body, messageId, address: { phone, language } }) {
      const posted = await post(url, JSON.stringify({ channel, to: phone, title, body, language, messageId }), {
        'content-type': 'application/json',
        'idempotency-key': messageId,
        ...(token !== null && { authorization: `Bearer ${token}` }),
      });
      return handedOver(posted);
    },
  };
}

/** LINE Messaging API, push message; a message that comes again has the same retry key and is not shown twice. */
export function lineChannel(baseUrl: string, token: string, post: Post): NoticeChannel {
  return {
    channel: 'line',
    async send({ title, body, messageId, address: { lineUserId } }) {
      const messages = [{ type: 'text', text: `${title}\n${body}` }];
      const posted = await post(`${baseUrl}/v2/bot/message/push`, JSON.stringify({ to: lineUserId, messages }), {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'x-line-retry-key': uuidOf(messageId),
      });
      return handedOver(posted);
    },
  };
}

/** E-mail by SMTP; the message id is the same when it is sent again. A server that falls silent is out of order. */
export function emailChannel(smtpUrl: string, from: string, timeoutMs = TIMEOUT_MS): NoticeChannel {
  const timeouts = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs };
  const transport = createTransport(
    { url: smtpUrl, ...timeouts },
    { from, disableFileAccess: true, disableUrlAccess: true },
  );
  const domain = from
    .split('@')
    .at(-1)!
    .replaceAll(/[^A-Za-z0-9.-]/g, '');
  return {
    channel: 'email',
    async send({ title, body, messageId, address: { email } }): Promise<HandOver> {
      try {
        const id = `<${uuidOf(messageId)}@${domain}>`;
        await transport.sendMail({ to: email ?? '', subject: title, text: body, messageId: id });
        return 'sent';
      } catch (error) {
        return isForGood(error as SmtpFailure) ? 'never' : 'later';
      }
    },
  };
}

interface SmtpFailure {
  readonly responseCode?: number;
  /** What the server was told when it refused. */
  readonly command?: string;
}

/** The address or the message is refused; 5xx to anything else (password, sender) is our own affair (rule NT21). */
function isForGood({ responseCode, command }: SmtpFailure): boolean {
  return (command === 'RCPT TO' || command === 'DATA') && responseCode !== undefined && responseCode >= 500;
}

/** The twin of every way: remembers what it was given, and answers as it was told. For tests. */
export class RecordedChannel implements NoticeChannel {
  readonly channel: Channel;
  readonly sent: Message[] = [];
  /** Answers to come, first to last; then always `sent`. */
  readonly answers: HandOver[] = [];

  constructor(channel: Channel) {
    this.channel = channel;
  }

  send(message: Message): Promise<HandOver> {
    const answer = this.answers.shift() ?? 'sent';
    this.sent.push(message);
    return Promise.resolve(answer);
  }
}

/** The same UUID for the same message. */
function uuidOf(messageId: string): string {
  const hex = createHash('sha256').update(messageId).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
