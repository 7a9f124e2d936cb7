/**
 * The whole service under one seed: a town of its own, riders and drivers who do anything, and a script of what goes
 * wrong. The real loop and operations run on a virtual clock, network and disk; an auditor with rules of its own watches.
 *
 *     const report = await playSeed({ seed: 7, actions: 2_000 });
 *     report.violations; // none
 *
 * The same seed gives the same facts on every machine: `hash` is of the ledger, of the state and of the accounts.
 */
import { createHash } from 'node:crypto';
import { randomIndex, seededRandom, type Random } from '@noriai/core/containers/random.ts';
import { OPENING_SEC } from '@noriai/core/testing/line-world.ts';
import type { DispatchRules } from '../application/ports.ts';
import { dispatchRules } from '../dispatcher.ts';
import { workInOffice } from './accounts/clerks.ts';
import { People } from './accounts/people.ts';
import { Auditor, type Violation } from './auditor.ts';
import { answerCallsAllDay } from './desk.ts';
import { mindFleetAllDay } from './fleet-desk.ts';
import { driveAllDay } from './drivers.ts';
import { Machine, type SpoilAccounts, type SpoilOutbox } from './machine.ts';
import { Network } from './network.ts';
import { rideAllDay } from './riders.ts';
import { drawScript, type DeathPlace } from './script.ts';
import type { Town } from './town.ts';
import { drawWorld } from './draw-world.ts';

export interface PlayOptions {
  readonly seed: number;
  /** Commands that devices mean to send, however often each is sent. */
  readonly actions: number;
  /** Default: the live rules. A test gives broken ones, which must be found out. */
  readonly rules?: DispatchRules;
  /** What a bad disk does to the rows of the ledger whenever a process begins; for tests, which must find it out. */
  readonly spoilDisk?: (rows: unknown[]) => void;
  readonly spoilAccounts?: SpoilAccounts;
  readonly spoilOutbox?: SpoilOutbox;
}

export interface SeedReport {
  readonly seed: number;
  readonly actions: number;
  readonly messages: number;
  readonly unanswered: number;
  readonly acknowledged: number;
  readonly facts: number;
  readonly completed: number;
  readonly deaths: Readonly<Record<DeathPlace, number>>;
  readonly sleepers: number;
  readonly clockJumps: number;
  readonly statesCompared: number;
  readonly people: PeopleFigures;
  readonly violations: readonly Violation[];
  /** SHA-256 of all facts, of the last state and of all accounts. */
  readonly hash: string;
}

/** What came of accounts and of what people were told. */
export interface PeopleFigures {
  readonly signIns: number;
  readonly wrongGuesses: number;
  readonly erased: number;
  /** Notices that reached a telephone. */
  readonly told: number;
  readonly messagesToMany: number;
  readonly newsToDrivers: number;
  readonly acknowledgedByDrivers: number;
}

/** After the last action: time for everything under way to be answered. */
const SETTLE_SEC = 600;

export async function playSeed(options: PlayOptions): Promise<SeedReport> {
  const random = seededRandom(Math.imul(options.seed, 0x9e3779b1) ^ 0x5bd1e995);
  const rules = options.rules ?? dispatchRules;
  const script = drawScript(random);
  const world = drawWorld(random);
  const people = new People(random);
  const auditor: Auditor = new Auditor(world, rules, people, () => machine.time.ms);
  const startSec = OPENING_SEC + randomIndex(random, 3600);
  const { spoilDisk, spoilAccounts, spoilOutbox } = options;
  const spoil = { spoilDisk, spoilAccounts, spoilOutbox };
  const machine = new Machine({ world, rules, script, random, startSec, auditor, people, ...spoil });
  await people.openOffice(world.area.id, startSec);
  auditor.people.accounts.knowOffice();
  const town = openTown(machine, random, options.actions, script);
  machine.begin();
  sendEverybodyOut(town, random);
  compareNowAndThen(town);
  await machine.time.pass(() => town.isOver);
  machine.isCalm = true;
  const endMs = machine.time.ms + SETTLE_SEC * 1000;
  await machine.time.pass(() => machine.time.ms > endMs);
  return close(options, town);
}

function close({ seed }: PlayOptions, { machine, network }: Town): SeedReport {
  const { auditor, deaths, sleepers, clockJumps, life } = machine;
  const state = life?.loop?.state;
  if (!state || life.loop?.health !== 'ok') auditor.trouble('the service did not come back', new Error('not healthy'));
  else {
    auditor.compare(state);
    auditor.checkBooks(state);
    auditor.checkProof();
    auditor.checkPeople(state, machine.wallSec(), clockJumps > 0);
    if (state.sequence !== auditor.sequence) auditor.trouble('the state lags', new Error(`at ${state.sequence}`));
  }
  const { acknowledged, statesCompared, violations, counts } = auditor;
  const { actions, messages, unanswered } = network;
  const hash = createHash('sha256');
  hash.update(machine.store.get(machine.world.area.id)?.at(-1)?.hash ?? ''); // the chain's last hash is over all facts
  hash.update(state ? machine.rules.canonicalState(state) : '');
  hash.update(machine.people.fingerprint());
  const { completed } = counts;
  const facts = auditor.sequence;
  const people = auditor.people.figures;
  const figures = { actions, messages, unanswered, acknowledged, facts, completed, statesCompared, people };
  return { seed, ...figures, deaths, sleepers, clockJumps, violations, hash: hash.digest('hex') };
}

function openTown(machine: Machine, random: Random, actions: number, script: Town['script']): Town {
  const network = new Network(machine);
  return {
    machine,
    network,
    script,
    random,
    get isOver() {
      return network.actions >= actions;
    },
    strangers: { riderIds: [], offerIds: [], bookingIds: [] },
    pause: async (sec) => {
      await machine.time.pause(sec * 1000);
      const closedSec = untilOpenSec(machine);
      if (closedSec > 0) await machine.time.pause((closedSec + 60 * random()) * 1000);
    },
  };
}

/** Seconds until the service opens, 0 when it is open or will be within the hour. */
function untilOpenSec({ world, time }: Machine): number {
  const nowSec = Math.floor(time.ms / 1000);
  const DAY_SEC = 86_400;
  const next = world.calendar.windowsBetween(nowSec, nowSec + DAY_SEC).find((window) => window.endSec > nowSec);
  return Math.max(0, (next?.startSec ?? nowSec) - 3_600 - nowSec);
}

/** Each from an own seed, so that one more rider changes nothing of what the others draw. */
function sendEverybodyOut(town: Town, random: Random): void {
  const own = (): Random => seededRandom(randomIndex(random, 2 ** 32));
  const riders = 3 + randomIndex(random, 10);
  for (let i = 0; i < riders; i++) void rideAllDay(town, own());
  for (const clerk of town.machine.people.clerks) void workInOffice(town, clerk, own());
  void answerCallsAllDay(town, own());
  void mindFleetAllDay(town, own());
  for (const { id } of town.machine.world.area.vehicles) void driveAllDay(town, id, own());
}

/** The running state is held against a replay of the facts. */
function compareNowAndThen(town: Town): void {
  const { machine } = town;
  machine.time.after(1_200_000, () => {
    const { life } = machine;
    if (life?.isOpen) machine.auditor.compareNowAndThen(life.loop!.state);
    if (!town.isOver) compareNowAndThen(town);
  });
}
