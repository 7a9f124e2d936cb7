/** Kana as a reader files them: rows あ か さ …, without voicing marks, small letters or the difference to katakana. */

export const kanaRows = ['あ', 'か', 'さ', 'た', 'な', 'は', 'ま', 'や', 'ら', 'わ'] as const;
export type KanaRow = (typeof kanaRows)[number];

const rowLetters: Record<KanaRow, string> = {
  あ: 'あいうえお',
  か: 'かきくけこ',
  さ: 'さしすせそ',
  た: 'たちつてと',
  な: 'なにぬねの',
  は: 'はひふへほ',
  ま: 'まみむめも',
  や: 'やゆよ',
  ら: 'らりるれろ',
  わ: 'わゐゑをん',
};
const smallLetters: Record<string, string> = Object.fromEntries(
  [...'ぁぃぅぇぉっゃゅょゎ'].map((small, i) => [small, 'あいうえおつやゆよわ'[i]!]),
);

/** The row of the first letter, or null when it is no kana (as for a name known in Latin letters only). */
export function kanaRowOf(reading: string): KanaRow | null {
  const first = plainKana(reading)[0] ?? '';
  return kanaRows.find((row) => rowLetters[row].includes(first)) ?? null;
}

/** Hiragana without marks: `ギャラリー` becomes `きやらりー`. Other letters stay. */
export function plainKana(text: string): string {
  const unmarked = toHiragana(text)
    .normalize('NFD')
    .replace(/[\u3099\u309a]/g, '');
  return [...unmarked].map((letter) => smallLetters[letter] ?? letter).join('');
}

/** Katakana as hiragana, wide and half-width forms made one. */
export function toHiragana(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u30a1-\u30f6]/g, (letter) => String.fromCodePoint(letter.codePointAt(0)! - 0x60));
}
