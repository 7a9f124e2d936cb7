/** `noriai area timetable`: the trains and buses at an area's stations, from a GTFS feed. */
import { Command } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { printJson } from '../say.ts';

interface TimetableFlags {
  readonly gtfs: string;
  readonly dataDir: string;
  readonly json: boolean;
}

export function timetableVerb(): Command {
  return new Command('timetable')
    .description('read departures at the stations of an imported area from a GTFS feed')
    .argument('<area-id>')
    .requiredOption('--gtfs <path>', 'folder or zip of the feed')
    .option('--json', 'print one JSON document', false)
    .addOption(dataDirOption())
    .addHelpText('after', '\nExample:\n  noriai area timetable my-town --gtfs railway.zip')
    .action(importTimetable);
}

async function importTimetable(areaId: string, flags: TimetableFlags): Promise<void> {
  const { areaFiles, areaFolder, readAreaFile } = await import('@noriai/data/area/area-folder.ts');
  const { readGtfs } = await import('@noriai/data/timetable/gtfs-feed.ts');
  const { readTimetable } = await import('@noriai/data/timetable/read-timetable.ts');
  const { TIMETABLE_FILE, writeAreaTimetable } = await import('@noriai/data/timetable/area-timetable.ts');
  const folder = areaFolder(flags.dataDir, areaId);
  const area = await readAreaFile(`${folder}/${areaFiles.area}`);
  const { timetable, departuresByStation } = readTimetable(area, await readGtfs(flags.gtfs));
  await writeAreaTimetable(folder, timetable);
  const file = `${folder}/${TIMETABLE_FILE}`;
  if (flags.json) return printJson({ file, source: timetable.source, departuresByStation });
  for (const [station, count] of Object.entries(departuresByStation)) console.log(`${station}: ${count} departures`);
  console.log(`written to ${file}: start the service anew to use it`);
}
