/** `noriai area import`: from a street map, terrain and an area file, or from a model town's plan, to an imported area. */
import type { ImportReport } from '@noriai/data/area/import-report.ts';
import type { ImportStep } from '@noriai/data/area/import-area.ts';
import { Command, InvalidArgumentError, Option } from 'commander';
import { dataDirOption } from '../data-dir.ts';
import { progressBar } from '../progress-bar.ts';
import { printJson, say } from '../say.ts';

interface ImportFlags {
  readonly osm?: string;
  readonly dem: readonly string[];
  readonly area?: string;
  readonly model?: string;
  readonly marginM: number;
  readonly replace: boolean;
  readonly json: boolean;
  readonly dataDir: string;
}
const stepLabels: Readonly<Record<ImportStep, string>> = {
  nodes: 'Reading nodes',
  ways: 'Reading ways',
  relations: 'Reading relations',
  heights: 'Smoothing heights',
  roads: 'Building streets to drive',
  paths: 'Building paths to walk',
  map: 'Drawing the map',
  files: 'Writing the area',
};

export function importVerb(): Command {
  return new Command('import')
    .description('make a service area from an OpenStreetMap extract, terrain and an area file')
    .option('--osm <file>', 'street map, .osm.pbf')
    .option('--dem <file>', 'terrain tile, .hgt or .hgt.zip; may be given several times', collect, [])
    .option('--area <file>', 'area file: polygon, stops, vehicles, rules (see "noriai area check")')
    .addOption(
      new Option('--model <name>', 'a model town instead: streets, hills and area file are generated').conflicts([
        'osm',
        'dem',
        'area',
      ]),
    )
    .option('--margin-m <metres>', 'keep the streets this far around the polygon, too', wholeMetres, 500)
    .option('--replace', 'replace an area of the same id', false)
    .option('--json', 'print the report as one JSON document on standard output', false)
    .addOption(dataDirOption())
    .addHelpText(
      'after',
      `
Examples:
  noriai area import --osm kansai.osm.pbf --area my-town.json
  noriai area import --osm kansai.osm.pbf --dem N34E135.hgt.zip --area my-town.json --replace
  noriai area import --osm kansai.osm.pbf --area my-town.json --json > report.json
  noriai area import --model toyono

Nothing is written unless all went well. How to get the files: docs/how-to/import-a-town.md`,
    )
    .action(runImport);
}

async function runImport(flags: ImportFlags): Promise<void> {
  const bar = progressBar();
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    const startMs = performance.now();
    const report = await importFiles(flags, abort.signal, (step, part) => bar.show(stepLabels[step], part));
    bar.clear();
    const tookMs = Math.round(performance.now() - startMs);
    const memoryMb = Math.round(process.resourceUsage().maxRSS / 1024);
    await printReport(report, flags.json, { tookMs, memoryMb });
  } catch (error) {
    bar.clear();
    if (!abort.signal.aborted) throw error;
    say('import stopped: nothing was written');
    process.exitCode = 130;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function importFiles(
  flags: ImportFlags,
  signal: AbortSignal,
  onProgress: (step: ImportStep, part: number) => void,
): Promise<ImportReport> {
  if (flags.model !== undefined) {
    const { importModelTown } = await import('@noriai/data/model-town/import-model-town.ts');
    return importModelTown(flags.model, flags.dataDir, { mayReplace: flags.replace, onProgress, signal });
  }
  if (flags.osm === undefined || flags.area === undefined) {
    throw new Error('nothing to import: give --osm FILE and --area FILE, or --model NAME');
  }
  const { areaFolder, readAreaFile } = await import('@noriai/data/area/area-folder.ts');
  const { importArea } = await import('@noriai/data/area/import-area.ts');
  const { elevationOfFiles } = await import('@noriai/data/elevation/hgt-tile.ts');
  const { openPbfFile } = await import('@noriai/data/osm/pbf-file.ts');
  const area = await readAreaFile(flags.area);
  const elevation = flags.dem.length === 0 ? null : await elevationOfFiles(flags.dem, area.polygon);
  return importArea({
    elements: await openPbfFile(flags.osm),
    elevation,
    area,
    outDir: areaFolder(flags.dataDir, area.id),
    marginM: flags.marginM,
    mayReplace: flags.replace,
    onProgress,
    signal,
  });
}

async function printReport(report: ImportReport, asJson: boolean, cost: { tookMs: number; memoryMb: number }) {
  if (asJson) {
    printJson({ ...report, ...cost });
    return;
  }
  const { reportText } = await import('@noriai/data/area/report-text.ts');
  console.log(reportText(report));
  console.log(`Took ${(cost.tookMs / 1000).toFixed(1)} s and ${cost.memoryMb} MB of memory at most.`);
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function wholeMetres(value: string): number {
  const metres = Number(value);
  if (!Number.isInteger(metres) || metres < 0 || metres > 20_000) {
    throw new InvalidArgumentError('give whole metres from 0 to 20000');
  }
  return metres;
}
