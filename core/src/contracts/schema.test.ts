import { describe, expect, test } from 'vitest';
import {
  decode,
  integer,
  list,
  mistakeLine,
  nullable,
  object,
  oneOf,
  optional,
  text,
  variants,
  where,
} from './schema.ts';
import { date } from './area.ts';

const rider = object({
  name: text({ minLength: 1, maxLength: 5 }),
  age: integer({ min: 0, max: 120, unit: 'years' }),
  needs: optional(list(oneOf(['walker', 'stroller']), { max: 2 })),
});

function lines(schema: Parameters<typeof decode>[0], value: unknown): readonly string[] {
  const result = decode(schema, value);
  return result.ok ? [] : result.mistakes.map(mistakeLine);
}

describe('decode', () => {
  test('a right value comes back equal, and as a copy', () => {
    const value = { name: 'Test', age: 78, needs: ['walker'] };
    const result = decode(rider, value);
    expect(result).toEqual({ ok: true, value });
    expect(result.ok && result.value).not.toBe(value);
  });

  test('all mistakes come back together, each with its place', () => {
    expect(lines(rider, { name: '', age: 7.5, needs: ['walker', 'boat'], colour: 'red' })).toEqual([
      'colour: got a field that is not known, expected only name, age, needs',
      'name: got "", expected text of 1 to 5 characters',
      'age: got 7.5, expected a whole number from 0 to 120 (years)',
      'needs[1]: got "boat", expected one of walker, stroller',
    ]);
  });

  test('a missing field says what was expected there', () => {
    expect(lines(rider, { name: 'Test' })).toEqual(['age: got nothing, expected a whole number from 0 to 120 (years)']);
  });

  test('an absent optional field stays absent, null is not absence', () => {
    const result = decode(rider, { name: 'Test', age: 1 });
    expect(result.ok && 'needs' in result.value).toBe(false);
    expect(lines(rider, { name: 'Test', age: 1, needs: null })).toEqual(['needs: got null, expected a list of 0 to 2']);
  });

  test('a date is a day of the calendar', () => {
    for (const day of ['2026-04-01', '2028-02-29', '2026-12-31']) expect(lines(date, day)).toEqual([]);
    for (const day of ['2026-02-31', '2026-02-29', '2026-13-01', '2026-00-10', '2026-04-00', '2026-4-1', 'today', '']) {
      expect(lines(date, day), day).toEqual([`the whole: got "${day}", expected a date like 2026-04-01`]);
    }
  });

  test('numbers that are not numbers are mistakes', () => {
    for (const age of [Number.NaN, Number.POSITIVE_INFINITY, '7', -1, 121, 2 ** 60]) {
      expect(lines(rider, { name: 'Test', age }).length, String(age)).toBe(1);
    }
  });

  test('names of object prototypes are ordinary unknown fields', () => {
    expect(lines(rider, JSON.parse('{"name":"A","age":1,"__proto__":{}}')).length).toBe(1);
    expect(lines(rider, { name: 'A', age: 1, constructor: 1 }).length).toBe(1);
  });

  test('variants are told apart by their tag', () => {
    const place = variants('kind', { stop: { stopId: text() }, point: { lat: integer() } });
    expect(decode(place, { kind: 'stop', stopId: 'a' }).ok).toBe(true);
    expect(lines(place, { kind: 'stop', lat: 1 })).toEqual([
      'lat: got a field that is not known, expected only kind, stopId',
      'stopId: got nothing, expected text of 0 to 2000 characters',
    ]);
    expect(lines(place, { kind: 'toString' })).toEqual(['kind: got "toString", expected one of stop, point']);
    expect(lines(place, 3)).toEqual(['kind: got 3, expected one of stop, point']);
  });

  test('a further condition is asked only of a value that is right in itself', () => {
    const even = where(object({ n: integer() }), ({ n }) =>
      n % 2 === 0 ? [] : [{ path: 'n', got: `${n}`, expected: 'an even number' }],
    );
    expect(lines(object({ pair: even }), { pair: { n: 3 } })).toEqual(['pair.n: got 3, expected an even number']);
    expect(lines(object({ pair: even }), { pair: { n: 'x' } })).toEqual(['pair.n: got "x", expected a whole number']);
  });

  test('null where it is allowed', () => {
    expect(decode(nullable(integer()), null)).toEqual({ ok: true, value: null });
    expect(lines(nullable(integer()), 'x').length).toBe(1);
  });
});

test('the JSON Schema says the same as the decoder', () => {
  expect(rider.json).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 5 },
      age: { type: 'integer', minimum: 0, maximum: 120, description: 'years' },
      needs: { type: 'array', items: { type: 'string', enum: ['walker', 'stroller'] }, maxItems: 2 },
    },
    required: ['name', 'age'],
    additionalProperties: false,
  });
});
