import { expect, test } from 'vitest';
import { csvText } from './csv-text.ts';

const line = (...row: string[]): string => csvText([row]).slice(1, -2);

test('it begins with the mark of UTF-8, and every line ends in CR LF', () => {
  expect(
    csvText([
      ['時刻', '車両'],
      ['06:05', '1号車'],
    ]),
  ).toBe('\uFEFF時刻,車両\r\n06:05,1号車\r\n');
});

test('commas, quotes and new lines stay within their cell', () => {
  expect(line('雨, 雪', '"積雪"', '一\n二', '')).toBe('"雨, 雪","""積雪""","一\n二",');
});

test('nothing is taken for a formula', () => {
  expect(line('=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1')).toBe(`'=1+1,'+1,'-1,'@SUM(A1),'\t=1,"'\r=1"`);
  expect(line('=HYPERLINK("x","y")')).toBe(`"'=HYPERLINK(""x"",""y"")"`);
  expect(line('2026-11-22', 'a=b')).toBe('2026-11-22,a=b');
});
