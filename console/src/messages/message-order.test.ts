import { broadcastOrder } from '@noriai/core/contracts/broadcasts.ts';
import { decode } from '@noriai/core/contracts/schema.ts';
import { expect, test } from 'vitest';
import { blankMessage, messageOrder, readyTexts, type MessageFields } from './message-order.ts';

const order = (change: Partial<MessageFields>) => messageOrder({ ...blankMessage, ...change }, '2026-04-01');

test('a ready text brings its reason; own words go out as they were written, without empty languages', () => {
  const ready = order({ kind: 'riders_of_day', zoneId: 'north', templateId: 'riders_road_closed', urgency: 'now' });
  expect(ready).toEqual({
    audience: { kind: 'riders_of_day', date: '2026-04-01', zoneId: 'north' },
    reason: 'roads',
    urgency: 'now',
    templateId: 'riders_road_closed',
  });
  const own = order({ ja: ' 倒木に注意 ', en: 'Mind the tree', reason: 'safety' });
  expect(own).toEqual({
    audience: { kind: 'drivers' },
    reason: 'safety',
    urgency: 'soon',
    text: { ja: '倒木に注意', en: 'Mind the tree' },
  });
  for (const one of [ready, own]) expect(decode(broadcastOrder, one).ok).toBe(true);
});

test('nothing goes out without words, or to one vehicle without saying which', () => {
  expect(order({})).toBeNull();
  expect(order({ kind: 'vehicle', templateId: 'drivers_call_desk' })).toBeNull();
  expect(order({ kind: 'vehicle', templateId: 'drivers_call_desk', vehicleId: 'v1' })).not.toBeNull();
});

test('drivers and riders have ready texts of their own', () => {
  expect(readyTexts('vehicle')).toContain('drivers_test');
  expect(readyTexts('all_riders')).toContain('riders_test');
  expect(readyTexts('vehicle').filter((id) => readyTexts('all_riders').includes(id))).toEqual([]);
});
