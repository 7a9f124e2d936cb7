import { expect, test } from 'vitest';
import { callersFound, type Caller } from './find-callers.ts';

const caller = (riderId: string, name: string, kana: string, phone: string): Caller => {
  return { riderId, name, kana, phone, note: '' };
};
const book = [
  caller('1', '模擬 花子', 'もぎ はなこ', '072-738-0001'),
  caller('2', '模擬 太郎', 'もぎ たろう', '090-1234-0738'),
  caller('3', '試験 はな', 'しけん はな', '072-738-9999'),
];
const found = (query: string): string =>
  callersFound(book, query)
    .map(({ riderId }) => riderId)
    .join(' ');

test.each([
  ['0727380001', '1'],
  ['072-738', '3 1'], // しけん comes before もぎ
  ['0738', '2'],
  ['０７３８', '2'],
  ['9999', '3'],
  ['もぎ', '2 1'],
  ['モギハ', '1'],
  ['花子', '1'],
  ['はな', '3 1'],
  ['', ''],
  ['x', ''],
])('"%s" finds %s', (query, expected) => {
  expect(found(query)).toBe(expected);
});
