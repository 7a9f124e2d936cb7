/** `noriai route`: one drive or walk in an imported area, as the service would plan it. */
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { printJson } from '../say.ts';

interface RouteFlags {
  readonly area: string;
  readonly from: string;
  readonly to: string;
  readonly vehicleClass: string;
  readonly period: string;
  readonly walk: boolean;
  readonly rider: string;
  readonly json: boolean;
  readonly dataDir: string;
}

interface Answer {
  readonly sec: number;
  readonly lengthM: number;
  readonly streets: readonly string[];
  /** `[lat, lon]` */
  readonly course: readonly (readonly [number, number])[];
  readonly [detail: string]: unknown;
}

export function routeVerb(): Command {
  return new Command('route')
    .description('the quickest drive, or the least tiring walk, between two points of an imported area')
    .requiredOption('--area <id|folder>', 'imported area')
    .requiredOption('--from <lat,lon>', 'where it begins')
    .requiredOption('--to <lat,lon>', 'where it ends')
    .option('--vehicle-class <class>', 'cart, sedan, wagon, jumbo_taxi or microbus', 'wagon')
    .option('--period <name>', 'free_flow, daytime or peak', 'daytime')
    .option('--walk', 'go on foot', false)
    .option('--rider <profile>', 'who walks: adult, older, walker or wheelchair', 'older')
    .option('--json', 'print one JSON document with the course', false)
    .addOption(dataDirOption())
    .addHelpText(
      'after',
      `
Examples:
  noriai route --area abeno --from 34.6455,135.5135 --to 34.6228,135.5227 --vehicle-class jumbo_taxi
  noriai route --area abeno --from 34.6455,135.5135 --to 34.6448,135.5172 --walk --rider wheelchair --json`,
    )
    .action(async (flags: RouteFlags) => {
      const answer = flags.walk ? await walkAnswer(flags) : await driveAnswer(flags);
      if (!answer)
        throw new Error(
          `no way leads from ${flags.from} to ${flags.to} for ${flags.walk ? flags.rider : flags.vehicleClass}`,
        );
      if (flags.json) return printJson(answer);
      const { streets, course, sec, ...rest } = answer;
      console.log(`${Math.floor(sec / 60)} min ${sec % 60} s, ${course.length} points`);
      for (const [key, value] of Object.entries(rest))
        if (typeof value !== 'object') console.log(`${key}: ${String(value)}`);
      console.log(streets.length === 0 ? 'no street names known' : streets.join(' → '));
    });
}

async function driveAnswer(flags: RouteFlags): Promise<Answer | null> {
  const { choose, chooseVehicleClass, openDriveArea, parsePoint, periods, snapOrThrow } =
    await import('../drive-area.ts');
  const { buildArcIndex } = await import('@noriai/core/graph/snap.ts');
  const { UNREACHABLE_MS } = await import('@noriai/core/routing/dijkstra.ts');
  const { buildRoadMetric, buildRoadNetwork } = await import('@noriai/core/routing/road-network.ts');
  const { RoadQuery, routeCourse } = await import('@noriai/core/routing/road-query.ts');
  const vehicleClass = chooseVehicleClass(flags.vehicleClass);
  const period = choose('--period', flags.period, periods);
  const points = [parsePoint('--from', flags.from), parsePoint('--to', flags.to)] as const;
  const { area, road } = await openDriveArea(flags.area, flags.dataDir);
  const network = buildRoadNetwork(road, { turnCosts: true });
  const metric = buildRoadMetric(network, vehicleClass, period);
  const index = buildArcIndex(road);
  const options = { filter: (arc: number) => metric.arcMs[arc]! < UNREACHABLE_MS };
  const from = snapOrThrow(road, index, '--from', points[0], options);
  const to = snapOrThrow(road, index, '--to', points[1], options);
  const route = new RoadQuery(network).findRoute(metric, from, to);
  if (!route) return null;
  return {
    area: area.id,
    by: vehicleClass.id,
    period: period.id,
    sec: route.sec,
    lengthM: route.lengthM,
    credit: road.credit,
    fromStreetM: Math.round(from.distanceM),
    toStreetM: Math.round(to.distanceM),
    streets: namesAlong(road, route.arcs),
    course: routeCourse(network, route).map(([latE7, lonE7]) => [latE7 / 1e7, lonE7 / 1e7] as const),
  };
}

async function walkAnswer(flags: RouteFlags): Promise<Answer | null> {
  const { choose, openDriveArea, parsePoint, snapOrThrow } = await import('../drive-area.ts');
  const { arcCourse } = await import('@noriai/core/graph/arc-course.ts');
  const { buildArcIndex } = await import('@noriai/core/graph/snap.ts');
  const { riderProfiles } = await import('@noriai/core/routing/walking/rider-profile.ts');
  const { WalkFinder } = await import('@noriai/core/routing/walking/walk-finder.ts');
  const { IMPASSABLE_DM, walkBurdensDm } = await import('@noriai/core/routing/walking/walk-burden.ts');
  const rider = choose<(typeof riderProfiles)[keyof typeof riderProfiles]>('--rider', flags.rider, riderProfiles);
  const points = [parsePoint('--from', flags.from), parsePoint('--to', flags.to)] as const;
  const { area, foot } = await openDriveArea(flags.area, flags.dataDir);
  const burdensDm = walkBurdensDm(foot, rider);
  const index = buildArcIndex(foot);
  const options = { filter: (arc: number) => burdensDm[arc]! < IMPASSABLE_DM };
  const from = snapOrThrow(foot, index, '--from', points[0], options);
  const to = snapOrThrow(foot, index, '--to', points[1], options);
  const walk = new WalkFinder(foot, rider).find(from, to);
  if (!walk) return null;
  const { arcs, ...told } = walk;
  const inner = arcs.slice(1, -1).flatMap((arc) => arcCourse(foot, arc));
  const course = [[from.latE7, from.lonE7] as const, ...inner, [to.latE7, to.lonE7] as const];
  return {
    area: area.id,
    by: rider.id,
    ...told,
    credit: foot.credit,
    streets: namesAlong(foot, arcs),
    course: course.map(([latE7, lonE7]) => [latE7 / 1e7, lonE7 / 1e7] as const),
  };
}

/** Street names in the order of the way, each once in a row, without the nameless. */
function namesAlong(
  graph: { readonly arcName: Uint32Array; readonly names: readonly string[] },
  arcs: readonly number[],
): string[] {
  const names = arcs.map((arc) => graph.names[graph.arcName[arc]!]!).filter((name) => name !== '');
  return names.filter((name, i) => name !== names[i - 1]);
}
