/** What accounts need from the world besides their store: secrets, slow hashes and the sealing of personal data. */

/** A slow hash of passwords and PINs (argon2id), as text that says how it was made. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  verify(password: string, encoded: string): Promise<boolean>;
}

/** The file of keys is missing or damaged, or a text cannot be opened with it. */
export class VaultClosed extends Error {
  override readonly name = 'VaultClosed';
}

/** What is opened, or null where its key is gone: one such record must not hide the others (rule AC30). */
export function openedOrNull<T>(open: () => T): T | null {
  try {
    return open();
  } catch (error) {
    if (error instanceof VaultClosed) return null;
    throw error;
  }
}

/** Seals what is personal; the keys lie outside of the store (rules AC6, AC7). */
export interface Vault {
  seal(text: string): string;
  /** @throws VaultClosed when the text was not sealed by a key of this vault, or was changed since */
  open(sealed: string): string;
  /** The same for the same purpose and text, and of no use without the key: what is searched for without opening all. */
  blind(purpose: string, text: string): string;
  /** Whether the text was sealed by the key in use now. */
  isCurrent(sealed: string): boolean;
}

export interface SecretSource {
  /** 256 random bits as base64url: a bearer token. */
  newToken(): string;
  /** So many random decimal digits, evenly spread. */
  newDigits(count: number): string;
  /** Equal texts, compared in a time that tells nothing. */
  isSame(a: string, b: string): boolean;
}

/** Time-based one-time codes (RFC 6238). */
export interface SecondFactor {
  /** A new secret as base32. */
  newSecret(): string;
  /** The time step whose code this is, within one step of now, or null. */
  matchingStep(secret: string, code: string, nowSec: number): number | null;
}
