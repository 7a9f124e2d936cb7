import { expect, test } from 'vitest';
import { inTurn } from './in-turn.ts';

test('looks never overlap; what changes during one is seen by the next, for which everybody waits', async () => {
  let version = 1;
  let shown = 0;
  let running = 0;
  const answers: (() => void)[] = [];
  const look = inTurn(async () => {
    expect(++running).toBe(1);
    const seen = version;
    await new Promise<void>((answer) => answers.push(answer));
    shown = seen;
    running--;
  });
  const first = look();
  version = 2;
  const others = [look(), look()];
  answers.shift()!();
  await Promise.resolve();
  expect(shown).toBe(1);
  await expect.poll(() => answers.length).toBe(1);
  answers.shift()!();
  await Promise.all([first, ...others]);
  expect([shown, answers.length]).toEqual([2, 0]);
  const last = look();
  answers.shift()!();
  await last;
  expect(answers.length).toBe(0);
});

test('a look that fails lets the next one begin', async () => {
  let looks = 0;
  const look = inTurn(async () => {
    if (++looks === 1) throw new Error('no network');
  });
  await expect(look()).rejects.toThrow('no network');
  await look();
  expect(looks).toBe(2);
});
