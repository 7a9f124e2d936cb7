/**
 * A time as somebody on the phone types it: `1030`, `10:30`, `10時半`, `午後3時`, `明日 9:00`, `+20`, `着 1130`, or nothing
 * for now. Wide digits and Japanese words count as well.
 */
import type { TripTime } from '@noriai/core/contracts/trips.ts';
import { dayAfter, pointInZone, zoneTime } from '@noriai/ui/format/zone-time.ts';

export interface DeskClock {
  readonly nowSec: number;
  readonly timeZone: string;
}

/** The time meant, or null where the text is none. A time of today that has passed means tomorrow. */
export function readTime(text: string, { nowSec, timeZone }: DeskClock): TripTime | null {
  const plain = plainOf(text);
  if (plain === '' || /^(今|いま|すぐ|now)$/.test(plain)) return { kind: 'now' };
  const ahead = /^\+(\d{1,3})分?$/.exec(plain);
  if (ahead) return { kind: 'depart_after', atSec: Math.ceil((nowSec + Number(ahead[1]) * 60) / 60) * 60 };
  const days = /明後日|あさって/.test(plain) ? 2 : /明日|あした|あす|tomorrow/.test(plain) ? 1 : 0;
  const minuteOfDay = clockOf(plain);
  if (minuteOfDay === null) return null;
  const today = zoneTime(nowSec, timeZone).day;
  let atSec = pointInZone(dayAfter(today, days), minuteOfDay, timeZone);
  if (days === 0 && atSec < nowSec - 60) atSec = pointInZone(dayAfter(today, 1), minuteOfDay, timeZone);
  return { kind: meansArrival(plain) ? 'arrive_by' : 'depart_after', atSec };
}

/** The time of the way back on the day of the way there, or null where the text is none. */
export function readReturn(text: string, wayThere: TripTime, { nowSec, timeZone }: DeskClock): TripTime | null {
  const plain = plainOf(text);
  const minuteOfDay = clockOf(plain);
  if (minuteOfDay === null) return null;
  const { day } = zoneTime('atSec' in wayThere ? wayThere.atSec : nowSec, timeZone);
  const atSec = pointInZone(day, minuteOfDay, timeZone);
  return { kind: meansArrival(plain) ? 'arrive_by' : 'depart_after', atSec };
}

const plainOf = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
const meansArrival = (plain: string): boolean => /着|by|まで/.test(plain);

/** The minute of the day of a clock time that was typed, null where it is none. */
export const readClock = (text: string): number | null => clockOf(plainOf(text));

function clockOf(plain: string): number | null {
  const half = /(\d{1,2})(?:時|じ)半/.exec(plain);
  const spoken = /(\d{1,2})(?:時|じ|:|\.)(\d{1,2})?/.exec(plain);
  const digits = /(?:^|\D)(\d{3,4})(?:\D|$)/.exec(plain);
  const bare = /(?:^|\D)(\d{1,2})(?:\D|$)/.exec(plain);
  const [hour, minute] = half
    ? [Number(half[1]), 30]
    : spoken
      ? [Number(spoken[1]), Number(spoken[2] ?? 0)]
      : digits
        ? [Math.floor(Number(digits[1]) / 100), Number(digits[1]) % 100]
        : bare
          ? [Number(bare[1]), 0]
          : [NaN, NaN];
  const isAfternoon = /午後|ごご|pm/.test(plain) && hour < 12;
  const minutes = (hour + (isAfternoon ? 12 : 0)) * 60 + minute;
  return Number.isNaN(minutes) || minute > 59 || minutes >= 24 * 60 ? null : minutes;
}
