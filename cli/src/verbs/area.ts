/** `noriai area import|list|show|check`: from a street map and an area file to what the service runs on. */
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { printJson } from '../say.ts';
import { importVerb } from './area-import.ts';
import { timetableVerb } from './area-timetable.ts';

interface DataFlags {
  readonly dataDir: string;
  readonly json: boolean;
}

export function areaVerb(): Command {
  return new Command('area')
    .description('import street maps, list, show and check service areas')
    .addCommand(importVerb())
    .addCommand(listVerb())
    .addCommand(showVerb())
    .addCommand(checkVerb())
    .addCommand(timetableVerb());
}

function listVerb(): Command {
  return new Command('list')
    .description('list the imported areas')
    .option('--json', 'print one JSON document', false)
    .addOption(dataDirOption())
    .addHelpText('after', '\nExample:\n  noriai area list --json')
    .action(async (flags: DataFlags) => {
      const areas = await listedAreas(flags.dataDir);
      if (flags.json) return printJson({ dataDir: flags.dataDir, areas });
      if (areas.length === 0) console.log(`No area is imported in ${flags.dataDir}: see "noriai area import --help".`);
      for (const area of areas) console.log(listLine(area));
    });
}

type ListedArea =
  | { id: string; name: string; source: 'osm' | 'model'; stops: number; vehicles: number }
  | { id: string; trouble: string };

/** Every area folder; one that cannot be read is listed with the reason. */
async function listedAreas(dataDir: string): Promise<ListedArea[]> {
  const { areaFiles, areaFolder, listAreas, readAreaFile } = await import('@noriai/data/area/area-folder.ts');
  const ids = await listAreas(dataDir);
  return Promise.all(
    ids.map(async (id): Promise<ListedArea> => {
      try {
        const { name, source, stops, vehicles } = await readAreaFile(`${areaFolder(dataDir, id)}/${areaFiles.area}`);
        return { id, name: name.ja, source, stops: stops.length, vehicles: vehicles.length };
      } catch (error) {
        return { id, trouble: (error as Error).message };
      }
    }),
  );
}

function listLine(area: ListedArea): string {
  if ('trouble' in area) return `${area.id}  cannot be used: ${area.trouble}`;
  const streets = area.source === 'model' ? 'model streets' : 'streets of OpenStreetMap';
  return `${area.id}  ${area.name}  ${area.stops} stops, ${area.vehicles} vehicles, ${streets}`;
}

function showVerb(): Command {
  return new Command('show')
    .description('show an imported area and the report of its import')
    .argument('<area-id>')
    .option('--json', 'print area and report as one JSON document', false)
    .addOption(dataDirOption())
    .addHelpText(
      'after',
      '\nExamples:\n  noriai area show abeno\n  noriai area show abeno --json | jq .report.warnings',
    )
    .action(async (areaId: string, flags: DataFlags) => {
      const { openArea } = await import('@noriai/data/area/area-folder.ts');
      const { reportText } = await import('@noriai/data/area/report-text.ts');
      const { area, report, folder } = await openArea(flags.dataDir, areaId);
      if (flags.json) return printJson({ folder, area, report });
      console.log(`${area.name.ja}${area.name.en ? ` (${area.name.en})` : ''}: ${folder}`);
      console.log(
        `${area.stops.length} stops, ${area.vehicles.length} vehicles, ${area.timeZone}, ${area.trafficSide}-hand traffic`,
      );
      console.log(reportText(report));
    });
}

function checkVerb(): Command {
  return new Command('check')
    .description('check an area file and tell all its mistakes at once')
    .argument('<area-file>', 'for example my-town.json')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', '\nExamples:\n  noriai area check my-town.json\n  noriai area check my-town.json --json')
    .action(async (path: string, flags: Pick<DataFlags, 'json'>) => {
      const { checkAreaFile } = await import('@noriai/data/area/check-area-file.ts');
      const { mistakeLine } = await import('@noriai/core/contracts/schema.ts');
      const { mistakes, remarks } = await checkAreaFile(path);
      if (mistakes.length > 0) process.exitCode = 1;
      if (flags.json) return printJson({ file: path, ok: mistakes.length === 0, mistakes, remarks });
      for (const line of [...mistakes.map(mistakeLine), ...remarks]) console.log(line);
      const verdict = mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`;
      console.log(`${path}: ${mistakes.length === 0 ? 'well formed' : verdict}`);
    });
}
