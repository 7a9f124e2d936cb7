/** Latin letters as kana, for who types a name as it sounds: Hepburn and Kunrei alike, long vowels written or not. */

const vowels = { a: 0, i: 1, u: 2, e: 3, o: 4 } as const;
/** Kana of each consonant with a, i, u, e, o; `.` where there is none. */
const rows: Readonly<Record<string, string>> = {
  '': 'あいうえお',
  k: 'かきくけこ',
  s: 'さしすせそ',
  t: 'たちつてと',
  n: 'なにぬねの',
  h: 'はひふへほ',
  m: 'まみむめも',
  y: 'や.ゆ.よ',
  r: 'らりるれろ',
  l: 'らりるれろ',
  w: 'わ...を',
  g: 'がぎぐげご',
  z: 'ざじずぜぞ',
  d: 'だぢづでど',
  b: 'ばびぶべぼ',
  p: 'ぱぴぷぺぽ',
  f: 'ふふふふふ',
  v: 'ばびぶべぼ',
  j: 'じじじじじ',
  sh: 'ししししし',
  ch: 'ちちちちち',
  ts: 'つつつつつ',
};
/** Sounds whose vowel is written with a small letter after the first kana: `sha` is しゃ, `kyo` is きょ. */
const glides: Readonly<Record<string, string>> = { a: 'ゃ', u: 'ゅ', o: 'ょ' };

/** Null for what is no Japanese sound. What is only half typed at the end (`mach`) is left out. */
export function kanaOfRomaji(text: string): string | null {
  const letters = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
  if (letters === '') return null;
  let kana = '';
  let at = 0;
  while (at < letters.length) {
    const sound = soundAt(letters, at);
    if (sound === null) return /^[a-z]{1,2}$/.test(letters.slice(at)) && kana !== '' ? kana : null;
    kana += sound.kana;
    at += sound.letters;
  }
  return kana;
}

interface Sound {
  readonly kana: string;
  readonly letters: number;
}

function soundAt(letters: string, at: number): Sound | null {
  const rest = letters.slice(at);
  // A consonant written twice is a small つ; n before a consonant, and m before its kin, is ん.
  if (/^([kstpcgzdbjfhr])\1|^tch/.test(rest)) return { kana: 'っ', letters: 1 };
  if (/^n(?![aiueoy])|^m(?=[bpm])/.test(rest)) return { kana: 'ん', letters: 1 };
  const [, consonant = '', y = '', vowel] = /^(sh|ch|ts|[kstnhmrlwgzdbpfvj]?)(y?)([aiueo])/.exec(rest) ?? [];
  if (vowel === undefined) return null;
  const length = consonant.length + y.length + 1;
  const row = rows[consonant === '' ? y : consonant]!;
  const isGlide = consonant !== '' && (y !== '' || ['sh', 'ch', 'j'].includes(consonant)) && vowel in glides;
  const first = isGlide ? row[vowels.i]! : row[vowels[vowel as keyof typeof vowels]]!;
  return first === '.' ? null : { kana: isGlide ? first + glides[vowel]! : first, letters: length };
}
