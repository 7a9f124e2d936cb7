import { language } from '@noriai/ui/texts/language.ts';
import { afterEach, expect, test } from 'vitest';
import { rollCallColumns, rollCallsCsv, tableWords, type RollCallLine } from './roll-call-columns.ts';

const town = {
  timeZone: 'Asia/Tokyo',
  vehicleName: (id: string) => (id !== 'v1' ? id : language.value === 'en' ? 'Car 1' : '1号車'),
};

afterEach(() => {
  language.value = 'ja';
});

const before: RollCallLine = {
  rollCallId: 'r1',
  recordedSec: Date.parse('2026-11-22T06:07:00+09:00') / 1000,
  by: 'driver:v1',
  rollCall: {
    phase: 'before',
    driverName: '運転 太郎',
    vehicleId: 'v1',
    atSec: Date.parse('2026-11-22T06:05:59+09:00') / 1000,
    method: 'in_person',
    conductedBy: '点呼 花子',
    alcohol: { isDetected: false, breathMicrogramPerL: 0, deviceId: 'A-7' },
    health: { isWell: false, note: 'せき, 軽い' },
    inspection: { isOk: true },
    instructions: '=雨に注意',
    mayDrive: true,
  },
};
const { inspection: _, instructions: _none, ...rest } = before.rollCall;
const after: RollCallLine = {
  ...before,
  by: 'operator:op1',
  rollCall: { ...rest, phase: 'after', alcohol: { isDetected: true }, report: '"異常"なし', mayDrive: false },
};
const lines = (rollCalls: RollCallLine[]): string[] =>
  rollCallsCsv({ rollCalls }, town).slice(1).trimEnd().split('\r\n');

test('the file says date and time on the town’s clocks, words and names, and units in its titles', () => {
  expect(rollCallsCsv({ rollCalls: [] }, town).startsWith('\uFEFF日時,点呼の種類,'), 'the mark of UTF-8').toBe(true);
  expect(lines([before, after])).toEqual([
    '日時,点呼の種類,乗務員,車両,方法,酒気帯び,測定値（マイクログラム／リットル）,検知器の番号,' +
      '健康状態（病気・疲労・睡眠不足）,健康状態の詳細,日常点検,点検の詳細,' +
      '報告（車両・道路・運行の状況、次の人への申し送り）,指示したこと,判断,点呼をした人,記入,記入した日時',
    '2026-11-22 06:05,乗務前,運転 太郎,1号車,対面,検知なし,0,A-7,' +
      `異常あり,"せき, 軽い",異常なし,,,'=雨に注意,可,点呼 花子,乗務員が端末で記入,2026-11-22 06:07`,
    '2026-11-22 06:05,乗務後,運転 太郎,1号車,対面,検知あり,,,' +
      '異常あり,"せき, 軽い",,,"""異常""なし",,不可,点呼 花子,受付で記入,2026-11-22 06:07',
  ]);
});

test('the table says the same in fewer columns, for paper', () => {
  const row = (line: RollCallLine) => rollCallColumns(town).map((column) => tableWords(column, line));
  expect(row(before)).toEqual([
    '06:05',
    '乗務前',
    '運転 太郎',
    '1号車',
    '対面',
    '検知なし 0 µg/L A-7',
    '異常あり（せき, 軽い）',
    '異常なし',
    '=雨に注意',
    '可',
    '点呼 花子（乗務員が端末で記入）',
  ]);
  expect(row(after).slice(5)).toEqual(['検知あり', '異常あり（せき, 軽い）', '', '"異常"なし', '不可', '点呼 花子']);
});

test('both follow the language of the page, and no two columns have one title', () => {
  for (const of of ['ja', 'easy', 'en'] as const) {
    language.value = of;
    const columns = rollCallColumns(town);
    for (const titles of [columns, columns.flatMap(({ parts }) => parts)].map((all) => all.map(({ title }) => title)))
      expect(new Set(titles).size, `${of} ${titles}`).toBe(titles.length);
  }
  expect(lines([before])[1]).toContain(
    '2026-11-22 06:05,Before duty,運転 太郎,Car 1,In person,Not detected,0,A-7,Not well,',
  );
});
