/** The operator's second factor: codes of an authenticator app (RFC 6238), and recovery codes that work once (rule AC15). */
import type { Account } from './account-store.ts';
import { done, guardedAtOnce, no, note, type AccountOutcome, type AccountParts } from './accounts.ts';

interface Factor {
  readonly secret: string;
  /** Set up, and proved once by a code. */
  readonly isConfirmed: boolean;
  /** The time step of the last code: a code that was seen is not taken again. */
  readonly lastStep: number;
  /** Hashes with the secret as salt, which lies sealed with them: no key has a part in it, so that a new one ends no code. */
  readonly recovery: readonly string[];
}

const RECOVERY_CODES = 10;
const RECOVERY_DIGITS = 12;

export function hasSecondFactor(parts: AccountParts, account: Account): boolean {
  return factorOf(parts, account)?.isConfirmed === true;
}

export function beginSecondFactor(
  parts: AccountParts,
  account: Account,
  loginName: string,
): AccountOutcome<{ secret: string; uri: string }> {
  if (hasSecondFactor(parts, account)) return no('already_exists', 'a second factor is set up already');
  const secret = parts.factor.newSecret();
  putFactor(parts, account, { secret, isConfirmed: false, lastStep: 0, recovery: [] });
  const label = encodeURIComponent(`Noriai:${loginName}`);
  return done({ secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=Noriai&digits=6&period=30` });
}

export async function confirmSecondFactor(
  parts: AccountParts,
  account: Account,
  code: string,
): Promise<AccountOutcome<{ codes: string[] }>> {
  const offered = factorOf(parts, account);
  if (!offered || offered.isConfirmed) return no('not_found', 'no second factor waits to be confirmed');
  const checked = guardedAtOnce(parts, `factor ${account.accountId}`, () =>
    parts.factor.matchingStep(offered.secret, code, parts.clock.nowSec()),
  );
  if (!checked.ok) return checked;
  const factor = factorOf(parts, parts.store.findAccount(account.accountId)!);
  if (factor?.secret !== offered.secret || factor.isConfirmed)
    return no('not_found', 'another secret was offered since');
  const codes = Array.from({ length: RECOVERY_CODES }, () => parts.secrets.newDigits(RECOVERY_DIGITS));
  const recovery = codes.map((one) => recoveryHash(parts, factor, one));
  parts.store.transaction(() => {
    putFactor(parts, account, { ...factor, isConfirmed: true, lastStep: checked.answer, recovery });
    note(parts, account.accountId, 'second_factor_set_up', null);
  });
  return done({ codes });
}

/** Takes a code of the app that is newer than the last one, or a recovery code, which is then used up. */
export function passesSecondFactor(parts: AccountParts, { accountId }: Account, code: string): boolean {
  const account = parts.store.findAccount(accountId)!; // as it is now: another sign-in may just have used the code
  const factor = factorOf(parts, account);
  if (!factor) return false;
  const digits = code.replaceAll(/\D/g, '');
  const step = parts.factor.matchingStep(factor.secret, digits, parts.clock.nowSec());
  if (step !== null && step > factor.lastStep) {
    putFactor(parts, account, { ...factor, lastStep: step });
    return true;
  }
  const used = findRecovery(parts, account, factor, digits);
  if (used === undefined) return false;
  putFactor(parts, account, { ...factor, recovery: factor.recovery.filter((one) => one !== used) });
  note(parts, account.accountId, 'recovery_code_used', null);
  return true;
}

function factorOf({ vault }: AccountParts, account: Account): Factor | null {
  return account.sealedFactor === null ? null : (JSON.parse(vault.open(account.sealedFactor)) as Factor);
}

/** Nothing else of the account is written but what it is at this moment. */
function putFactor({ store, vault, clock }: AccountParts, { accountId }: Account, factor: Factor): void {
  const sealedFactor = vault.seal(JSON.stringify(factor));
  const account = store.findAccount(accountId)!;
  store.putAccount({ ...account, sealedFactor, changedSec: clock.nowSec() }, store.lookupsOf(account.accountId));
}

function findRecovery(parts: AccountParts, { accountId }: Account, factor: Factor, code: string): string | undefined {
  const before = parts.vault.blind(`recovery ${accountId}`, code); // older sets: good until the key is changed
  const hashes = [recoveryHash(parts, factor, code), before];
  return factor.recovery.find((one) => hashes.some((hash) => parts.secrets.isSame(one, hash)));
}

function recoveryHash({ hasher }: AccountParts, { secret }: Factor, code: string): string {
  return hasher.hash(JSON.stringify(['recovery', secret, code]));
}
