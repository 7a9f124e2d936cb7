/** When a rider does not want to be woken (rule NT5). */
import { clockTime } from './clock-time.ts';

interface QuietHours {
  readonly from: string;
  readonly until: string;
}

/** End of the quiet hours that a time lies in, or null when it lies in none. They may go over midnight. */
export function quietUntilSec(quiet: QuietHours | null, atSec: number, timeZone: string): number | null {
  if (quiet === null || quiet.from === quiet.until) return null;
  const now = minutesOf(clockTime(atSec, timeZone));
  const [from, until] = [minutesOf(quiet.from), minutesOf(quiet.until)];
  const isQuiet = from < until ? from <= now && now < until : now >= from || now < until;
  if (!isQuiet) return null;
  const minutes = (until - now + 1440) % 1440;
  return atSec - (atSec % 60) + minutes * 60;
}

/** Begin of the quiet hours that a time lies in, or null when it lies in none. */
export function quietSinceSec(quiet: QuietHours | null, atSec: number, timeZone: string): number | null {
  const untilSec = quietUntilSec(quiet, atSec, timeZone);
  if (quiet === null || untilSec === null) return null;
  const lengthMinutes = (minutesOf(quiet.until) - minutesOf(quiet.from) + 1440) % 1440;
  return untilSec - lengthMinutes * 60;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
