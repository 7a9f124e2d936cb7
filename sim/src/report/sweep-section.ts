/** The part of a report that weighs variants against each other: cost, wait and unmet requests, and the smallest fleet. */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import { kpiTable } from '@noriai/core/kpi/kpi-table.ts';
import type { SweepOutcome, VariantResult } from '../sweep/frontier.ts';
import { both, escaped } from './bilingual.ts';
import { estimateText } from './estimate-text.ts';
import { one } from './plots.ts';

const columns = ['costYen', 'waitMeanSec', 'unmetShare', 'ridersPerVehicleHour', 'subsidyPerRideYen'] as const;

export function sweepSection(outcome: SweepOutcome): string {
  return `${smallestText(outcome)}${costPlot(outcome)}${variantTable(outcome)}`;
}

function smallestText({ smallest, level }: SweepOutcome): string {
  const [minutes, percent] = [Math.round(level.maxWaitMeanSec / 60), Math.round(level.maxUnmetShare * 100)];
  const named = smallest === null ? null : `<b>${labelOf(smallest)}</b>`;
  return `<p class="headline">${
    named === null
      ? both(
          `平均の待ち${minutes}分以内、お断り${percent} %以内を守れる案は、この中にありません。`,
          `None of these keeps a mean wait of ${minutes} min and ${percent} % unmet requests.`,
        )
      : both(
          `平均の待ち${minutes}分以内、お断り${percent} %以内を守る最小の案：${named}`,
          `Smallest fleet with a mean wait within ${minutes} min and ${percent} % unmet: ${named}`,
        )
  }</p>`;
}

const fieldNames: Readonly<Record<string, LocalText>> = {
  'fleet.vehicles': { ja: '車両（台）', en: 'vehicles' },
  'fleet.seats': { ja: '座席', en: 'seats' },
  'stops.count': { ja: '停留所（か所）', en: 'stops' },
  'stops.doors': { ja: '自宅前', en: 'at the door' },
  'promises.windowSec': { ja: '迎えの幅（秒）', en: 'window (s)' },
  'promises.maxWalkM': { ja: '歩く距離（m）', en: 'walk (m)' },
};

/** The values that make a variant what it is, as HTML. */
function labelOf({ at }: VariantResult): string {
  return Object.entries(at)
    .map(([path, value]) => {
      const { ja, en } = fieldNames[path] ?? { ja: path, en: path };
      const text = escaped(typeof value === 'string' ? value : JSON.stringify(value));
      return both(`${escaped(ja)} ${text}`, `${escaped(en ?? ja)} ${text}`);
    })
    .join(', ');
}

function variantTable({ variants, frontier }: SweepOutcome): string {
  const kpis = columns.map((name) => kpiTable.find((kpi) => kpi.name === name)!);
  const head = kpis
    .map(({ text }) => `<th class="number">${both(escaped(text.ja), escaped(text.en ?? text.ja))}</th>`)
    .join('');
  const rows = variants.map((variant) => {
    const cells = kpis.map(
      ({ name, unit }) => `<td class="number">${estimateText(variant.figures[name] ?? null, unit)}</td>`,
    );
    const mark = frontier.includes(variant) ? '●' : '';
    return `<tr><th scope="row">${labelOf(variant)}</th>${cells.join('')}<td>${mark}</td></tr>`;
  });
  const note = both(
    '●：費用・待ち・お断りのすべてで上回る案がほかにない',
    '●: no other variant is better in cost, wait and unmet requests at once',
  );
  return `<p class="legend">${note}</p><div class="wide"><table><tr><th></th>${head}<th></th></tr>${rows.join('')}</table></div>`;
}

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [640, 300, 56, 44];

/** Cost to the right, wait upwards; the larger the mark, the more requests were refused. The frontier is joined by a line. */
function costPlot({ variants, frontier }: SweepOutcome): string {
  const points = variants.flatMap((variant) => {
    const [cost, wait, unmet] = [mean(variant, 'costYen'), mean(variant, 'waitMeanSec'), mean(variant, 'unmetShare')];
    return cost === null || wait === null || unmet === null ? [] : [{ variant, cost, wait: wait / 60, unmet }];
  });
  const most = (values: readonly number[]) => Math.max(1, ...values) * 1.2;
  const [costs, waits] = [most(points.map((p) => p.cost)), most(points.map((p) => p.wait))];
  const x = (cost: number) => LEFT + (cost / costs) * (WIDTH - LEFT - 20);
  const y = (wait: number) => HEIGHT - BOTTOM - (wait / waits) * (HEIGHT - BOTTOM - 14);
  const best = points.filter(({ variant }) => frontier.includes(variant)).toSorted((a, b) => a.cost - b.cost);
  const line = best.map((p, i) => `${i === 0 ? 'M' : 'L'}${one(x(p.cost))} ${one(y(p.wait))}`).join('');
  const marks = points.map((p) => {
    const isBest = best.includes(p);
    const values = Object.values(p.variant.at).map((value) => escaped(String(value)));
    const [cx, cy, r] = [one(x(p.cost)), one(y(p.wait)), 4 + 30 * Math.sqrt(p.unmet / 4)];
    const mark = `<circle cx="${cx}" cy="${cy}" r="${one(r)}" fill="${isBest ? '#0b5394' : '#fff'}" fill-opacity="0.75" stroke="#0b5394" stroke-width="2"/>`;
    return `${mark}<text x="${cx}" y="${one(y(p.wait) - r - 5)}" text-anchor="middle">${values.join(' / ')}</text>`;
  });
  const axes = `<path d="M${LEFT} 10V${HEIGHT - BOTTOM}H${WIDTH - 10}" fill="none" stroke="#50565e"/>${ticks(costs)
    .map(
      (v) => `<text x="${one(x(v))}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${v.toLocaleString('en')}</text>`,
    )
    .join('')}${ticks(waits)
    .map((v) => `<text x="${LEFT - 6}" y="${one(y(v) + 4)}" text-anchor="end">${v}</text>`)
    .join('')}`;
  const legend = both(
    '横：運行費用（円）、縦：平均の待ち（分）、円の大きさ：お断りの割合。塗った円が選ぶに値する案です。',
    'Across: cost (yen); up: mean wait (min); size: unmet share. Filled marks are worth choosing between.',
  );
  return `<p class="legend">${legend}</p><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="cost and wait">${axes}<path d="${line}" fill="none" stroke="#0b5394" stroke-dasharray="4 4"/>${marks.join('')}</svg>`;
}

function mean({ figures }: VariantResult, name: string): number | null {
  return figures[name]?.mean ?? null;
}

/** Four round numbers up to a limit. */
function ticks(limit: number): readonly number[] {
  const size = 10 ** Math.floor(Math.log10(limit / 4));
  const step = [1, 2, 5, 10].map((n) => n * size).find((candidate) => limit / candidate <= 5)!;
  return Array.from({ length: Math.floor(limit / step) }, (_, i) => (i + 1) * step);
}
