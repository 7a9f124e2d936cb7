/** Secrets of accounts with Node's own crypto: slow hashes, random tokens and codes, time-based second factors. */
import { argon2, createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { PasswordHasher, SecondFactor, SecretSource } from '../../application/accounts/account-ports.ts';

/** argon2id as OWASP advises for servers (19 MiB, two passes, one lane): about 30 ms; see docs/decisions/0033. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;

/** @param cost smaller in tests only */
export function argon2Hasher(cost: { memory: number; passes: number } = COST): PasswordHasher {
  return {
    async hash(password) {
      const salt = randomBytes(16);
      const tag = await digest(password, salt, cost.memory, cost.passes);
      const code = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
      return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=1$${code(salt)}$${code(tag)}`;
    },
    async verify(password, encoded) {
      const [, , , costs = '', salt = '', tag = ''] = encoded.split('$');
      const [, memory, passes] = /^m=(\d+),t=(\d+),p=1$/.exec(costs) ?? [];
      if (memory === undefined || passes === undefined) throw new Error('a password hash is not of argon2id');
      const expected = Buffer.from(tag, 'base64');
      const got = await digest(password, Buffer.from(salt, 'base64'), Number(memory), Number(passes));
      return expected.length === got.length && timingSafeEqual(expected, got);
    },
  };
}

function digest(password: string, nonce: Buffer, memory: number, passes: number): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFKC'));
  return new Promise((resolve, reject) => {
    argon2('argon2id', { ...COST, memory, passes, message, nonce }, (error, tag) =>
      error ? reject(error) : resolve(tag),
    );
  });
}

export const randomSecrets: SecretSource = {
  newToken: () => randomBytes(32).toString('base64url'),
  newDigits: (count) => Array.from({ length: count }, () => randomInt(10)).join(''),
  isSame(a, b) {
    const of = (text: string) => createHash('sha256').update(text).digest();
    return timingSafeEqual(of(a), of(b));
  },
};

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_SEC = 30;

/** RFC 6238 with SHA-1, six digits and steps of 30 s: what every authenticator app knows. */
export const timeBasedFactor: SecondFactor = {
  newSecret: () => Array.from(randomBytes(32), (byte) => BASE32[byte & 31]!).join(''),
  matchingStep(secret, code, nowSec) {
    const step = Math.floor(nowSec / STEP_SEC);
    return [step, step - 1, step + 1].find((near) => randomSecrets.isSame(timeCode(secret, near), code)) ?? null;
  },
};

/** The six digits of a time step (RFC 4226, 5.3). */
export function timeCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const at = mac[mac.length - 1]! & 15;
  return String((mac.readUInt32BE(at) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
