/** Zones of an area: which trips between them are allowed, on which days, and what they cost. */
import type { AreaFile } from '../contracts/area.ts';
import { REST_OF_AREA, type DayType } from '../contracts/booking-rules.ts';
import type { Party } from '../contracts/trips.ts';
import { isInsideRing } from '../geo/polygon.ts';
import { fareYen } from './promises.ts';

/** The zone of each stop, by stop index. */
export function zonesOfStops(area: Pick<AreaFile, 'stops' | 'zones'>): readonly string[] {
  return area.stops.map(({ position }) => zoneAt(area, position));
}

/** The first zone that a point lies in; `rest` outside of all. */
export function zoneAt({ zones }: Pick<AreaFile, 'zones'>, { lat, lon }: { lat: number; lon: number }): string {
  return zones?.find((zone) => isInsideRing(zone.polygon, lat, lon))?.id ?? REST_OF_AREA;
}

/** Whether trips from one zone to another are allowed on such a day: the first rule that fits says. */
export function mayTravel(area: Pick<AreaFile, 'travelRules'>, from: string, to: string, dayType: DayType): boolean {
  const rule = area.travelRules?.find(
    (candidate) =>
      candidate.from === from && candidate.to === to && (!candidate.days || candidate.days.includes(dayType)),
  );
  return rule?.isAllowed ?? true;
}

/** What a party pays between two zones. */
export function zoneFareYen(
  area: Pick<AreaFile, 'fares' | 'zoneFares'>,
  from: string,
  to: string,
  party: Party,
): number {
  const own = area.zoneFares?.find((fare) => fare.from === from && fare.to === to);
  return fareYen(own ?? area.fares, party);
}
