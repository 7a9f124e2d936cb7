/**
 * What people write about people (why a rider is blocked, what was done about an alarm, how a driver felt) stands in the
 * ledger sealed: whoever holds a copy or an export of it sees that something was written, and not what (rule AC27).
 */
import type { RiderBlock } from '@noriai/core/contracts/arrangements.ts';
import type { RollCall } from '@noriai/core/contracts/fleet.ts';
import type { Vault } from './accounts/account-ports.ts';

const MARK = 'sealed:';

export function sealText(vault: Vault, text: string): string {
  return MARK + vault.seal(text);
}

/** Text of before as it is; empty where the key is there no more, for a record must be shown all the same. */
export function openText(vault: Vault, text: string): string {
  if (!text.startsWith(MARK)) return text;
  try {
    return vault.open(text.slice(MARK.length));
  } catch {
    return '';
  }
}

/** With another reason: sealed or opened. */
export function withReason<Rules extends { readonly blocked: RiderBlock | null }>(
  rules: Rules,
  changed: (text: string) => string,
): Rules {
  const { blocked } = rules;
  return blocked ? { ...rules, blocked: { ...blocked, reason: changed(blocked.reason) } } : rules;
}

/** With all that is written in it changed: sealed or opened. Names and findings stay: the law asks who was found how. */
export function withRollCallTexts<Findings extends Pick<RollCall, 'health' | 'inspection' | 'report' | 'instructions'>>(
  rollCall: Findings,
  changed: (text: string) => string,
): Findings {
  const { health, inspection, report, instructions } = rollCall;
  const noted = <Part extends { readonly note?: string | undefined }>(part: Part): Part =>
    part.note === undefined ? part : { ...part, note: changed(part.note) };
  return {
    ...rollCall,
    health: noted(health),
    ...(inspection && { inspection: noted(inspection) }),
    ...(report !== undefined && { report: changed(report) }),
    ...(instructions !== undefined && { instructions: changed(instructions) }),
  };
}
