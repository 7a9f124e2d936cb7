/** A problem in the rider's language. */
import { problemText, type CallProblem } from '@noriai/ui/api/client.ts';
import { language } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';

export function whyNot(problem: CallProblem): string {
  const t = sharedTexts.value;
  return problemText(problem, language.value) ?? (problem.code === 'unreachable' ? t.unreachable : t.unexpected);
}
