/** What became of something the rider asked for, in the rider's language. */
import { problemText, type CallProblem } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { language } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';

/** Null when it was done. */
export type Done = CallProblem | null;

export function whyNot(problem: CallProblem): string {
  const t = sharedTexts.value;
  return problemText(problem, language.value) ?? (problem.code === 'unreachable' ? t.unreachable : t.unexpected);
}

/** Says that it was done, or why not. */
export function tell(problem: Done, good: string): void {
  if (problem === null) announce(good);
  else announce(whyNot(problem), true);
}
