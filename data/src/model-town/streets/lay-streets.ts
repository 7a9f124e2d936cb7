/** The town's ways in the order in which a real town got them: water and rail, main roads, estates, village lanes, footways. */
import { seededRandom, type Random } from '@noriai/core/containers/random.ts';
import { planeAround } from '../land/plane.ts';
import { makeTerrain } from '../land/terrain.ts';
import type { TownPlan } from '../town-plan.ts';
import { buildBridges } from './bridges.ts';
import { dropUnreachable } from './connected.ts';
import { makeEstate, type Estate } from './estate.ts';
import { addPaths, addPavements, addShortcuts } from './footways.ts';
import { joinCrossings } from './join-crossings.ts';
import { layMainRoads, roundaboutNodes, type Ground } from './main-roads.ts';
import { nameStreets } from './street-names.ts';
import { makeOneWays } from './one-ways.ts';
import { makeRoundabout } from './roundabout.ts';
import { layStreamsAndRails } from './streams-and-rails.ts';
import { isDriveStreet, StreetNetwork, type StreetRole } from './street-network.ts';
import { easeSteepStreets } from './street-grades.ts';
import { connectorTags, footwayTags, laneTags, spurTags, stepsTags, terraceTags } from './street-tags.ts';
import { addSpurs, addStairs, closeLoops, linkRows } from './terrace-links.ts';
import { layTerraceRows } from './terrace-rows.ts';
import { banTurns, type TurnBan } from './turn-bans.ts';
import { layVillageLanes } from './village-lanes.ts';

export interface LaidStreets {
  readonly network: StreetNetwork;
  readonly ground: Ground;
  readonly turnBans: readonly TurnBan[];
}

const TURN_BANS = 6;
/** What a real suburb has: see `streetTargets` of the facts. */
const DEAD_ENDS_PERMILLE = 185;
const ONEWAY_PERMILLE = 67;

/** Cost: a few seconds for a town of 20,000 people. */
export function layStreets(plan: TownPlan, seed: number): LaidStreets {
  const plane = planeAround(plan.origin);
  const grid = makeTerrain(plan, plane, seed);
  const cells = grid.heightM.length;
  const ground = { plane, grid, kept: new Float64Array(cells), wet: new Uint8Array(cells), seed };
  const network = new StreetNetwork();
  const random = seededRandom(seed);
  layStreamsAndRails(network, ground, plan);
  layMainRoads(network, ground, plan.roads);
  const estate = layEstates(network, ground, plan, random);
  for (const district of plan.districts) {
    if (district.pattern === 'village') layVillageLanes(network, ground, district, random, () => laneTags(random));
  }
  joinCrossings(network, network.streets.filter(isDriveStreet));
  dropUnreachable(network);
  easeSteepStreets(network, ground);
  fillWithSpurs(network, estate, random);
  const turnBans = ruleTraffic(network, ground, plan, random);
  nameStreets(network, plane, plan.districts);
  addShortcuts(network, estate, random);
  addPaths(network, estate, random);
  addPavements(network, random);
  return { network, ground, turnBans };
}

function layEstates(network: StreetNetwork, ground: Ground, plan: TownPlan, random: Random): Estate {
  const districts = plan.districts.filter((district) => district.pattern === 'terraces');
  const estate = makeEstate(network, ground, districts, plan.estateSquareMPerPerson);
  const avenues = network.streets.filter((street) => street.role === 'avenue');
  const rows = layTerraceRows(network, estate, avenues, () => terraceTags(random));
  const tags = linkTags(random);
  linkRows(network, estate, rows, random, tags);
  const ends = rows.flatMap((row) => [row.nodes[0]!, row.nodes[row.nodes.length - 1]!]);
  closeLoops(network, estate, ends, tags);
  addStairs(network, estate, rows, random, tags);
  return estate;
}

const linkTags =
  (random: Random) =>
  (role: 'connector' | 'spur' | 'steps' | 'footway', climbM: number): Record<string, string> => {
    if (role === 'connector') return connectorTags(random);
    if (role === 'spur') return spurTags(random);
    return role === 'steps' ? stepsTags(climbM, random) : { ...footwayTags };
  };

/** As many culs-de-sac as it takes to have a real suburb's share of dead ends: each adds one, and a junction. */
function fillWithSpurs(network: StreetNetwork, estate: Estate, random: Random): void {
  const degrees = network.points.flatMap((point, node) => {
    const degree = network.driveDegree(node);
    return degree > 0 && degree !== 2 && estate.contains(point) ? [degree] : [];
  });
  const deadEnds = degrees.filter((degree) => degree === 1).length;
  const wanted = Math.round((DEAD_ENDS_PERMILLE * degrees.length - 1000 * deadEnds) / (1000 - 2 * DEAD_ENDS_PERMILLE));
  const rows = network.streets.filter((street) => street.role === 'terrace' && street.nodes.length > 0);
  addSpurs(network, estate, rows, Math.max(0, wanted), random, linkTags(random));
}

function ruleTraffic(network: StreetNetwork, ground: Ground, plan: TownPlan, random: Random): readonly TurnBan[] {
  for (const centre of roundaboutNodes(network, ground.plane, plan.roads)) {
    const arm = network.streetsAt(centre).find((street) => street.role === 'avenue');
    if (arm !== undefined) makeRoundabout(network, centre, plan.service.trafficSide, { ...arm.tags });
  }
  const withRole = (...roles: readonly StreetRole[]) =>
    network.streets.filter((street) => roles.includes(street.role) && isDriveStreet(street));
  const all = withRole('terrace', 'connector', 'spur', 'avenue');
  makeOneWays(network, withRole('terrace', 'connector'), all, ONEWAY_PERMILLE, random);
  buildBridges(network, ground.grid);
  return banTurns(network, TURN_BANS, plan.service.trafficSide, random);
}
