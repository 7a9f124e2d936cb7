import { expect, test } from 'vitest';
import { buildRoadGraph, type ArcSpec } from '../graph/build-road-graph.ts';
import { arcFlag } from '../graph/road-graph.ts';
import { plainClass } from '../testing/plain-class.ts';
import { buildArcWeights, findImpassable } from './arc-weights.ts';
import { UNREACHABLE_MS } from './dijkstra.ts';
import { arcsTouched, nothingLive, type LiveState } from './live-state.ts';
import { freeFlow, peak } from './period.ts';
import { vehicleClassTable, type VehicleClass } from './vehicle-class.ts';

const { cart, sedan, jumbo_taxi: jumboTaxi } = vehicleClassTable;
const nodes = [
  { latE7: 0, lonE7: 0 },
  { latE7: 0, lonE7: 10_000 },
];
const graphOf = (arc: Partial<ArcSpec>) =>
  buildRoadGraph({ nodes, arcs: [{ tail: 0, head: 1, lengthDm: 1000, freeFlowMs: 10_000, ...arc }] }).graph;
const weight = (arc: Partial<ArcSpec>, vehicle: VehicleClass, live: LiveState = nothingLive, period = freeFlow) =>
  buildArcWeights(graphOf(arc), vehicle, period, live)[0];

test('RD3 a street that is too narrow, low, short, light or steep is closed to the class, and only to it', () => {
  const cases: [Partial<ArcSpec>, string][] = [
    [{ widthDm: 23 }, 'narrow'], // 1.9 m and 0.5 m beside it
    [{ maxHeightDm: 22 }, 'low'],
    [{ maxLengthDm: 53 }, 'long'],
    [{ maxWeightDt: 32 }, 'heavy'],
    [{ gradePermille: 181 }, 'steep'],
    [{ gradePermille: -181 }, 'steep'],
  ];
  for (const [arc, reason] of cases) {
    expect(findImpassable(graphOf(arc), 0, jumboTaxi)).toBe(reason);
    expect(weight(arc, jumboTaxi)).toBe(UNREACHABLE_MS);
    expect(findImpassable(graphOf(arc), 0, sedan), reason).toBeNull();
  }
  expect(findImpassable(graphOf({ widthDm: 24, maxHeightDm: 23, gradePermille: 180 }), 0, jumboTaxi)).toBeNull();
  expect(findImpassable(graphOf({ gradePermille: 500, lengthDm: 299 }), 0, jumboTaxi)).toBeNull();
});

test('streets for public service are closed to private vehicles', () => {
  const busStreet = graphOf({ flags: arcFlag.publicServiceOnly });
  expect(findImpassable(busStreet, 0, sedan)).toBeNull();
  expect(findImpassable(busStreet, 0, { ...sedan, isPublicService: false })).toBe('public_service_only');
});

test('time is free flow, or what the vehicle, its climb or the bend allows', () => {
  expect(weight({}, plainClass)).toBe(10_000);
  expect(weight({}, sedan)).toBe(Math.round(10_000 / 0.95));
  expect(weight({}, cart)).toBe(Math.round(((100 * 3.6) / 19) * 1000)); // 100 m at 19 km/h
  expect(weight({ gradePermille: 100 }, cart)).toBe(Math.round((((100 * 3.6) / 19) * 1000) / 0.65)); // 70 ‰ over 30 × 5
  expect(weight({ gradePermille: -100 }, cart)).toBe(weight({}, cart));
  // 100 m with 180° of bends at 2 m/s²: √(100 × π / 2) = 12.533 s
  expect(weight({ bendDeg: 180 }, sedan)).toBe(12_533);
  expect(weight({ roadClass: 'primary' }, plainClass, nothingLive, peak)).toBe(Math.round(10_000 / 0.65));
});

test('closures close and the strongest slowdown holds', () => {
  const slow = (speedPermille: number) => ({ arcs: [0], speedPermille });
  expect(weight({}, plainClass, { closedArcs: [], slowdowns: [slow(500), slow(800)] })).toBe(20_000);
  expect(weight({}, plainClass, { closedArcs: [0], slowdowns: [slow(500)] })).toBe(UNREACHABLE_MS);
  expect(weight({}, plainClass, { closedArcs: [], slowdowns: [slow(0)] })).toBe(3_600_000); // an hour at most
  const before: LiveState = { closedArcs: [7, 3], slowdowns: [{ arcs: [3, 20], speedPermille: 500 }] };
  expect(Array.from(arcsTouched(before, { closedArcs: [100], slowdowns: [] }))).toEqual([3, 7, 20, 100]);
});
