import type { Stop } from '@noriai/core/contracts/area.ts';
import { describe, expect, test } from 'vitest';
import { nearestStops, searchStops, stopsByKanaRow } from './find-stops.ts';
import { kanaRowOf, plainKana } from './kana.ts';

function stop(id: string, ja: string, kana?: string, en?: string, lat = 34.9, lon = 135.4): Stop {
  const name = { ja, ...(kana === undefined ? {} : { kana }), ...(en === undefined ? {} : { en }) };
  return { id, name, position: { lat, lon }, side: 'either', boarding: true, alighting: true, closed: [] };
}

const stops = [
  stop('1', 'ときわ台駅', 'ときわだいえき', 'Tokiwadai Station'),
  stop('2', '東ときわ台診療所', 'ひがしときわだいしんりょうじょ'),
  stop('3', 'ギャラリー前', 'ぎゃらりーまえ', 'Gallery'),
  stop('4', 'Café', undefined, 'Café'),
  stop('5', '高山', 'たかやま'),
];
const ids = (found: readonly Stop[]): string => found.map(({ id }) => id).join(' ');

describe('search', () => {
  test.each([
    ['ときわ', '1 2'],
    ['トキワ', '1 2'],
    ['ﾄｷﾜ', '1 2'],
    ['診療所', '2'],
    ['tokiwa', '1 2'],
    ['ＴＯＫＩＷＡ', '1 2'],
    ['shinryojo', '2'],
    ['Shinryōjo', '2'],
    ['sinryouzyo', '2'],
    ['takaya', '5'],
    ['きゃら', '3'],
    ['ぎやら', '3'],
    ['た', '5'],
    ['xyz', ''],
    ['  ', ''],
  ])('"%s" finds %s', (query, expected) => {
    const found = ids(searchStops(stops, query));
    // "た" is in ときわだい too, once the mark is taken off: what begins with it must come first.
    expect(query === 'た' ? found.split(' ')[0] : found).toBe(expected);
  });
});

describe('kana', () => {
  test('letters are filed without marks, small forms and the difference to katakana', () => {
    expect(plainKana('ギャラリー')).toBe('きやらりー');
    expect(plainKana('がっこう')).toBe('かつこう');
  });
  test.each([
    ['ぎゃらりー', 'か'],
    ['パン', 'は'],
    ['をとめ', 'わ'],
    ['Café', null],
  ])('%s is in row %s', (reading, row) => {
    expect(kanaRowOf(reading)).toBe(row);
  });
  test('every stop is in exactly one row, in kana order', () => {
    const rows = stopsByKanaRow(stops);
    expect([...rows.values()].flat()).toHaveLength(stops.length);
    expect(ids(rows.get('た') ?? [])).toBe('5 1');
    expect(ids(rows.get(null) ?? [])).toBe('4');
  });
});

test('the nearest stops come first, with their distance in metres', () => {
  // One thousandth of a degree north is 111.2 m; east at 34.9° it is 91.2 m.
  const around = [
    stop('north', 'き', 'き', undefined, 34.901, 135.4),
    stop('east', 'ひ', 'ひ', undefined, 34.9, 135.401),
    stop('far', 'と', 'と', undefined, 35, 135.4),
  ];
  const near = nearestStops(around, { lat: 34.9, lon: 135.4 }, 2);
  expect(near.map(({ stop, farM }) => [stop.id, farM])).toEqual([
    ['east', 91],
    ['north', 111],
  ]);
});
