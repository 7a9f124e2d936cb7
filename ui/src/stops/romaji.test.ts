import { expect, test } from 'vitest';
import { kanaOfRomaji } from './romaji.ts';

test.each([
  ['machiyakuba', 'まちやくば'],
  ['shinjuku', 'しんじゅく'],
  ['sinzyuku', 'しんじゅく'],
  ['gakkou', 'がっこう'],
  ['matcha', 'まっちゃ'],
  ['shimbashi', 'しんばし'],
  ["ken'ichi", 'けにち'],
  ['Tōkyō', 'ときょ'],
  ['tsutsuji', 'つつじ'],
  ['fuyu', 'ふゆ'],
  ['mach', 'ま'],
  ['byouin', 'びょういん'],
])('%s is read %s', (typed, kana) => expect(kanaOfRomaji(typed)).toBe(kana));

test.each(['xylophone', '', '町役場', 'q'])('%s is no Japanese sound', (typed) =>
  expect(kanaOfRomaji(typed)).toBeNull(),
);
