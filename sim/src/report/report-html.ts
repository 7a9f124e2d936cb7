/**
 * The report for a council: one HTML file that needs nothing else, Japanese and English, to read, to print, to play back.
 */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import { kpiTable, OURS } from '@noriai/core/kpi/kpi-table.ts';
import type { GroupTally } from '@noriai/core/kpi/kpi-tally.ts';
import type { RoadGraph } from '@noriai/core/graph/road-graph.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Assumption } from '../scenario/assumptions.ts';
import type { Scenario } from '../scenario/read-scenario.ts';
import type { Estimate } from '../sweep/statistics.ts';
import { both, bothOf, escaped } from './bilingual.ts';
import type { ReportData } from './collect.ts';
import { estimateText, grouped } from './estimate-text.ts';
import { sweepSection } from './sweep-section.ts';
import type { SweepOutcome } from '../sweep/frontier.ts';
import { mapFrame, linePath, streetsPath, waitColour, type MapFrame } from './map-drawing.ts';
import { playbackScript } from './playback-script.ts';
import { barPlot, one } from './plots.ts';
import type { FactCheck } from './published-facts.ts';
import { reportStyle } from './report-style.ts';

export interface Report {
  readonly scenario: Scenario;
  readonly world: ServiceWorld;
  readonly road: RoadGraph | null;
  readonly seeds: readonly number[];
  /** Each figure over the seeds. */
  readonly figures: Readonly<Record<string, Estimate | null>>;
  readonly byPlace: ReadonlyMap<string, GroupTally>;
  readonly byAge: ReadonlyMap<string, GroupTally>;
  /** Of the first seed. */
  readonly data: ReportData;
  readonly midnightSec: number;
  readonly facts: readonly FactCheck[];
  readonly assumptions: readonly Assumption[];
  readonly hash: string;
  /** Variants that were weighed; null when none were. */
  readonly sweep: SweepOutcome | null;
  /** Names of districts by id, as far as they are known. */
  readonly districtNames: ReadonlyMap<string, LocalText>;
}

export function reportHtml(report: Report): string {
  const { scenario } = report;
  const name = scenario.file.name ?? { ja: scenario.file.id };
  const frame = frameOf(report);
  const streets = report.road ? streetsPath(report.road, frame) : '';
  const sections = [
    headline(report),
    report.sweep ? section('何台にするか', 'How many vehicles, at what price', sweepSection(report.sweep)) : '',
    section('時間帯ごとの希望', 'Requests by hour', hourPlot(report)),
    section('待ち時間の分布', 'How long people waited', waitPlot(report)),
    section('停留所ごとの待ち', 'Waits by stop', waitMap(report, frame, streets)),
    section('応えられなかった希望', 'Unmet requests', unmetMap(report, frame, streets)),
    section('車の動き', 'How the vehicles moved', playback(report, frame, streets)),
    section('公表値との比較', 'Beside published facts', factTable(report)),
    section('数字で見る', 'Figures', figureTable(report)),
    section('地区と年齢', 'Places and ages', groupTables(report)),
    section('前提とその確かさ', 'Assumptions and how sure they are', assumptionRows(report)),
  ];
  return `<!doctype html>
<html lang="ja" class="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(name.ja)} – Noriai</title><style>${reportStyle}</style></head>
<body><header><p class="model">${modelNote(report)}</p>
<h1>${bothOf(name)}</h1><p>${scenario.file.about ? bothOf(scenario.file.about) : ''}</p>
<button type="button" id="language">English / 日本語</button></header>
<main>${sections.join('\n')}</main>
<footer><p>${escaped(scenario.area.credit)}</p><p>${both('同じ想定と乱数の種なら、どの計算機でも同じ結果になります。', 'The same scenario and seed give the same result on every machine.')} hash ${report.hash}</p></footer>
<script>${playbackScript}</script></body></html>
`;
}

function section(ja: string, en: string, content: string): string {
  return `<section><h2>${both(ja, en)}</h2>${content}</section>`;
}

function modelNote({ scenario }: Report): string {
  return scenario.area.source === 'model'
    ? both(
        '模擬のまちと模擬の利用者による計算です。実測ではありません。',
        'A calculation with a model town and model riders, not a measurement.',
      )
    : both(
        '実際の道路と模擬の利用者による計算です。実測ではありません。',
        'A calculation with real streets and model riders, not a measurement.',
      );
}

function headline({ figures, scenario, seeds }: Report): string {
  const value = (name: string) => figures[name]?.mean ?? 0;
  const vehicles = scenario.area.vehicles.length;
  const riders = Math.round(value('riders') / scenario.dates.length);
  const wait = Math.round(value('waitMeanSec') / 60);
  const unmet = Math.round(value('unmetShare') * 100);
  const yen = grouped(`${Math.round(value('subsidyPerRideYen') / 10) * 10}`);
  return `<p class="headline">${both(
    `車${vehicles}台で1日に約<b>${riders}人</b>を運び、平均の待ちは<b>${wait}分</b>、お断りは<b>${unmet} %</b>、補助は1人あたり約<b>${yen}円</b>。`,
    `${vehicles} vehicles carry about <b>${riders} riders</b> a day; the mean wait is <b>${wait} min</b>, <b>${unmet} %</b> of requests are refused, the subsidy is about <b>¥${yen}</b> a rider.`,
  )}</p><p>${both(`${seeds.length}通りの乱数による平均です。`, `Means over ${seeds.length} seeds of chance.`)}</p>`;
}

function figureTable({ figures }: Report): string {
  const rows = kpiTable.map(({ name, text, unit, formula, source }) => {
    const estimate = figures[name] ?? null;
    return `<tr><th scope="row">${bothOf(text)}</th><td class="number">${estimateText(estimate, unit)}</td><td>${bothOf(formula)}<br><small>${sourceText(source)}</small></td></tr>`;
  });
  const head = `<tr><th>${both('指標', 'Figure')}</th><th class="number">${both('値（±は95 %信頼区間）', 'Value (± 95 % interval)')}</th><th>${both('計算のしかた', 'Formula, source')}</th></tr>`;
  return `<table class="rows">${head}${rows.join('')}</table>`;
}

function factTable({ facts }: Report): string {
  const words = {
    within: both('範囲内', 'within'),
    below: both('下回る', 'below'),
    above: both('上回る', 'above'),
    'no value': '–',
  };
  const rows = facts.map(({ fact, model, verdict, why }) => {
    const estimate = model === null ? null : { mean: model, plusMinus: null, count: 1 };
    const reason = why === null ? '' : `<br><small>${bothOf(why)}</small>`;
    return `<tr><th scope="row">${bothOf(fact.text)}</th><td class="number">${estimateText(estimate, fact.unit)}</td><td>${words[verdict]}${reason}</td><td>${fact.grade} <small>${both(escaped(fact.sourceJa), escaped(fact.source))}</small></td></tr>`;
  });
  const head = `<tr><th>${both('公表値', 'Published')}</th><th class="number">${both('この計算', 'This model')}</th><th>${both('比べると、その理由', 'Verdict, and why')}</th><th>${both('確かさ・出典', 'Grade, source')}</th></tr>`;
  return `<table class="rows">${head}${rows.join('')}</table>`;
}

function hourPlot({ data: { hours } }: Report): string {
  const bars = [...hours]
    .toSorted(([a], [b]) => a - b)
    .map(([hour, { requests, unmet }]) => ({ label: `${hour}:00`, parts: [requests - unmet, unmet] }));
  const legend = both(
    '<i style="background:#0b5394"></i> 応えた・取り消し <i style="background:#c0392b"></i> 応えられず',
    '<i style="background:#0b5394"></i> met or cancelled <i style="background:#c0392b"></i> unmet',
  );
  return `<p class="legend">${legend}</p>${barPlot('requests by hour', bars)}`;
}

function waitPlot({ data: { waitsSec } }: Report): string {
  const bars = Array.from({ length: 10 }, (_, i) => {
    const [from, until] = [i * 300, i === 9 ? Infinity : (i + 1) * 300];
    return {
      label: i === 9 ? '45+' : `${i * 5}–${i * 5 + 5}`,
      parts: [waitsSec.filter((w) => w >= from && w < until).length],
    };
  });
  return `<p class="legend">${both('希望の時刻から乗るまで（分）、件数', 'From the wished time to boarding (min), trips')}</p>${barPlot('waits', bars)}`;
}

function frameOf({ road, world }: Report): MapFrame {
  if (road) return mapFrame(Array.from(road.nodeLatE7, (lat, i) => [lat, road.nodeLonE7[i]!] as const));
  return mapFrame(world.area.stops.map(({ position }) => [position.lat * 1e7, position.lon * 1e7] as const));
}

function svg(frame: MapFrame, label: string, content: string): string {
  return `<svg class="map" viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${label}">${content}</svg>`;
}

function waitMap({ data, world }: Report, frame: MapFrame, streets: string): string {
  const marks = world.area.stops.map((stop) => {
    const [x, y] = frame.at(stop.position.lat * 1e7, stop.position.lon * 1e7);
    const figures = data.stops.get(stop.id);
    if (!figures || figures.waits === 0) return `<circle cx="${one(x)}" cy="${one(y)}" r="1.8" fill="#8a929c"/>`;
    const waitSec = figures.waitSec / figures.waits;
    const title = `${escaped(stop.name.ja)}: ${figures.boardings} / ${Math.round(waitSec / 60)} min`;
    return `<circle cx="${one(x)}" cy="${one(y)}" r="${one(3 + 2 * Math.sqrt(figures.boardings))}" fill="${waitColour(waitSec)}" stroke="#fff"><title>${title}</title></circle>`;
  });
  const colours = [300, 600, 900, 1200, 1201].map(
    (sec, i) => `<i style="background:${waitColour(sec)}"></i> ${i === 4 ? '20+' : `≤ ${sec / 60}`} `,
  );
  const legend = `<p class="legend">${both('円の大きさは乗車の件数、色は平均の待ち（分）：', 'Size: boardings; colour: mean wait (min): ')}${colours.join('')}</p>`;
  return legend + svg(frame, 'waits by stop', streets + marks.join(''));
}

function unmetMap({ data }: Report, frame: MapFrame, streets: string): string {
  const marks = data.unmet.map(([lat, lon]) => {
    const [x, y] = frame.at(lat * 1e7, lon * 1e7);
    return `<path d="M${one(x - 4)} ${one(y - 4)}l8 8m0 -8l-8 8" stroke="#b2182b" stroke-width="2"/>`;
  });
  const legend = both(`×：${marks.length}件、出発地`, `×: ${marks.length} requests, where they would have begun`);
  return `<p class="legend">${legend}</p>${svg(frame, 'unmet requests', streets + marks.join(''))}`;
}

const vehicleColours = ['#0b5394', '#b45f06', '#38761d', '#741b47', '#134f5c', '#7f6000'];

/** Legs as [from, until, people, path points …]; the script moves the marks along them. */
function playback({ data, midnightSec, world }: Report, frame: MapFrame, streets: string): string {
  const legs = data.legs.map((ofVehicle) =>
    ofVehicle.map(({ fromSec, untilSec, people, course }) => [
      fromSec - midnightSec,
      untilSec - midnightSec,
      people,
      ...course.flatMap(([lat, lon]) => frame.at(lat, lon).map((value) => Math.round(value))),
    ]),
  );
  const times = legs.flat().flatMap(([from, until]) => [from!, until!]);
  const [first, last] = [Math.min(...times, 86_400), Math.max(...times, 0)];
  const depot = world.area.depots[0]!.position;
  const [x, y] = frame.at(depot.lat * 1e7, depot.lon * 1e7).map(one);
  const marks = legs.map(
    (_, v) =>
      `<g class="vehicle" transform="translate(${x} ${y})"><circle r="9" fill="${vehicleColours[v % vehicleColours.length]}" stroke="#fff" stroke-width="2"/><text text-anchor="middle" y="4" fill="#fff" font-size="10">0</text></g>`,
  );
  const all = data.legs
    .flat()
    .map(({ course }) => linePath(course, frame))
    .join('');
  const trace = `<path d="${all}" fill="none" stroke="#9fb6d1" stroke-width="1.6" opacity="0.6"/>`;
  const controls = `<div class="controls"><button type="button" id="play">▶</button><input type="range" id="time" min="${first}" max="${last}" value="${first}" aria-label="time"><output id="clock"></output></div>`;
  const note = both(
    '丸の数字は乗っている人数。線は走ったところ。',
    'The number is the people on board; lines show where vehicles drove.',
  );
  return `<p class="legend">${note}</p>${controls}${svg(frame, 'playback', streets + trace + marks.join(''))}<script type="application/json" id="legs">${JSON.stringify(legs)}</script>`;
}

function sourceText(source: string): string {
  return source === OURS ? both('本ソフトの定義', 'our own definition') : escaped(source);
}

function groupTables({ byPlace, byAge, districtNames }: Report): string {
  const table = (ja: string, en: string, groups: ReadonlyMap<string, GroupTally>) => {
    const rows = [...groups]
      .toSorted(([, a], [, b]) => b.requests - a.requests)
      .slice(0, 20)
      .map(([name, group]) => {
        const wait = group.waits === 0 ? '–' : (group.waitSec / group.waits / 60).toFixed(1);
        const refused = `${((100 * group.refused) / group.requests).toFixed(0)} %`;
        return `<tr><th scope="row">${bothOf(districtNames.get(name) ?? { ja: name })}</th><td class="number">${group.requests}</td><td class="number">${refused}</td><td class="number">${wait}</td></tr>`;
      });
    const head = `<tr><th>${both(ja, en)}</th><th class="number">${both('希望', 'Requests')}</th><th class="number">${both('お断り', 'Refused')}</th><th class="number">${both('平均の待ち（分）', 'Mean wait (min)')}</th></tr>`;
    return `<table>${head}${rows.join('')}</table>`;
  };
  return `${table('年齢', 'Age', byAge)}${table('地区（多い順に20）', 'District (20 with most requests)', byPlace)}`;
}

function assumptionRows({ assumptions }: Report): string {
  const rows = assumptions.map(
    ({ text, value, grade, source }) =>
      `<tr class="grade-${grade}"><th scope="row">${bothOf(text)}</th><td class="value">${bothOf(value)}</td><td><b>${grade}</b></td><td><small>${bothOf(source)}</small></td></tr>`,
  );
  const legend = both(
    'A：公表された数字　B：公表値から計算　C：仮定（町ごとに確かめる必要がある）',
    'A: published figure · B: computed from published figures · C: assumption that each town must check',
  );
  const head = `<tr><th>${both('前提', 'Assumption')}</th><th>${both('値', 'Value')}</th><th>${both('確かさ', 'Grade')}</th><th>${both('出典', 'Source')}</th></tr>`;
  return `<p>${legend}</p><table class="rows">${head}${rows.join('')}</table>`;
}
