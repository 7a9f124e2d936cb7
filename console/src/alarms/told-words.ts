/** What the service says needs a person, as a sentence: what, why, which vehicle, which trip of which day, whom, where. */
import { consoleTexts } from '../texts/console-texts.ts';
import { whyTexts } from '../why/why-texts.ts';

/** What a told alarm is about, in words already; what is not known, or is nobody's to know here, is empty. */
export interface ToldFacts {
  readonly kind: string;
  readonly reason: string | null;
  readonly vehicle: string;
  readonly number: number | null;
  /** Numbers begin anew each day: the day unless it is today, and the time. */
  readonly when: string;
  /** Name and phone number. */
  readonly rider: string;
  readonly near: string;
}

/** `お客様に電話してください：運休：4月2日（木曜日） 9:05：2番：山田 花子 090-1234-5678` */
export function toldWords({ kind, reason, vehicle, number, when, rider, near }: ToldFacts): string {
  const t = consoleTexts.value;
  // Some reasons are a sentence of their own; the others stand behind what is to be done.
  const own = reason === null ? undefined : t.serverAlarms[reason];
  const why = reason === null || own !== undefined ? '' : (whyTexts.value.moveReasons[reason] ?? '');
  const what = own ?? t.serverAlarms[kind] ?? kind;
  const parts = [what, why, vehicle, when, number === null ? '' : t.number(number), rider, near];
  return parts.filter((part) => part !== '').join('：');
}
