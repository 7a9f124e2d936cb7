/** What a report shows beyond the figures: where people waited or were refused, when, and how the vehicles moved. */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { placePosition } from '@noriai/core/fleet/world.ts';
import { waitOf } from '@noriai/core/kpi/kpi-tally.ts';
import type { TripRecord } from '@noriai/core/kpi/follow-trips.ts';
import { partySize } from '@noriai/core/contracts/trips.ts';

export interface StopFigures {
  boardings: number;
  waitSec: number;
  waits: number;
}

/** A drive: from and until when, people on board, course as [latE7, lonE7] points. */
export interface PlayedLeg {
  readonly fromSec: number;
  readonly untilSec: number;
  readonly people: number;
  readonly course: readonly (readonly [number, number])[];
}

export interface ReportData {
  /** By stop id. */
  readonly stops: Map<string, StopFigures>;
  /** Where those wanted to go from who were refused or found nothing they could take, as [lat, lon]. */
  readonly unmet: (readonly [number, number])[];
  /** Requests and refusals by local hour of the wish. */
  readonly hours: Map<number, { requests: number; unmet: number }>;
  readonly waitsSec: number[];
  /** Legs of each vehicle, in order. */
  readonly legs: PlayedLeg[][];
}

export function collector(world: ServiceWorld, midnightSec: number) {
  const data: ReportData = {
    stops: new Map(),
    unmet: [],
    hours: new Map(),
    waitsSec: [],
    legs: world.area.vehicles.map(() => []),
  };
  const departed = new Map<string, { readonly place: number; readonly departSec: number }>();
  const at = new Map<string, number>();
  const people = new Map<string, number>();
  const rides = new Map<string, { readonly shiftId: string; readonly people: number }>();
  const vehicleOf = (shiftId: string) => world.vehicleIndexById.get(shiftId.split('@')[0]!)!;

  function arrive(shiftId: string, stopId: string, arrivedSec: number): void {
    const vehicleIndex = vehicleOf(shiftId);
    const place = world.stopIndexById.get(stopId)!;
    const from = at.get(shiftId) ?? world.depotPlaceOfVehicle[vehicleIndex]!;
    at.set(shiftId, place);
    const left = departed.get(shiftId);
    if (!left || from === place) return;
    const course = world.courseBetween(from, place, world.area.vehicles[vehicleIndex]!.class);
    const points = course.length > 1 ? course : [from, place].map((p) => pointE7(world, p));
    data.legs[vehicleIndex]!.push({
      fromSec: left.departSec,
      untilSec: arrivedSec,
      people: people.get(shiftId) ?? 0,
      course: thinned(points, 90),
    });
  }

  function change(bookingId: string, sign: 1 | -1): void {
    const ride = rides.get(bookingId);
    if (ride) people.set(ride.shiftId, (people.get(ride.shiftId) ?? 0) + sign * ride.people);
  }

  return {
    data,
    noteFact({ event }: LedgerEntry): void {
      if (event.kind === 'offers_made') {
        for (const { offerId, shiftId } of event.offers) {
          rides.set(offerId, { shiftId, people: partySize(event.request.party) });
        }
      } else if (event.kind === 'vehicle_sent') {
        departed.set(event.shiftId, { place: 0, departSec: event.departSec });
      } else if (event.kind === 'call_arrived') arrive(event.shiftId, event.stopId, event.arrivedSec);
      else if (event.kind === 'ride_boarded') change(event.bookingId, 1);
      else if (event.kind === 'ride_completed') change(event.bookingId, -1);
    },
    noteTrip(trip: TripRecord): void {
      const { when } = trip.request;
      const hour = Math.floor(((when.kind === 'now' ? trip.askedSec : when.atSec) - midnightSec) / 3600);
      const figures = data.hours.get(hour) ?? { requests: 0, unmet: 0 };
      data.hours.set(hour, figures);
      figures.requests++;
      if (trip.outcome === 'served') noteServed(data, trip);
      else if (trip.outcome === 'refused' || trip.outcome === 'not_taken' || trip.outcome === 'not_driven') {
        figures.unmet++;
        data.unmet.push(originOf(world, trip));
      }
    },
  };
}

function noteServed(data: ReportData, trip: TripRecord): void {
  const { stopId } = trip.promise!.pickup;
  const stop = data.stops.get(stopId) ?? { boardings: 0, waitSec: 0, waits: 0 };
  data.stops.set(stopId, stop);
  stop.boardings++;
  const waitSec = waitOf(trip);
  if (waitSec === null) return;
  stop.waitSec += waitSec;
  stop.waits++;
  data.waitsSec.push(waitSec);
}

function originOf(world: ServiceWorld, { request: { from } }: TripRecord): readonly [number, number] {
  const position = from.kind === 'point' ? from.position : placePosition(world, world.stopIndexById.get(from.stopId)!);
  return [position.lat, position.lon];
}

function pointE7(world: ServiceWorld, place: number): readonly [number, number] {
  const { lat, lon } = placePosition(world, place);
  return [Math.round(lat * 1e7), Math.round(lon * 1e7)];
}

/** At most so many points of a course, ends included. */
function thinned<T>(points: readonly T[], most: number): readonly T[] {
  if (points.length <= most) return points;
  return Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))]!);
}
