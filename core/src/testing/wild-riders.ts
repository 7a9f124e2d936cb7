/**
 * Riders, families and a desk who do anything at any time, by seed: every command that is about trips and arrangements, right
 * and wrong ones. For tests that ask what must hold whatever anybody does.
 */
import { randomIndex, type Random } from '../containers/random.ts';
import { weekdays } from '../contracts/area.ts';
import type { StandingOrder } from '../contracts/arrangements.ts';
import { accessibilityTypes } from '../contracts/needs.ts';
import type { Party, Place, ReturnWish, TripRequest, TripTime } from '../contracts/trips.ts';
import type { Actor, Command } from '../dispatch/commands.ts';
import type { PlayedService } from './play-dispatch.ts';
import { tripBetween } from './play-dispatch.ts';

const RIDERS = 6;
const HOUR_SEC = 3_600;

/** One deed of somebody; what it asks for may be refused. */
export function wildDeed(service: PlayedService, random: Random): void {
  const riderId = someone(random);
  const kind = pick(random, deeds);
  const actor = actorFor(random, riderId);
  kind(service, random, { actor, riderId });
}

interface Who {
  readonly actor: Actor;
  readonly riderId: string;
}
type Deed = (service: PlayedService, random: Random, who: Who) => void;

const ask: Deed = (service, random, who) => {
  const requestId = idOf(service);
  send(service, who, { kind: 'request_trip', requestId, request: wildRequest(service, random, who), ...forWhom(who) });
  if (random() < 0.8) takeOne(service, random, who, requestId);
};

/** One of the offers that the request brought, or of those held instead. */
function takeOne(service: PlayedService, random: Random, who: Who, requestId: string): void {
  const offerIds = service.state.heldByRequest.get(requestId);
  if (!offerIds) return;
  const decision = send(service, who, { kind: 'book_offer', offerId: pick(random, offerIds) });
  const instead = decision.ok && decision.refusal ? service.state.heldByRequest.get(decision.subjectId) : undefined;
  if (instead) send(service, who, { kind: 'book_offer', offerId: pick(random, instead) });
}

const takeAnything: Deed = (service, random, who) => {
  const held = [...service.state.requests.keys()];
  if (held.length > 0) send(service, who, { kind: 'book_offer', offerId: `${pick(random, held)}-1` });
};

const cancel: Deed = (service, random, who) => {
  const rides = [...service.state.rides.values()].filter((ride) => ride.riderId === who.riderId);
  if (rides.length === 0) return;
  const bookingId = pick(random, rides).rideId;
  send(service, who, { kind: 'cancel_booking', bookingId, order: { withReturn: random() < 0.5 } });
};

const callReturn: Deed = (service, random, who) => {
  const open = [...service.state.openReturns.keys()];
  if (open.length === 0) return;
  const requestId = idOf(service);
  send(service, who, { kind: 'call_return', requestId, bookingId: pick(random, open) });
  takeOne(service, random, who, requestId);
};

const order: Deed = (service, random, who) => {
  const { from, to, party } = wildRequest(service, random, who);
  const at = `${String(9 + randomIndex(random, 8)).padStart(2, '0')}:30`;
  const orderId = idOf(service);
  const wayBack = random() < 0.3 ? { returnTrip: wildDailyReturn(random) } : {};
  const terms = {
    from,
    to,
    party,
    time: { kind: random() < 0.5 ? ('depart_after' as const) : ('arrive_by' as const), at },
    days: weekdays.filter(() => random() < 0.5).slice(0, 3),
    fromDate: '2026-04-01',
    exceptions: random() < 0.3 ? ['2026-04-02'] : [],
    onPublicHolidays: 'skip' as const,
    waitIfFull: random() < 0.5,
    ...wayBack,
  };
  send(service, who, { kind: 'place_standing_order', orderId, order: terms, ...forWhom(who) });
};

const endOrder: Deed = (service, random, who) => {
  const records = [...service.state.standingOrders.values()];
  if (records.length === 0) return;
  const { orderId, order: terms } = pick(random, records);
  if (random() < 0.5) send(service, who, { kind: 'end_standing_order', orderId, cancelBookings: random() < 0.5 });
  else send(service, who, { kind: 'change_standing_order', orderId, order: { ...terms, ...wildChange(random) } });
};

function wildChange(random: Random): Partial<StandingOrder> {
  const at = `${String(9 + randomIndex(random, 8)).padStart(2, '0')}:00`;
  return pick<Partial<StandingOrder>>(random, [
    { exceptions: ['2026-04-03'] },
    { exceptions: [] },
    { days: weekdays.filter(() => random() < 0.5) },
    { untilDate: '2026-04-02' },
    { time: { kind: 'depart_after', at } },
  ]);
}

const wait: Deed = (service, random, who) => {
  const waiting = [...service.state.waitlist.values()];
  if (waiting.length > 2) {
    const { waitId, offeredRequestId } = pick(random, waiting);
    if (offeredRequestId !== null) takeOne(service, random, who, offeredRequestId);
    else if (random() < 0.2) send(service, who, { kind: 'leave_waitlist', waitId });
  }
  const request = wildRequest(service, random, who);
  send(service, who, { kind: 'join_waitlist', waitId: idOf(service), request, ...forWhom(who) });
};

const relate: Deed = (service, random, who) => {
  const linked = service.state.riders.get(who.riderId)?.companyIds ?? [];
  if (linked.length > 0 && random() < 0.5) {
    send(service, who, { kind: 'end_relation', relation: 'company', otherId: pick(random, linked), ...forWhom(who) });
    return;
  }
  const kind = random() < 0.9 ? 'set_relation' : 'end_relation';
  const relation = pick(random, ['proxy', 'company', 'apart'] as const);
  send(service, who, { kind, relation, otherId: someone(random), ...forWhom(who) });
};

const decideAbout: Deed = (service, random, { riderId }) => {
  const untilSec = service.nowSec + randomIndex(random, 1200);
  const blocked = random() < 0.2 ? { untilSec, reason: '' } : null;
  const rules = { blocked, riderTypeId: null, clearStrikes: random() < 0.7 };
  service.send(desk, { kind: 'set_rider_rules', riderId, rules });
};

/** Asking is what people do most. */
const deeds: readonly Deed[] = [
  ...Array.from({ length: 10 }, () => ask),
  cancel,
  takeAnything,
  callReturn,
  order,
  endOrder,
  wait,
  relate,
  decideAbout,
];

const desk: Actor = { kind: 'operator', operatorId: 'desk' };

/** The rider, somebody else in the rider's name, or the desk. */
function actorFor(random: Random, riderId: string): Actor {
  const chance = random();
  if (chance < 0.1) return desk;
  return { kind: 'rider', riderId: chance < 0.2 ? someone(random) : riderId };
}

function forWhom({ actor, riderId }: Who): { readonly forRiderId?: string } {
  return actor.kind === 'rider' && actor.riderId === riderId ? {} : { forRiderId: riderId };
}

function send(service: PlayedService, { actor }: Who, command: Command) {
  return service.send(actor, command);
}

const someone = (random: Random): string => `r${randomIndex(random, RIDERS)}`;

/** Unlike any id before: facts only grow in number, and a refused command leaves no trace of its id. */
const idOf = (service: PlayedService): string => `x${service.ledger.length}`;

function pick<T>(random: Random, list: readonly T[]): T {
  return list[randomIndex(random, list.length)]!;
}

function wildRequest(service: PlayedService, random: Random, { riderId }: Who): TripRequest {
  const stops = service.world.area.stops.length;
  const trip = tripBetween(
    randomIndex(random, stops),
    randomIndex(random, stops),
    wildTime(service, random),
    wildParty(random),
  );
  const others = [...service.state.rides.values()].filter(
    (ride) => ride.status === 'booked' && ride.riderId !== riderId,
  );
  return {
    ...trip,
    ...(random() < 0.2 && { returnTrip: wildReturn(service, random) }),
    ...(random() < 0.1 && others.length > 0 && { togetherWith: pick(random, others).rideId }),
    ...(random() < 0.1 && { doorToDoor: true, from: doorNear(service, random) }),
  };
}

/** Up to a third of the way from one stop to the next. */
function doorNear(service: PlayedService, random: Random): Place {
  const { lat, lon } = pick(random, service.world.area.stops).position;
  return { kind: 'point', position: { lat: lat + randomIndex(random, 4) / 1000, lon } };
}

function wildTime(service: PlayedService, random: Random): TripTime {
  const atSec = service.nowSec + 600 + 60 * randomIndex(random, 60);
  if (random() < 0.02) return { kind: 'catch_departure', stationId: 's5', tripId: 'none', atSec };
  return random() < 0.6 ? { kind: 'now' } : { kind: random() < 0.5 ? 'depart_after' : 'arrive_by', atSec };
}

function wildDailyReturn(random: Random): NonNullable<StandingOrder['returnTrip']> {
  const chance = random();
  if (chance < 0.4) return { kind: 'stay', staySec: randomIndex(random, HOUR_SEC) };
  return chance < 0.7 ? { kind: 'open' } : { kind: 'at_time', at: '17:45' };
}

function wildReturn(service: PlayedService, random: Random): ReturnWish {
  const chance = random();
  if (chance < 0.4) return { kind: 'stay', staySec: randomIndex(random, HOUR_SEC) };
  if (chance < 0.7) return { kind: 'open' };
  return { kind: 'at', when: { kind: 'depart_after', atSec: service.nowSec + HOUR_SEC } };
}

function wildParty(random: Random): Party {
  const needs = random() < 0.2 ? { needs: [{ type: pick(random, accessibilityTypes), count: 1 }] } : {};
  return {
    adults: 1 + randomIndex(random, 2),
    children: randomIndex(random, 2),
    reduced: 0,
    wheelchairs: random() < 0.1 ? 1 : 0,
    ...(random() < 0.1 && { companions: 1 }),
    ...needs,
  };
}
