import { expect, test } from 'vitest';
import { GuessBook } from './guess-book.ts';

/** A book in which somebody guessed wrongly four times, a second apart; the next must wait until second 18. */
function bookOfFour() {
  const found: string[] = [];
  const clock = { sec: 0 };
  const book = new GuessBook(
    () => clock.sec * 1000,
    (what) => found.push(what),
  );
  const tries = (sec: number, isWrong = true) => {
    clock.sec = sec;
    book.tried('driver 7', sec * 1000, sec, isWrong);
  };
  for (const sec of [0, 1, 2, 3]) tries(sec);
  return { book, clock, found, tries };
}

test('AC10 the simulation finds whoever is let in too early', () => {
  const { found, tries } = bookOfFour();
  tries(17);
  expect(found).toEqual(['driver 7 was let in 1 s early, after 4 wrong guesses']);
});

test('AC10 wrong guesses are forgotten with a right one, also when nobody heard of it', () => {
  const heard = bookOfFour();
  heard.tries(18, false);
  heard.tries(19);
  const unheard = bookOfFour();
  unheard.book.began('driver 7', 18_000, true);
  unheard.tries(19);
  expect([...heard.found, ...unheard.found]).toEqual([]);
});

test('AC10 a right guess that was not let in makes nothing forgotten', () => {
  const { book, found, tries } = bookOfFour();
  book.began('driver 7', 5000, true);
  book.refused('driver 7', 5000);
  tries(6);
  expect(found).toHaveLength(1);
});

test('AC10 what began before the others were forgotten is forgotten, and what began side by side counts', () => {
  const { book, clock, found, tries } = bookOfFour();
  clock.sec = 18;
  book.forget(() => true);
  book.tried('driver 7', 17_900, 17, true); // answered after that
  for (const sec of [20, 19, 22, 21]) tries(sec); // answered out of order
  expect(found).toEqual([]);
  tries(23);
  expect(found).toEqual(['driver 7 was let in 14 s early, after 4 wrong guesses']);
});
