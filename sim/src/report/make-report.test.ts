import { expect, test } from 'vitest';
import { kpiTable } from '@noriai/core/kpi/kpi-table.ts';
import { decodeScenario } from '../scenario/read-scenario.ts';
import { openScenarioWorld } from '../world/open-scenario-world.ts';
import { makeReport } from './make-report.ts';
import { checkFacts } from './published-facts.ts';

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

test('published facts are shown with where the model differs', () => {
  const verdicts = (waitMeanSec: number | null) => checkFacts({ waitMeanSec }).map(({ verdict }) => verdict);
  // About ten minutes, give or take a fifth; and 8 to 15 minutes.
  expect(verdicts(700).slice(0, 2)).toEqual(['within', 'within']);
  expect(verdicts(300).slice(0, 2)).toEqual(['below', 'below']);
  expect(verdicts(1000).slice(0, 2)).toEqual(['above', 'above']);
  expect(verdicts(null)[0]).toBe('no value');
});
