/** Times and people as the desk says them. */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import { partySize, type Party } from '@noriai/core/contracts/trips.ts';
import { dayName } from '@noriai/ui/format/plain-words.ts';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { nearestStops } from '@noriai/ui/stops/find-stops.ts';
import { language, localName } from '@noriai/ui/texts/language.ts';
import type { Position } from '@noriai/core/contracts/area.ts';
import { board } from './board/board-data.ts';
import { consoleTexts } from './texts/console-texts.ts';

export const timeZone = (): string => area.value?.timeZone ?? 'Asia/Tokyo';

/** `9:05`: tables and bands have no room for words. */
export function clock(sec: number): string {
  const { hour, minute } = zoneTime(sec, timeZone());
  return `${hour}:${String(minute).padStart(2, '0')}`;
}

export const name = (text: LocalText): string => localName(text).text;

/** `12番・13番` */
export const numberList = (numbers: readonly number[]): string =>
  numbers.map((number) => consoleTexts.value.number(number)).join('・');

/** `2人・車いす1` */
export function partyWords(party: Party): string {
  const t = consoleTexts.value;
  const wheelchairs = party.wheelchairs > 0 ? `・${t.wheelchairs(party.wheelchairs)}` : '';
  return `${t.people(partySize(party))}${wheelchairs}`;
}

export const minutes = (sec: number): number => Math.round(sec / 60);

export const dayWords = (sec: number): string => dayName(zoneTime(sec, timeZone()).day, language.value);

/** Where something is, by the stop it is nearest to. */
export function nearWords(position: Position | null): string {
  const t = consoleTexts.value;
  const nearest = position && nearestStops(area.value?.stops ?? [], position, 1)[0];
  return nearest ? t.positionNear(name(nearest.stop.name)) : t.positionUnknown;
}

/** What a vehicle is called. */
export function vehicleName(vehicleId: string): string {
  const vehicle = board.value?.vehicles.find((one) => one.vehicleId === vehicleId);
  return vehicle ? name(vehicle.name) : vehicleId;
}
