/** The last thing that can be taken back: kept until it is, until something else is done, or until it is put away. */
import type { CallProblem } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { signal } from '@preact/signals';
import { whyNot } from '../session/session.ts';
import { keyTexts } from '../keys/key-texts.ts';

interface Undo {
  /** What was done. */
  readonly text: string;
  /** Takes it back; null when that worked. */
  readonly run: () => Promise<CallProblem | null>;
}

export const lastUndo = signal<Undo | null>(null);

/** Says what was done and how to take it back. */
export function offerUndo(text: string, run: Undo['run']): void {
  lastUndo.value = { text, run };
}

export function putUndoAway(): void {
  lastUndo.value = null;
}

export async function undoLast(): Promise<void> {
  const undo = lastUndo.value;
  if (undo === null) return;
  putUndoAway();
  const problem = await undo.run();
  if (problem === null) announce(keyTexts.value.undone);
  else announce(whyNot(problem), true);
}
