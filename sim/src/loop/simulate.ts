/**
 * Simulates the days of a scenario: discrete events on a virtual clock around the dispatch of the live service.
 *
 * Deterministic: scenario, world and seed give the same facts on every machine. Memory: what is open, 35 days of rides that
 * the dispatch itself remembers, and the tallies; facts are handed to `onFact` and not kept.
 */
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { shiftsBetween } from '@noriai/core/dispatch/shifts.ts';
import { dateOfDay, dayOfDate, areaCalendar } from '@noriai/core/rules/calendar.ts';
import type { Scenario } from '../scenario/read-scenario.ts';
import type { Deed, Town } from './day-actors.ts';
import { driversOf, type Drivers } from './drivers.ts';
import { eventQueue } from './event-queue.ts';
import { phoneDesk } from './phone-desk.ts';
import { ridersOf, type WishCounts } from './riders.ts';
import { simulatedService, type FactSink, type SimulatedService } from './simulated-service.ts';
import type { Demand, Traveller } from './traveller.ts';
import { addImprovement } from './improvement.ts';
import { addStreetFaults } from './street-faults.ts';
import { midnightOf, spanOf, trueDriveTimes } from './true-speeds.ts';

/** Drivers sign on this long before their shift and stay at the most this long after it. */
const SIGN_ON_EARLY_SEC = 600;
const OVERTIME_SEC = 7_000;
const DAY_SEC = 86_400;

export interface SimulationInput {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly world: ServiceWorld;
  readonly demand: Demand;
  readonly onFact: FactSink;
  /** Called at the end of each simulated day. */
  readonly onDayEnd?: (date: string, nowSec: number) => void;
}

export interface SimulationEnd {
  readonly counts: WishCounts;
  readonly endSec: number;
  /** Seconds of service hours that were simulated. */
  readonly serviceSec: number;
  /** Days with service hours among those simulated. */
  readonly serviceDays: number;
  readonly facts: number;
}

export function simulate(input: SimulationInput): SimulationEnd {
  const { scenario, seed, world } = input;
  const firstDate = scenario.dates[0]!;
  const startSec = midnightOf(world, dateOfDay(dayOfDate(firstDate) - 1));
  const agenda = eventQueue<Deed>();
  const pending: LedgerEntry[] = [];
  const service = simulatedService(world, startSec, (entry) => pending.push(entry));
  const town: Town = {
    scenario,
    seed,
    service,
    agenda,
    presentSec: new Map(),
    trueDriveSec: trueDriveTimes(scenario, world, seed),
  };
  const drivers = driversOf(town);
  const riders = ridersOf(town, phoneDesk(scenario.riders.deskOperators, deskCalendar(scenario)));
  const days = new Days(input, town, drivers, riders.add);
  addStreetFaults(town);
  addImprovement(town);
  days.begin();
  runUntilQuiet(service, agenda, () => {
    for (const entry of pending.splice(0)) {
      input.onFact(entry);
      drivers.noteFact(entry.event);
      riders.noteFact(entry.event);
    }
  });
  return {
    counts: riders.counts,
    endSec: service.nowSec,
    serviceSec: days.serviceSec,
    serviceDays: scenario.dates.filter((date) => world.calendar.windowsOn(date).length > 0).length,
    facts: service.state.sequence,
  };
}

/** Time goes from one deed or due tick to the next until nothing is left to happen. */
function runUntilQuiet(service: SimulatedService, agenda: ReturnType<typeof eventQueue<Deed>>, tell: () => void): void {
  while (agenda.size > 0) {
    const nextSec = agenda.nextSec();
    const atSec = service.waitUntil(nextSec);
    tell();
    if (atSec < nextSec) continue;
    agenda.take()();
    tell();
  }
}

function deskCalendar({ area, riders }: Scenario) {
  return areaCalendar({ timeZone: area.timeZone, holidays: area.holidays, serviceHours: riders.deskHours });
}

/** Brings demand, shifts and faults onto the agenda day by day, so that a year needs no more memory than a day. */
class Days {
  serviceSec = 0;
  private readonly input: SimulationInput;
  private readonly town: Town;
  private readonly drivers: Drivers;
  private readonly addTraveller: (traveller: Traveller) => void;

  constructor(input: SimulationInput, town: Town, drivers: Drivers, addTraveller: (traveller: Traveller) => void) {
    this.input = input;
    this.town = town;
    this.drivers = drivers;
    this.addTraveller = addTraveller;
  }

  begin(): void {
    this.prepare(0);
  }

  /** A day's demand is there a day ahead, because people book ahead. */
  private prepare(index: number): void {
    const { scenario, demand, world } = this.input;
    const date = scenario.dates[index];
    if (date === undefined) return;
    for (const traveller of demand(date)) this.addTraveller(traveller);
    for (const window of world.calendar.windowsOn(date)) this.serviceSec += window.endSec - window.startSec;
    const midnightSec = midnightOf(world, date);
    this.prepareShifts(date, midnightSec);
    this.prepareBreakdowns(date);
    this.town.agenda.add(midnightSec, () => this.prepare(index + 1));
    // The day is over when the latest shift of it has been closed, early the next morning.
    this.town.agenda.add(midnightSec + DAY_SEC + 3 * 3600, () => this.input.onDayEnd?.(date, this.town.service.nowSec));
  }

  /** Drivers come a little before the service opens; a shift that begins later they begin on time. */
  private prepareShifts(date: string, midnightSec: number): void {
    const { agenda, service } = this.town;
    const { world, state } = service;
    const openings = new Set(world.calendar.windowsOn(date).map((window) => window.startSec));
    for (const shift of shiftsBetween(world, state, midnightSec, midnightSec + DAY_SEC - 1, midnightSec)) {
      const { vehicleIndex, shiftId, startSec, endSec } = shift;
      const earlySec = openings.has(startSec) ? SIGN_ON_EARLY_SEC : 0;
      agenda.add(startSec - earlySec, () => this.drivers.signOn(vehicleIndex, shiftId));
      agenda.add(endSec, () => this.drivers.signOff(vehicleIndex, shiftId, endSec + OVERTIME_SEC));
    }
  }

  private prepareBreakdowns(date: string): void {
    const { agenda, service } = this.town;
    for (const fault of this.input.scenario.file.faults ?? []) {
      if (fault.kind !== 'breakdown' || fault.date !== date) continue;
      const { fromSec } = spanOf(service.world, date, fault.at, fault.at);
      const vehicleIndex = service.world.vehicleIndexById.get(fault.vehicleId)!;
      agenda.add(fromSec, () => this.drivers.breakDown(vehicleIndex, fromSec + fault.minutes * 60));
    }
  }
}
