/**
 * Door-to-door: a vehicle comes to a door by way of the nearest stop and goes back the same way, so that plans need no places
 * but stops. The spur is planned as standing time at the stop, there and back; its half is also kept back of every promise.
 */
import type { AreaFile, Position } from '../contracts/area.ts';
import type { Party, StopOfTrip } from '../contracts/trips.ts';
import { needTable } from './needs.ts';
import { zoneAt } from './zones.ts';

/** Seconds of driving from the stop to the door; 0 where the rider comes to the stop. */
export function spurSec(stop: Pick<StopOfTrip, 'door'>): number {
  return stop.door?.spurSec ?? 0;
}

/** Whether somebody of the party must be met at the door. */
export function needsDoor(party: Party): boolean {
  return party.needs?.some(({ type }) => needTable[type].atDoor === true) === true;
}

/** Whether the area's rule lets this rider and party be met at a door at this point. */
export function mayUseDoor(
  area: Pick<AreaFile, 'doorToDoor' | 'zones'>,
  riderTypeId: string | null,
  party: Party,
  point: Position,
): boolean {
  const rule = area.doorToDoor;
  if (!rule) return false;
  const hasType = riderTypeId !== null && rule.riderTypes?.includes(riderTypeId) === true;
  const hasNeed = party.needs?.some(({ type }) => rule.needs?.includes(type)) === true;
  const isForAll = rule.riderTypes === undefined && rule.needs === undefined;
  const isThere = rule.zones === undefined || rule.zones.includes(zoneAt(area, point));
  return isThere && (isForAll || hasType || hasNeed);
}
