/** `noriai table`: drive times between all stops of an imported area. */
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { printJson, say } from '../say.ts';

interface TableFlags {
  readonly area: string;
  readonly vehicleClass: string;
  readonly period: string;
  readonly json: boolean;
  readonly dataDir: string;
}

export function tableVerb(): Command {
  return new Command('table')
    .description('drive seconds from every stop to every stop of an imported area, as CSV')
    .requiredOption('--area <id|folder>', 'imported area')
    .option('--vehicle-class <class>', 'cart, sedan, wagon, jumbo_taxi or microbus', 'wagon')
    .option('--period <name>', 'free_flow, daytime or peak', 'daytime')
    .option('--json', 'print one JSON document', false)
    .addOption(dataDirOption())
    .addHelpText('after', '\nExample:\n  noriai table --area abeno --vehicle-class cart > seconds.csv')
    .action(runTable);
}

async function runTable(flags: TableFlags): Promise<void> {
  const { choose, chooseVehicleClass, openDriveArea, periods, snapOrThrow } = await import('../drive-area.ts');
  const { buildArcIndex } = await import('@noriai/core/graph/snap.ts');
  const { UNREACHABLE_MS } = await import('@noriai/core/routing/dijkstra.ts');
  const { buildRoadMetric, buildRoadNetwork } = await import('@noriai/core/routing/road-network.ts');
  const { buildStopTable, UNREACHABLE_SEC } = await import('@noriai/core/routing/stop-table.ts');
  const vehicleClass = chooseVehicleClass(flags.vehicleClass);
  const period = choose('--period', flags.period, periods);
  const { area, road } = await openDriveArea(flags.area, flags.dataDir);
  const startMs = performance.now();
  const metric = buildRoadMetric(buildRoadNetwork(road, { turnCosts: true }), vehicleClass, period);
  const readyMs = performance.now();
  const index = buildArcIndex(road);
  const places = area.stops.map(({ id, position, side }) => {
    const point = [Math.round(position.lat * 1e7), Math.round(position.lon * 1e7)] as const;
    const filter = (arc: number) => metric.arcMs[arc]! < UNREACHABLE_MS;
    return snapOrThrow(road, index, `stop ${id}`, point, { filter, side, trafficSide: road.trafficSide });
  });
  const tableMs = performance.now();
  const { sec, stopCount } = buildStopTable(metric, places);
  const doneMs = performance.now();
  say(
    `hierarchy ${Math.round(readyMs - startMs)} ms, table of ${stopCount} × ${stopCount} ${Math.round(doneMs - tableMs)} ms`,
  );
  const ids = area.stops.map((stop) => stop.id);
  const rows = ids.map((_, i) =>
    Array.from(sec.subarray(i * stopCount, (i + 1) * stopCount), (s) => (s === UNREACHABLE_SEC ? null : s)),
  );
  if (flags.json) {
    printJson({
      area: area.id,
      vehicleClass: vehicleClass.id,
      period: period.id,
      credit: road.credit,
      stops: ids,
      sec: rows,
    });
    return;
  }
  console.log(['from', ...ids].join(','));
  rows.forEach((row, i) => console.log([ids[i], ...row.map((s) => s ?? '')].join(',')));
}
