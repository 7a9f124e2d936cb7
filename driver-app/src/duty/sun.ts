/** Whether it is dark outside, good enough for the light of a screen (within about ten minutes). */

const RAD = Math.PI / 180;
const DAY_SEC = 86_400;
/** The sun is below the horizon and dusk is ending. */
const DARK_BELOW_DEG = -4;

/** Height of the sun by the mean orbit: declination from the day of the year, hour angle from the time and longitude. */
export function isDark(lat: number, lon: number, atSec: number): boolean {
  const dayOfYear = (atSec / DAY_SEC) % 365.25;
  const declination = -23.44 * Math.cos(RAD * (360 / 365.25) * (dayOfYear + 10));
  const hourAngle = ((atSec % DAY_SEC) / DAY_SEC) * 360 - 180 + lon;
  const sine =
    Math.sin(RAD * lat) * Math.sin(RAD * declination) +
    Math.cos(RAD * lat) * Math.cos(RAD * declination) * Math.cos(RAD * hourAngle);
  return Math.asin(sine) / RAD < DARK_BELOW_DEG;
}
