import type { PlannedShift } from '@noriai/core/contracts/fleet.ts';
import { expect, test } from 'vitest';
import { emptyLine, lineOf, shiftOf, type ShiftLine } from './shift-lines.ts';

const ZONE = 'Asia/Tokyo';
const DAY = '2026-04-02';
const at = (clock: string, day = DAY): number => Date.parse(`${day}T${clock}:00+09:00`) / 1000;
const read = (line: Partial<ShiftLine>): PlannedShift | null => shiftOf({ ...emptyLine, ...line }, DAY, ZONE);

test('a shift is read as it is typed, with wide digits and without a colon', () => {
  const shift = { startSec: at('09:00'), endSec: at('17:30'), driverId: null, pauses: [] };
  for (const [from, until] of [
    ['9:00', '17:30'],
    ['0900', '1730'],
    ['９：００', '１７：３０'],
    ['9', '17時半'],
  ] as const)
    expect(read({ from, until }), `${from} ${until}`).toEqual(shift);
});

test('a shift that ends before it begins goes past midnight, and so does its break', () => {
  const night = read({ from: '22:00', until: '6:00', breaks: '2:00-2:30 45' });
  expect(night).toMatchObject({ startSec: at('22:00'), endSec: at('06:00', '2026-04-03') });
  const [pause] = night!.pauses;
  expect(pause).toEqual({
    kind: 'break',
    beginFromSec: at('02:00', '2026-04-03'),
    beginUntilSec: at('02:30', '2026-04-03'),
    durationSec: 2700,
    depotId: null,
  });
});

test('what cannot be read is no shift', () => {
  for (const line of [{ from: '9:00' }, { from: '25:00', until: '26:00' }, { from: '9', until: '17', breaks: 'noon' }])
    expect(read(line), JSON.stringify(line)).toBeNull();
});

test('a line that nobody touched gives back its shift; what the line does not show is kept when it is changed', () => {
  const change = { kind: 'driver_change', durationSec: 300, depotId: 'depot', driverId: 'd2' } as const;
  const shift: PlannedShift = {
    startSec: at('08:00'),
    endSec: at('19:00'),
    driverId: 'd1',
    startDepotId: 'depot',
    pauses: [
      { kind: 'break', beginFromSec: at('12:00'), beginUntilSec: at('12:20'), durationSec: 3600, depotId: 'depot' },
      { ...change, beginFromSec: at('14:00'), beginUntilSec: at('14:00') },
    ],
  };
  const line = lineOf(shift, ZONE);
  expect(line.breaks).toBe('12:00-12:20 60');
  expect(shiftOf(line, DAY, ZONE)).toEqual(shift);
  const changed = shiftOf({ ...line, until: '18:00', breaks: '' }, DAY, ZONE);
  expect(changed).toMatchObject({ endSec: at('18:00'), startDepotId: 'depot', pauses: [change] });
});
