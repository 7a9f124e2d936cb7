/**
 * Seals personal data with AES-256-GCM. The keys lie in a file of their own, outside of the database: a copy of the
 * database alone tells nobody's name or number. Sealed text is `keyId.nonce.tag.data`, base64url.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { VaultClosed, type Vault } from '../../application/accounts/account-ports.ts';

/** Keys by id, 32 bytes as hexadecimal digits; `current` seals, the others only open what was sealed before. */
export interface KeyRing {
  readonly current: string;
  readonly keys: Readonly<Record<string, string>>;
}

export class KeyRingVault implements Vault {
  private readonly ring: KeyRing;
  private readonly blindKey: Buffer;
  private readonly newNonce: () => Buffer;

  /** @param newNonce 12 bytes, never the same twice under one key; another than the default is for simulations only */
  constructor(ring: KeyRing, newNonce: () => Buffer = () => randomBytes(12)) {
    this.ring = ring;
    this.newNonce = newNonce;
    this.blindKey = Buffer.from(hkdfSync('sha256', this.key(ring.current), '', 'noriai blind index', 32));
  }

  seal(text: string): string {
    const nonce = this.newNonce();
    const cipher = createCipheriv('aes-256-gcm', this.key(this.ring.current), nonce);
    const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [this.ring.current, ...[nonce, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join(
      '.',
    );
  }

  open(sealed: string): string {
    const [keyId = '', ...parts] = sealed.split('.');
    const [nonce, tag, data] = parts.map((part) => Buffer.from(part, 'base64url'));
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key(keyId), nonce!, { authTagLength: 16 });
      decipher.setAuthTag(tag!);
      return decipher.update(data!, undefined, 'utf8') + decipher.final('utf8');
    } catch (error) {
      throw new VaultClosed(
        'personal data cannot be opened, its key is missing: restore the file of keys that belongs to the accounts',
        { cause: error },
      );
    }
  }

  blind(purpose: string, text: string): string {
    return createHmac('sha256', this.blindKey)
      .update(JSON.stringify([purpose, text]))
      .digest('base64url');
  }

  isCurrent(sealed: string): boolean {
    return sealed.startsWith(`${this.ring.current}.`);
  }

  private key(keyId: string): Buffer {
    return Buffer.from(this.ring.keys[keyId] ?? '', 'hex');
  }
}

export function newKeyRing(): KeyRing {
  return withNewKey({ current: '', keys: {} });
}

/** A ring whose new key is the current one; the old ones stay until all was sealed anew. */
export function withNewKey({ keys }: KeyRing): KeyRing {
  const keyId = `k${Object.keys(keys).reduce((most, id) => Math.max(most, Number(id.slice(1))), 0) + 1}`;
  return { current: keyId, keys: { ...keys, [keyId]: randomBytes(32).toString('hex') } };
}

/**
 * Reads the file of keys; made when it is not there and `mayMake`.
 *
 * @throws VaultClosed when it is missing or damaged
 */
export function readKeyRing(path: string, mayMake: boolean): KeyRing {
  if (!existsSync(path)) {
    if (!mayMake)
      throw new VaultClosed(`${path} is missing, without it no personal data can be read: restore it from a backup`);
    writeFileSync(path, `${JSON.stringify(newKeyRing())}\n`, { mode: 0o600, flag: 'wx' });
  }
  const ring = parseKeyRing(readFileSync(path, 'utf8'));
  if (ring) return ring;
  throw new VaultClosed(`${path} is damaged, without it no personal data can be read: restore it from a backup`);
}

export function writeKeyRing(path: string, ring: KeyRing): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(ring)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function parseKeyRing(text: string): KeyRing | null {
  try {
    const ring = JSON.parse(text) as KeyRing;
    const areKeys = Object.values(ring.keys).every((key) => /^[0-9a-f]{64}$/.test(key));
    return areKeys && Object.hasOwn(ring.keys, ring.current) ? ring : null;
  } catch {
    return null;
  }
}
