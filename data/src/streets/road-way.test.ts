import { describe, expect, test } from 'vitest';
import type { OsmTags } from '../osm/osm-elements.ts';
import { readRoadWay } from './road-way.ts';

const street = { highway: 'residential' };

/** `open/closed` for forward and backward, or the reason why the way is dropped. */
function passages(tags: OsmTags): string {
  const road = readRoadWay(tags);
  return typeof road === 'string' ? road : `${road.forward.passage}/${road.backward.passage}`;
}

describe('directions', () => {
  test.each([
    [{}, 'open/open'],
    [{ oneway: 'yes' }, 'open/closed'],
    [{ oneway: '1' }, 'open/closed'],
    [{ oneway: '-1' }, 'closed/open'],
    [{ oneway: 'no' }, 'open/open'],
    [{ oneway: 'alternating' }, 'open/open'],
    [{ oneway: 'reversible' }, 'reversible'],
    [{ junction: 'roundabout' }, 'open/closed'],
    [{ junction: 'circular' }, 'open/closed'],
    [{ junction: 'roundabout', oneway: 'no' }, 'open/open'],
    [{ highway: 'motorway' }, 'open/closed'],
    [{ highway: 'motorway_link' }, 'open/closed'],
    [{ oneway: 'yes', 'oneway:bus': 'no' }, 'open/public_service'],
    [{ oneway: 'yes', 'busway:left': 'opposite_lane' }, 'open/public_service'],
    [{ oneway: 'yes', 'oneway:bicycle': 'no' }, 'open/closed'],
    [{ 'motor_vehicle:backward': 'no' }, 'open/closed'],
    [{ 'vehicle:forward': 'destination' }, 'destination/open'],
  ])('%o', (tags, expected) => expect(passages({ ...street, ...tags })).toBe(expected));
});

describe('access: the most specific tag wins', () => {
  test.each([
    [{ access: 'no' }, 'closed'],
    [{ access: 'private' }, 'private/private'],
    [{ access: 'destination' }, 'destination/destination'],
    [{ access: 'no', motor_vehicle: 'yes' }, 'open/open'],
    [{ access: 'yes', vehicle: 'no' }, 'closed'],
    [{ vehicle: 'no', motor_vehicle: 'destination' }, 'destination/destination'],
    [{ motor_vehicle: 'no', motorcar: 'yes' }, 'open/open'],
    [{ motor_vehicle: 'no', bus: 'yes' }, 'public_service/public_service'],
    [{ access: 'no', psv: 'designated' }, 'public_service/public_service'],
    [{ access: 'destination', psv: 'yes' }, 'open/open'],
    [{ motor_vehicle: 'no', taxi: 'yes' }, 'public_service/public_service'],
    [{ psv: 'no' }, 'closed'],
    [{ bus: 'no' }, 'open/open'], // vans are no buses
    [{ motor_vehicle: 'agricultural;forestry' }, 'closed'],
    [{ access: 'customers;permit' }, 'destination/destination'],
    [{ access: 'unknown' }, 'open/open'],
    [{ bicycle: 'no' }, 'open/open'],
  ])('%o', (tags, expected) => expect(passages({ ...street, ...tags })).toBe(expected));
});

describe('what is no street', () => {
  test.each([
    [{ building: 'yes' }, 'not_a_street'],
    [{ highway: 'footway' }, 'foot_only'],
    [{ highway: 'pedestrian' }, 'foot_only'],
    [{ highway: 'pedestrian', motor_vehicle: 'destination' }, 'destination/destination'],
    [{ highway: 'path', motor_vehicle: 'yes' }, 'open/open'],
    [{ highway: 'steps', motor_vehicle: 'yes' }, 'foot_only'],
    [{ highway: 'construction' }, 'not_built'],
    [{ highway: 'track', tracktype: 'grade5' }, 'too_rough'],
    [{ highway: 'track', tracktype: 'grade2' }, 'open/open'],
    [{ highway: 'service', area: 'yes' }, 'area'],
    [{ highway: 'service', service: 'emergency_access' }, 'closed'],
    [{ highway: 'busway' }, 'public_service/public_service'],
    [{ route: 'ferry' }, 'closed'],
    [{ route: 'ferry', motor_vehicle: 'yes' }, 'open/open'],
  ])('%o', (tags, expected) => expect(passages(tags as OsmTags)).toBe(expected));
});

describe('speeds and limits', () => {
  const read = (tags: OsmTags) => {
    const road = readRoadWay({ ...street, ...tags });
    if (typeof road === 'string') throw new Error(road);
    return road;
  };

  test.each([
    [{}, 22],
    [{ highway: 'trunk' }, 50],
    [{ highway: 'trunk', maxspeed: '60' }, 51], // 85 % of 60
    [{ highway: 'trunk_link', maxspeed: '60' }, 35],
    [{ maxspeed: '50' }, 35], // narrow, whatever the sign says
    [{ maxspeed: '20' }, 17],
    [{ surface: 'gravel' }, 15], // 70 % of 22
    [{ highway: 'service', service: 'driveway' }, 8],
    [{ highway: 'living_street', maxspeed: '5' }, 5],
  ])('%o is driven at %i km/h', (tags, kmh) => expect(read(tags as OsmTags).forward.freeFlowKmh).toBe(kmh));

  test('a limit may differ by direction', () => {
    const road = read({ highway: 'tertiary', maxspeed: '40', 'maxspeed:backward': '60' });
    expect([road.forward.maxspeedKmh, road.backward.maxspeedKmh]).toEqual([40, 60]);
    expect([road.forward.freeFlowKmh, road.backward.freeFlowKmh]).toEqual([34, 51]);
  });

  test('the least of all widths counts; height, length and weight are taken over', () => {
    const road = read({ width: '4', maxwidth: '2.2', maxheight: '3.1', maxlength: '6', maxweight: '3.5' });
    expect([road.widthDm, road.maxHeightDm, road.maxLengthDm, road.maxWeightDt]).toEqual([22, 31, 60, 35]);
  });
});
