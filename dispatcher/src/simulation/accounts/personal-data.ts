/**
 * Everything personal that a run makes up says whose it is and of which kind: `架空12号` is the name of person 12, `事情12号` what
 * person 12 needs. So whatever is stored or said can be looked through for it at once.
 */

/** `name` stands for the reading, too; `notes` are the desk's own. */
export type PersonalKind = 'name' | 'needs' | 'notes' | 'device' | 'address' | 'phone' | 'member';

const words: Readonly<Record<string, PersonalKind>> = {
  架空: 'name',
  事情: 'needs',
  覚書: 'notes',
  端末: 'device',
  宛先: 'address',
};
const wordOf = Object.fromEntries(Object.entries(words).map(([word, kind]) => [kind, word]));

/** A text that gives its owner away; `more` makes it another one. */
export function personalText(kind: Exclude<PersonalKind, 'phone' | 'member'>, person: number, more = ''): string {
  return `${wordOf[kind]}${person}号${more}`;
}

export const phoneOfPerson = (person: number): string => `+8190000${String(person).padStart(5, '0')}`;
export const memberOfPerson = (person: number): string => `77${String(person).padStart(5, '0')}`;

export interface PersonalFind {
  readonly person: number;
  readonly kind: PersonalKind;
}

/** Whose personal data a text holds. O(text) */
export function personalIn(text: string): readonly PersonalFind[] {
  const found: PersonalFind[] = [];
  for (const [, word, owner, phone, member] of text.matchAll(everything)) {
    if (word !== undefined) found.push({ person: Number(owner), kind: words[word]! });
    else if (phone !== undefined) found.push({ person: Number(phone), kind: 'phone' });
    else found.push({ person: Number(member), kind: 'member' });
  }
  return found;
}

const everything = /(架空|事情|覚書|端末|宛先)(\d+)号|\+8190000(\d{5})|"77(\d{5})"/g;
