import { expect, test } from 'vitest';
import { kpiTable } from '@noriai/core/kpi/kpi-table.ts';
import { decodeScenario } from '../scenario/read-scenario.ts';
import { openScenarioWorld } from '../world/open-scenario-world.ts';
import { makeReport } from './make-report.ts';
import { checkFacts, publishedFacts } from './published-facts.ts';

const file = decodeScenario('report', {
  format: 'noriai-scenario-1',
  id: 'report',
  name: { ja: '試し <1>', en: 'Try' },
  area: 'grid',
  firstDay: '2026-04-07',
  days: 1,
  demand: { kind: 'population', tripsPerDay: 40 },
});

test('one file that needs nothing else, in two languages, with tables beside it', async () => {
  const files = makeReport(await openScenarioWorld('report', file, 'nowhere'), [1, 2]);
  expect(files.html).not.toMatch(/(?:src|href)=|https?:|@import|url\(/);
  expect(files.html).toContain('<h1><span lang="ja">試し &lt;1&gt;</span><span lang="en">Try</span></h1>');
  expect(files.html).toContain('実測ではありません');
  expect(files.csv.trimEnd().split('\n')).toHaveLength(kpiTable.length + 1);
  const document = JSON.parse(files.json) as { runs: unknown[]; assumptions: { grade: string }[] };
  expect(document.runs).toHaveLength(2);
  expect(new Set(document.assumptions.map(({ grade }) => grade))).toEqual(new Set(['A', 'B', 'C']));
});

test('published facts are shown with where the model differs and why', () => {
  const day = { areaId: 'toyono-model', serviceDays: 1 };
  const checksOf = (waitMeanSec: number | null) =>
    checkFacts({ waitMeanSec }, day).filter(({ fact }) => fact.figure === 'waitMeanSec');
  const verdicts = (waitMeanSec: number | null) => checksOf(waitMeanSec).map(({ verdict }) => verdict);
  // About ten minutes, give or take a fifth; and 8 to 15 minutes.
  expect(verdicts(700)).toEqual(['within', 'within']);
  expect(verdicts(300)).toEqual(['below', 'below']);
  expect(verdicts(1000)).toEqual(['above', 'above']);
  expect(verdicts(null)).toEqual(['no value', 'no value']);
  expect(checksOf(300)[0]!.why).toBe(checksOf(300)[0]!.fact.why.below);
  expect(checksOf(700)[0]!.why).toBeNull();
});

test('facts about a place are held against that place only, riders by day of service', () => {
  const figures = (areaId: string) => checkFacts({ riders: 180 }, { areaId, serviceDays: 7 });
  // 180 riders in 7 days are 25.7 a day: within the 23 to 28 of the new town.
  expect(figures('senboku-model').find(({ fact }) => fact.figure === 'ridersPerDay')).toMatchObject({
    model: 25.7,
    verdict: 'within',
  });
  expect(figures('toyono-model').some(({ fact }) => fact.figure === 'ridersPerDay')).toBe(false);
});

test('every fact is about a figure there is, in its unit', () => {
  for (const { figure, unit } of publishedFacts.filter((fact) => fact.figure !== 'ridersPerDay')) {
    expect(kpiTable.find(({ name }) => name === figure)?.unit, figure).toBe(unit);
  }
});
