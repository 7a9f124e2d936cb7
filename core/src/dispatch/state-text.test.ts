import { expect, test } from 'vitest';
import { randomIndex, seededRandom } from '../containers/random.ts';
import { lineWorld, OPENING_SEC } from '../testing/line-world.ts';
import { playDispatch, replayed, tripBetween } from '../testing/play-dispatch.ts';
import { canonicalState } from './canonical.ts';
import { copyState } from './copy-state.ts';
import { evolve } from './evolve.ts';
import { openState } from './state.ts';
import { findManifest } from './views.ts';
import { stateFromText, stateText } from './state-text.ts';

const SEED = 31;

/** Thirty riders who ask and mostly travel. */
function playedDay() {
  const random = seededRandom(SEED);
  const service = playDispatch(lineWorld({ vehicles: 2, stops: 10 }), OPENING_SEC);
  for (const { id } of service.world.area.vehicles) {
    const command = { kind: 'sign_on', vehicleId: id, driverName: 'T', tokenHash: id, isVirtual: false } as const;
    service.facts({ kind: 'anybody' }, command);
  }
  for (let i = 0; i < 30; i++) {
    const [from, to] = [randomIndex(random, 5), 5 + randomIndex(random, 5)];
    const offers = service.offers(`r${i}`, tripBetween(from, to));
    const actor = { kind: 'rider', riderId: `r${i}` } as const;
    if (offers[0] && i % 4 > 0) service.facts(actor, { kind: 'book_offer', offerId: offers[0].offerId });
    service.waitUntil(service.nowSec + 60);
    const vehicleId = `v${i % 2}`;
    const calls = findManifest(service.world, service.state, vehicleId, service.nowSec)!.calls;
    if (calls.length > 0) service.serveNextCall(vehicleId);
  }
  return service;
}

test(`FA7 from any fact on, a state read from its text comes to the same end as the replay (seed ${SEED})`, () => {
  const service = playedDay();
  const end = canonicalState(replayed(service.world, service.ledger));
  expect(service.ledger.length).toBeGreaterThan(100);
  for (let cut = 0; cut < service.ledger.length; cut += 17) {
    const before = openState();
    for (const entry of service.ledger.slice(0, cut)) evolve(service.world, before, entry);
    const state = stateFromText(stateText(before));
    expect(stateText(state), `cut at ${cut}, seed ${SEED}`).toBe(stateText(before));
    for (const entry of service.ledger.slice(cut)) evolve(service.world, state, entry);
    expect(canonicalState(state), `cut at ${cut}, seed ${SEED}`).toBe(end);
  }
});

test(`FA7 a copy is the same state, goes on to the same end, and leaves the one it was made of as it was (seed ${SEED})`, () => {
  const service = playedDay();
  const end = canonicalState(replayed(service.world, service.ledger));
  for (let cut = 0; cut < service.ledger.length; cut += 17) {
    const state = openState();
    for (const entry of service.ledger.slice(0, cut)) evolve(service.world, state, entry);
    const before = stateText(state);
    const copy = copyState(state);
    expect(stateText(copy), `cut at ${cut}, seed ${SEED}`).toBe(before);
    for (const entry of service.ledger.slice(cut)) evolve(service.world, copy, entry);
    expect(canonicalState(copy), `cut at ${cut}, seed ${SEED}`).toBe(end);
    expect(stateText(state), `cut at ${cut}, seed ${SEED}`).toBe(before);
  }
});

test('FA7 a text that is not of such a state is refused', () => {
  expect(() => stateFromText('{"sequence":1}')).toThrow(/got a state with sequence, expected .*answers/);
  expect(() => stateFromText('{')).toThrow();
});
