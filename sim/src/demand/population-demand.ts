/**
 * Travellers of a day from where people live and where they go: a home by age group, a destination by kind, weight and
 * distance, a time of day by kind of destination, a way back for most. Ways there and back together make `tripsPerDay`.
 */
import { weekdays, type AreaFile, type Position } from '@noriai/core/contracts/area.ts';
import { bookingLimit } from '@noriai/core/contracts/booking-rules.ts';
import { ageGroups, type PopulationFile } from '@noriai/core/contracts/population.ts';
import { partySize, type Party, type Place, type TripTime } from '@noriai/core/contracts/trips.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';
import type { Random } from '@noriai/core/containers/random.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { areaCalendar, dayOfDate, secOfClockTime } from '@noriai/core/rules/calendar.ts';
import { between, chanceOf, happens, variedCount, weightedChoice } from '../chance/chance.ts';
import { midnightOf } from '../loop/true-speeds.ts';
import type { Demand, Traveller } from '../loop/traveller.ts';
import { defaultPopulationDemand } from '../scenario/assumptions.ts';
import type { Scenario } from '../scenario/read-scenario.ts';
import type { PopulationDemand } from '../scenario/scenario-file.ts';

const DAY_SEC = 86_400;

type Destination = PopulationFile['destinations'][number];

/** When people set out to a kind of place: hour of the day and weight; and how long they stay, minutes. */
interface Habit {
  readonly hours: readonly (readonly [hour: number, weight: number])[];
  readonly stayMin: readonly [least: number, most: number];
}

/** Assumptions of grade C: clinics in the morning, shops towards noon, stations at both ends of the day. */
const habits: Readonly<Record<Destination['kind'], Habit>> = {
  clinic: {
    hours: [
      [8, 3],
      [9, 6],
      [10, 4],
      [11, 1],
      [14, 2],
      [15, 2],
      [16, 1],
    ],
    stayMin: [40, 120],
  },
  shop: {
    hours: [
      [9, 2],
      [10, 5],
      [11, 4],
      [12, 1],
      [13, 2],
      [14, 3],
      [15, 3],
      [16, 2],
    ],
    stayMin: [30, 80],
  },
  station: {
    hours: [
      [8, 4],
      [9, 4],
      [10, 3],
      [11, 2],
      [12, 2],
      [13, 2],
      [14, 2],
      [15, 2],
      [16, 3],
      [17, 3],
    ],
    stayMin: [90, 360],
  },
  town_hall: {
    hours: [
      [9, 3],
      [10, 4],
      [11, 2],
      [13, 3],
      [14, 3],
      [15, 2],
    ],
    stayMin: [20, 60],
  },
  school: {
    hours: [
      [8, 5],
      [15, 3],
      [16, 3],
    ],
    stayMin: [60, 360],
  },
  community: {
    hours: [
      [9, 4],
      [10, 3],
      [13, 4],
      [14, 2],
    ],
    stayMin: [60, 150],
  },
  bank: {
    hours: [
      [9, 3],
      [10, 4],
      [11, 3],
      [13, 2],
      [14, 2],
    ],
    stayMin: [15, 40],
  },
  park: {
    hours: [
      [9, 1],
      [10, 3],
      [11, 2],
      [13, 2],
      [14, 3],
    ],
    stayMin: [40, 150],
  },
};

export interface People {
  readonly population: PopulationFile;
  /** The stop at the door of a home, or null when the rider walks to a stop. */
  readonly doorOf: (point: number, age: string) => string | null;
}

/** @throws RangeError when nobody lives in the area or there is nowhere to go */
export function populationDemand(scenario: Scenario, world: ServiceWorld, people: People, seed: number): Demand {
  const { population, doorOf } = people;
  const model = scenario.file.demand as PopulationDemand;
  const usual = { ...defaultPopulationDemand, ...model };
  const ownWeights = model.kindWeights as Readonly<Record<string, number>> | undefined;
  const kindWeights: Readonly<Record<string, number>> = { ...defaultPopulationDemand.kindWeights, ...ownWeights };
  const { agePermille, weekdayPermille, dayBeforePermille } = usual;
  const homeOf = weightedChoice(population.points.flatMap(({ ages }) => ages.map((n, age) => n * agePermille[age]!)));
  const places = destinationsOf(world.area, population);
  const placeFrom = destinationChoices(population, places, kindWeights, usual.halfDistanceM, usual.leastDistanceM);
  const kindOfDay = places.map(({ kind }) => habits[kind]);
  const { riders } = scenario;
  const { timeZone, holidays } = scenario.area;
  const desk = areaCalendar({ timeZone, holidays, serviceHours: riders.deskHours });
  const perWayThere = 1 + riders.returnPermille / 1000;

  return (date) => {
    const windows = world.calendar.windowsOn(date);
    if (windows.length === 0) return [];
    const random = chanceOf(seed, 'demand', date);
    const usualTrips = (model.tripsPerDay * weekdayPermille[weekdayOf(date)]!) / 1000 / perWayThere;
    const trips =
      model.isExact === true ? Math.round(model.tripsPerDay / perWayThere) : variedCount(random, usualTrips);
    const midnightSec = midnightOf(world, date);
    const opening = { fromSec: windows[0]!.startSec, untilSec: windows.at(-1)!.endSec };
    const travellers: Traveller[] = [];
    for (let i = 0; i < trips; i++) {
      const own = chanceOf(seed, 'traveller', date, i);
      const at = homeOf(own);
      const point = Math.floor(at / ageGroups.length);
      const place = placeFrom(point, own);
      const habit = kindOfDay[place]!;
      const wishSec = midnightSec + secOfDay(habit, own, opening, midnightSec);
      travellers.push(
        travellerOf({ riderId: `${date}-${i}`, point, age: at % ageGroups.length, place, wishSec, habit, own }),
      );
    }
    const regulars = date === scenario.dates[0] ? regularTravellers(midnightSec - DAY_SEC) : [];
    return [...travellers, ...eventTravellers(date, midnightSec), ...regulars];
  };

  interface Draft {
    readonly riderId: string;
    readonly point: number;
    readonly age: number;
    readonly place: number;
    readonly wishSec: number;
    readonly habit: Habit;
    readonly own: Random;
  }

  function travellerOf({ riderId, point, age, place, wishSec, habit, own }: Draft): Traveller {
    const { lat, lon, districtId } = population.points[point]!;
    const door = doorOf(point, ageGroups[age]!);
    const isNow = happens(own, riders.nowPermille);
    const isAhead = happens(own, dayBeforePermille);
    const leadSec = isAhead ? between(own, 12, 22) * 3600 : between(own, 30, 180) * 60;
    const isPhone = happens(own, riders.phonePermille);
    const when: TripTime = isNow ? { kind: 'now' } : { kind: 'depart_after', atSec: wishSec };
    return {
      riderId,
      from: door === null ? { kind: 'point', position: { lat, lon } } : { kind: 'stop', stopId: door },
      to: placeOf(places[place]!),
      askedSec: isNow ? wishSec : isPhone && isAhead ? callBefore(wishSec, leadSec, own) : wishSec - leadSec,
      when,
      party: withNeeds(scenario, age, partyOf(scenario, age, own), chanceOf(seed, 'needs', riderId)),
      channel: isPhone ? 'phone' : 'app',
      age: ageGroups[age]!,
      districtId,
      returnTrip: happens(own, riders.returnPermille)
        ? { staySec: between(own, ...habit.stayMin) * 60, isBookedAhead: happens(own, riders.returnAheadPermille) }
        : null,
    };
  }

  /** Regular patients: two weekdays each, at a time of their own in the morning, and back after the treatment. */
  function regularTravellers(askedSec: number): Traveller[] {
    const clinics = places.flatMap(({ kind }, place) => (kind === 'clinic' ? [place] : []));
    const goals = clinics.length > 0 ? clinics : [...places.keys()];
    return Array.from({ length: usual.regulars }, (_, i) => {
      const own = chanceOf(seed, 'regular', i);
      const at = homeOf(own);
      const [point, age] = [Math.floor(at / ageGroups.length), at % ageGroups.length];
      const place = goals[between(own, 0, goals.length - 1)]!;
      const first = between(own, 0, 2);
      const hour = `${between(own, 9, 11)}`.padStart(2, '0');
      const time = { kind: 'depart_after', at: `${hour}:${['00', '15', '30', '45'][between(own, 0, 3)]!}` } as const;
      const draft = { riderId: `regular-${i}`, point, age, place, wishSec: askedSec, habit: kindOfDay[place]!, own };
      const returnTrip = { staySec: between(own, ...habits.clinic.stayMin) * 60, isBookedAhead: true };
      const standing = { days: [weekdays[first]!, weekdays[first + 3]!], time };
      return { ...travellerOf(draft), askedSec, returnTrip, standing };
    });
  }

  /** Who rings up the day before does so while the desk is open, not all at its opening. */
  function callBefore(wishSec: number, leadSec: number, own: Random): number {
    const midnightSec = midnightOf(world, world.calendar.dateAt(wishSec));
    const open = desk.windowsBetween(midnightSec - 86_400, midnightSec - 1).at(-1);
    return open ? between(own, open.startSec, open.endSec - 1) : wishSec - leadSec;
  }

  function eventTravellers(date: string, midnightSec: number): Traveller[] {
    return (model.events ?? []).flatMap((event, k) => {
      if (event.date !== date) return [];
      const place = places.findIndex(({ id }) => id === event.destinationId);
      const [from, until] = [secOfClockTime(event.from), secOfClockTime(event.until)];
      return Array.from({ length: event.trips }, (_, i) => {
        const own = chanceOf(seed, 'event', date, k, i);
        const at = homeOf(own);
        const wishSec = midnightSec + between(own, from, Math.max(from, until - 1));
        const point = Math.floor(at / ageGroups.length);
        const age = at % ageGroups.length;
        const habit = kindOfDay[place]!;
        return travellerOf({ riderId: `${date}-e${k}-${i}`, point, age, place, wishSec, habit, own });
      });
    });
  }
}

/** Destinations whose stop is still in the area, or that have none of their own. */
function destinationsOf(area: AreaFile, population: PopulationFile): readonly Destination[] {
  const stops = new Set(area.stops.map((stop) => stop.id));
  const places = population.destinations.filter(({ stopId }) => stopId === undefined || stops.has(stopId));
  if (places.length === 0) throw new RangeError(`area ${area.id} has no destinations: nobody would travel`);
  return places;
}

function placeOf(destination: Destination): Place {
  return destination.stopId === undefined
    ? { kind: 'point', position: destination.position }
    : { kind: 'stop', stopId: destination.stopId };
}

/** A destination from a home; choices are worked out once a home. */
function destinationChoices(
  population: PopulationFile,
  places: readonly Destination[],
  kindWeights: Readonly<Record<string, number>>,
  halfDistanceM: number,
  leastDistanceM: number,
) {
  const choices = new Map<number, (random: Random) => number>();
  return (point: number, random: Random): number => {
    let choice = choices.get(point);
    if (!choice) {
      const home = population.points[point]!;
      const weights = places.map(({ weight, kind, position }) => {
        const far = distanceBetweenM(home, position) / halfDistanceM;
        const isWalked = far * halfDistanceM < leastDistanceM;
        return isWalked ? 0 : (weight * (kindWeights[kind] ?? 1)) / (1 + far * far);
      });
      choice = weightedChoice(weights.some((weight) => weight > 0) ? weights : places.map(() => 1));
      choices.set(point, choice);
    }
    return choice(random);
  };
}

function distanceBetweenM(a: Position, b: Position): number {
  return distanceM(Math.round(a.lat * 1e7), Math.round(a.lon * 1e7), Math.round(b.lat * 1e7), Math.round(b.lon * 1e7));
}

/** A time of the habit within the service hours of the day; all day the same where the habit has none of them. */
function secOfDay(
  habit: Habit,
  random: Random,
  opening: { readonly fromSec: number; readonly untilSec: number },
  midnightSec: number,
): number {
  const from = opening.fromSec - midnightSec;
  const until = opening.untilSec - midnightSec - 1800;
  const hours = habit.hours.filter(([hour]) => (hour + 1) * 3600 > from && hour * 3600 < until);
  if (hours.length === 0) return between(random, from, until);
  const [hour] = hours[weightedChoice(hours.map(([, weight]) => weight))(random)]!;
  return Math.min(until, Math.max(from, hour * 3600 + between(random, 0, 3599)));
}

function partyOf({ riders, area }: Scenario, age: number, random: Random): Party {
  const hasWheelchair =
    area.vehicles.some((vehicle) => vehicle.wheelchairPlaces > 0) && happens(random, riders.wheelchairPermille);
  const isReduced = hasWheelchair || happens(random, riders.reducedPermille);
  const isChild = age === 0;
  const companions = area.promises.maxPartySize > 1 && (isChild || happens(random, riders.secondRiderPermille)) ? 1 : 0;
  return {
    adults: (isReduced || isChild ? 0 : 1) + companions,
    children: isChild && !isReduced ? 1 : 0,
    reduced: isReduced ? 1 : 0,
    wheelchairs: hasWheelchair ? 1 : 0,
  };
}

/** Rollators and companions, where the area serves them. */
function withNeeds({ riders, area }: Scenario, age: number, party: Party, random: Random): Party {
  const isKnown = area.supportedNeeds?.includes('walker') !== false;
  const hasWalker = happens(random, riders.walkerPermille);
  const hasCompanion = happens(random, riders.companionPermille);
  if (party.wheelchairs > 0) {
    const mayBring = bookingLimit(area.bookingRules, 'companionsPerRider') > 0;
    return hasCompanion && mayBring && partySize(party) < area.promises.maxPartySize
      ? { ...party, companions: 1 }
      : party;
  }
  const isOld = age >= ageGroups.indexOf('65-74');
  return isKnown && isOld && hasWalker ? { ...party, needs: [{ type: 'walker', count: 1 }] } : party;
}

/** 0 is Monday. */
function weekdayOf(date: string): number {
  return (((dayOfDate(date) + 3) % 7) + 7) % 7;
}
