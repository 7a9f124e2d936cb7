/** Runs a scenario under its seeds and makes the report with the tables beside it. */
import type { LocalText, Position, Stop } from '@noriai/core/contracts/area.ts';
import { distanceM } from '@noriai/core/geo/lat-lon.ts';
import type { PopulationFile } from '@noriai/core/contracts/population.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { SweepOutcome } from '../sweep/frontier.ts';
import { kpiTable } from '@noriai/core/kpi/kpi-table.ts';
import { emptyTally, mergeTally } from '@noriai/core/kpi/kpi-tally.ts';
import { runDocument, runScenario, type RunResult } from '../run/run-scenario.ts';
import { assumptionTable } from '../scenario/assumptions.ts';
import { defaultPopulationDemand } from '../scenario/assumptions.ts';
import type { Scenario } from '../scenario/read-scenario.ts';
import { midnightOf } from '../loop/true-speeds.ts';
import { figuresOf } from '../sweep/frontier.ts';
import type { OpenScenario } from '../world/open-scenario-world.ts';
import { collector } from './collect.ts';
import { checkFacts } from './published-facts.ts';
import { reportHtml } from './report-html.ts';

export interface ReportFiles {
  readonly html: string;
  /** One line a figure: name, unit, mean, plus/minus, formula, source. */
  readonly csv: string;
  readonly json: string;
}

export interface ReportOptions {
  readonly onProgress?: (done: number) => void;
  /** Variants to weigh in the report. */
  readonly sweep?: SweepOutcome | null;
}

/** Maps and playback are of the first day of the first seed. */
export function makeReport(
  { scenario, place, road }: OpenScenario,
  seeds: readonly number[],
  { onProgress = () => {}, sweep = null }: ReportOptions = {},
): ReportFiles {
  const midnightSec = midnightOf(place.world, scenario.dates[0]!);
  const { data, noteFact, noteTrip } = collector(place.world, midnightSec);
  const runs = seeds.map((seed, i): RunResult => {
    const run = runScenario(scenario, place, i === 0 ? { seed, onFact: noteFact, onTrip: noteTrip } : { seed });
    onProgress(i + 1);
    return run;
  });
  const tally = emptyTally();
  for (const run of runs) mergeTally(tally, run.tally);
  const figures = figuresOf(runs.map(({ values }) => values));
  const means = Object.fromEntries(Object.entries(figures).map(([name, estimate]) => [name, estimate?.mean ?? null]));
  const { serviceDays } = runs[0]!.end;
  const facts = checkFacts(means, { areaId: scenario.area.id, serviceDays });
  const assumptions = assumptionTable(valuesUsed(scenario));
  const { hash } = runs[0]!;
  const groups = { byPlace: tally.byPlace, byAge: tally.byAge };
  const html = reportHtml({
    scenario,
    world: place.world,
    road,
    seeds,
    figures,
    data,
    midnightSec,
    facts,
    assumptions,
    hash,
    sweep,
    districtNames: districtNamesOf(place.world, place.population),
    ...groups,
  });
  const document = {
    scenario: scenario.file,
    seeds,
    figures,
    facts,
    assumptions,
    sweep,
    byPlace: Object.fromEntries(tally.byPlace),
    byAge: Object.fromEntries(tally.byAge),
    runs: runs.map(runDocument),
  };
  return { html, csv: csvOf(figures), json: `${JSON.stringify(document, null, 2)}\n` };
}

/** A district is called as the stops that are its own; one without a stop as near to the district of the nearest stop. */
function districtNamesOf({ area }: ServiceWorld, population: PopulationFile | null): ReadonlyMap<string, LocalText> {
  const ids = new Set(population?.points.map(({ districtId }) => districtId));
  const names = new Map<string, LocalText>();
  for (const id of ids) {
    const stop = area.stops.find((own) => own.district !== undefined && own.id.startsWith(`${id}-s`));
    const name =
      stop?.district ??
      nearbyName(
        area.stops,
        population!.points.filter(({ districtId }) => districtId === id),
      );
    if (name) names.set(id, name);
  }
  return names;
}

function nearbyName(stops: readonly Stop[], homes: readonly Position[]): LocalText | null {
  const mean = (values: readonly number[]) => Math.round((values.reduce((sum, v) => sum + v, 0) / values.length) * 1e7);
  const [latE7, lonE7] = [mean(homes.map(({ lat }) => lat)), mean(homes.map(({ lon }) => lon))];
  let nearest: { readonly m: number; readonly name: LocalText } | null = null;
  for (const { position, district } of stops) {
    const m = distanceM(latE7, lonE7, Math.round(position.lat * 1e7), Math.round(position.lon * 1e7));
    if (district && (nearest === null || m < nearest.m)) nearest = { m, name: district };
  }
  if (!nearest) return null;
  const { ja, en } = nearest.name;
  return { ja: `${ja}の近く`, en: `near ${en ?? ja}` };
}

function csvOf(figures: ReturnType<typeof figuresOf>): string {
  const lines = kpiTable.map(({ name, unit, text, formula, source }) => {
    const estimate = figures[name];
    return [
      name,
      unit,
      estimate?.mean ?? '',
      estimate?.plusMinus ?? '',
      text.ja,
      text.en ?? '',
      formula.en ?? '',
      source,
    ];
  });
  const head = ['name', 'unit', 'mean', 'plus_minus_95', 'ja', 'en', 'formula', 'source'];
  return [head, ...lines].map((fields) => `${fields.map(quoted).join(',')}\n`).join('');
}

function quoted(field: string | number): string {
  const text = String(field);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The values behind the assumptions, under the names the table knows them by. */
function valuesUsed({ riders, driving, area, file, costs }: Scenario): Readonly<Record<string, unknown>> {
  const under = (part: string, values: object) =>
    Object.entries(values).map(([name, value]) => [`${part}.${name}`, value] as const);
  const demand = file.demand.kind === 'population' ? { ...defaultPopulationDemand, ...file.demand } : {};
  return Object.fromEntries([
    ...under('riders', riders),
    ...under('driving', driving),
    ...under('promises', area.promises),
    ...under('demand', demand),
    ...under('costs', costs),
    ['walkPace', '0.9 m/s'] as const,
  ]);
}
