/** Calls set aside: somebody else must be spoken to first, and everything of this call comes back with one key. */
import { nowSec } from '@noriai/ui/service/clock.ts';
import { signal } from '@preact/signals';
import {
  answer,
  beginCall,
  caller,
  facts,
  from,
  loadFacts,
  party,
  returnKind,
  returnText,
  to,
  togetherWith,
  whenText,
} from './call.ts';

const kept = { caller, facts, from, to, whenText, party, togetherWith, returnKind, returnText, answer };
type Kept = { readonly [K in keyof typeof kept]: (typeof kept)[K]['value'] };

export interface ParkedCall extends Kept {
  readonly sinceSec: number;
}

/** Oldest first. */
export const parkedCalls = signal<readonly ParkedCall[]>([]);

/** Sets the call at hand aside and begins the next; nothing happens where there is nobody. */
export function parkCall(): boolean {
  if (caller.value === null) return false;
  const present = Object.fromEntries(Object.entries(kept).map(([name, { value }]) => [name, value])) as unknown as Kept;
  parkedCalls.value = [...parkedCalls.value, { ...present, sinceSec: nowSec.value }];
  beginCall();
  return true;
}

/** Takes a call up again where it was; the one at hand is set aside in its place. */
export async function resumeCall(call: ParkedCall): Promise<void> {
  parkedCalls.value = parkedCalls.value.filter((one) => one !== call);
  parkCall();
  caller.value = call.caller;
  facts.value = call.facts;
  from.value = call.from;
  to.value = call.to;
  whenText.value = call.whenText;
  party.value = call.party;
  togetherWith.value = call.togetherWith;
  returnKind.value = call.returnKind;
  returnText.value = call.returnText;
  answer.value = call.answer;
  await loadFacts();
}
