/** By time zone: to make one takes longer than to read it a hundred times, and reminders are looked through each minute. */
const clocks = new Map<string, Intl.DateTimeFormat>();

/** `09:05`, as a clock of the time zone shows it. */
export function clockTime(atSec: number, timeZone: string): string {
  let clock = clocks.get(timeZone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
    clocks.set(timeZone, clock);
  }
  return clock.format(atSec * 1000);
}
