import { language } from '@noriai/ui/texts/language.ts';
import { afterEach, expect, test } from 'vitest';
import { toldWords, type ToldFacts } from './told-words.ts';

afterEach(() => {
  language.value = 'ja';
});

const call: ToldFacts = {
  kind: 'call_rider',
  reason: 'service_suspended',
  vehicle: '',
  number: 2,
  when: '',
  rider: '',
  near: '',
};

test('an alarm says why, and of which day and whom, as far as that is known', () => {
  expect(toldWords(call)).toBe('お客様に電話してください：運休：2番');
  expect(toldWords({ ...call, when: '4月2日（木曜日） 9:05', rider: '架空 花子 090-0000-0000' })).toBe(
    'お客様に電話してください：運休：4月2日（木曜日） 9:05：2番：架空 花子 090-0000-0000',
  );
  const out = {
    ...call,
    kind: 'vehicle_out',
    reason: 'driver_unwell',
    vehicle: '1号車',
    number: null,
    near: '駅の近く',
  };
  expect(toldWords(out)).toBe('車両が運休になりました：乗務員の体調：1号車：駅の近く');
});

test('a reason that is a sentence of its own takes the place of the kind; an unknown one is left out', () => {
  expect(toldWords({ ...call, reason: 'kept_apart' })).toBe('同乗させないお客様が同じ車両に乗る予定です：2番');
  expect(toldWords({ ...call, reason: 'rider_late' })).toBe('お客様がおくれます。電話してください：2番');
  expect(toldWords({ ...call, reason: 'of_tomorrow' })).toBe('お客様に電話してください：2番');
  expect(toldWords({ ...call, kind: 'late', reason: null })).toBe('約束におくれます：2番');
});

test('every reason is said in every language', () => {
  const reasons = ['breakdown', 'driver_unwell', 'driver_left', 'late_vehicle', 'stop_closed', 'street_closed'];
  for (const of of ['ja', 'easy', 'en'] as const) {
    language.value = of;
    const bare = toldWords({ ...call, reason: null });
    for (const reason of [...reasons, 'service_suspended', 'operator', 'day_plan', 'rider_late', 'kept_apart'])
      expect(toldWords({ ...call, reason }), `${of} ${reason}`).not.toBe(bare);
  }
});
