/** Finding a caller by what the desk hears first: digits of a phone number, or the name in kana or kanji. */
import { plainKana } from '@noriai/ui/stops/kana.ts';

export interface Caller {
  readonly riderId: string;
  readonly name: string;
  readonly kana: string;
  readonly phone: string;
  /** For the desk and the driver: "耳が遠い", "2階から降りるのに時間". */
  readonly note: string;
}

/** Numbers count by their last digits, too: people say those. Nothing typed finds nobody. O(callers). */
export function callersFound(callers: readonly Caller[], query: string): readonly Caller[] {
  const typed = query.normalize('NFKC').trim();
  if (typed === '') return [];
  const digits = typed.replace(/[\s()+‐-―-]/g, '');
  const isNumber = /^\d{2,}$/.test(digits);
  const name = plain(typed);
  const ranked = callers.flatMap((caller) => {
    const rank = isNumber ? numberRank(digitsOf(caller.phone), digits) : nameRank(caller, name);
    return rank === null ? [] : [{ caller, rank }];
  });
  return ranked.sort((a, b) => a.rank - b.rank || compare(a.caller.kana, b.caller.kana)).map(({ caller }) => caller);
}

function numberRank(phone: string, digits: string): number | null {
  if (phone === digits) return 0;
  if (phone.startsWith(digits)) return 1;
  if (phone.endsWith(digits)) return 2;
  return phone.includes(digits) ? 3 : null;
}

function nameRank({ name, kana }: Caller, wanted: string): number | null {
  const forms = [plain(kana), plain(name)];
  if (forms.some((form) => form === wanted)) return 0;
  if (forms.some((form) => form.startsWith(wanted))) return 1;
  return forms.some((form) => form.includes(wanted)) ? 2 : null;
}

const digitsOf = (phone: string): string => phone.normalize('NFKC').replace(/\D/g, '');
const plain = (text: string): string => plainKana(text.toLowerCase()).replace(/\s/g, '');
const collator = new Intl.Collator('ja');
const compare = (a: string, b: string): number => collator.compare(a, b);
