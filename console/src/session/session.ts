/**
 * Who is signed in. The token lives as long as the browser window: a desk is shared by several people, and each signs in
 * with a name of their own.
 */
import type { Me, OperatorSignIn } from '@noriai/core/contracts/accounts.ts';
import { broadcasts as broadcastViews, type Broadcast } from '@noriai/core/contracts/broadcasts.ts';
import { alarms, ledgerPlace, type Alarm } from '@noriai/core/contracts/fleet.ts';
import type { Right } from '@noriai/core/contracts/rights.ts';
import { createApi, problemText, type CallProblem } from '@noriai/ui/api/client.ts';
import { connectLive, type LiveConnection, type LiveState } from '@noriai/ui/live/connection.ts';
import { setService } from '@noriai/ui/service/service-state.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import { computed, effect, signal } from '@preact/signals';

const STORED_AS = 'noriai.operatorToken';

const token = signal<string | null>(sessionStorage.getItem(STORED_AS));
export const me = signal<Me | null>(null);
export const isSignedIn = computed(() => token.value !== null);
export const api = createApi(() => token.value);

const connection = signal<LiveConnection | null>(null);
export const liveState = computed<LiveState>(() => connection.value?.state.value ?? 'connecting');
/** How far the ledger has come, as last heard: whoever shows facts looks again when it grew. */
export const ledgerSequence = signal(0);
/** Counts what is heard of the fleet and of new facts: whoever shows the day looks again. */
export const dayChanges = signal(0);
const dayChanged = (): void => {
  dayChanges.value = dayChanges.peek() + 1;
};
/** What the service says needs a person, and what was said to many at once: sent whenever that changes. */
export const toldAlarms = signal<readonly Alarm[]>([]);
export const broadcasts = signal<readonly Broadcast[]>([]);

/** Begins a session; returns what is wrong, or null. */
export async function signIn(form: OperatorSignIn): Promise<CallProblem | null> {
  const result = await api.call('signInOperator', { body: form });
  if (!result.ok) return result.problem;
  setToken(result.answer.token);
  await loadMe();
  return null;
}

/** Ends the session here and at the service. */
export async function signOut(): Promise<void> {
  await api.call('signOut', { body: {}, patienceMs: 0 });
  forgetSession();
}

/** Asks who is signed in; a session that has ended is forgotten. */
export async function loadMe(): Promise<void> {
  if (token.value === null) return;
  const result = await api.call('getMe');
  if (result.ok) me.value = result.answer;
  else if (result.problem.code === 'not_signed_in') forgetSession();
}

/** Whether the person may do what the right allows. */
export function may(right: Right): boolean {
  return me.value?.rights.includes(right) ?? false;
}

export function forgetSession(): void {
  me.value = null;
  toldAlarms.value = [];
  broadcasts.value = [];
  setToken(null);
}

function setToken(next: string | null): void {
  if (next === null) sessionStorage.removeItem(STORED_AS);
  else sessionStorage.setItem(STORED_AS, next);
  token.value = next;
}

/** Keeps watching the fleet for as long as somebody is signed in. */
export function stayConnected(): void {
  effect(() => {
    const present = token.value;
    const made = connectLive(
      present === null ? {} : { token: present, watch: 'fleet' },
      {
        service: setService,
        fleet: dayChanged,
        ledger: ({ sequence }) => {
          ledgerSequence.value = sequence;
          dayChanged();
        },
        alarms: (view) => {
          toldAlarms.value = view.alarms;
        },
        broadcasts: (view) => {
          broadcasts.value = view.broadcasts;
        },
        onUnknownToken: forgetSession,
      },
      { alarms, broadcasts: broadcastViews, ledger: ledgerPlace },
    );
    connection.value = made;
    return () => made.close();
  });
}

/** A problem in the operator's language. */
export function whyNot(problem: CallProblem): string {
  const own = problem.code === 'unreachable' ? sharedTexts.value.unreachable : sharedTexts.value.unexpected;
  return problemText(problem, language.value) ?? own;
}
