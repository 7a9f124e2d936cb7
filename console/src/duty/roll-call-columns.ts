/** What the record of roll calls says of each, in the page's language: once for the table on paper and for the CSV file. */
import type { RollCallDay } from '@noriai/core/contracts/fleet.ts';
import { timeOfDay, zoneTime } from '@noriai/ui/format/zone-time.ts';
import { csvText } from '../parts/csv-text.ts';
import { dutyTexts } from './duty-texts.ts';

export type RollCallLine = RollCallDay['rollCalls'][number];

/** A column of the file; its unit stands in its title. */
interface Part {
  readonly title: string;
  readonly words: (line: RollCallLine) => string;
}

/** A column of the table. Paper is narrow: one may hold several of the file. */
export interface RollCallColumn {
  readonly title: string;
  readonly parts: readonly Part[];
  /** The words of its parts as one; without it they stand side by side. */
  readonly together?: (words: readonly string[], line: RollCallLine) => string;
}

/** What the page knows of the town. */
export interface Town {
  readonly timeZone: string;
  readonly vehicleName: (vehicleId: string) => string;
}

/** In the order in which an inspector reads them. */
export function rollCallColumns({ timeZone, vehicleName }: Town): readonly RollCallColumn[] {
  const t = dutyTexts.value;
  const note = ([words = '', more = '']: readonly string[]): string => (more === '' ? words : `${words}（${more}）`);
  const one = (title: string, words: Part['words']): RollCallColumn => ({ title, parts: [{ title, words }] });
  return [
    {
      title: t.time,
      parts: [{ title: t.dateAndTime, words: ({ rollCall }) => dateAndTime(rollCall.atSec, timeZone) }],
      together: ([at = '']) => at.slice('2026-11-22 '.length), // the day stands above the table
    },
    one(t.phase, ({ rollCall }) => t.phases[rollCall.phase]),
    one(t.driver, ({ rollCall }) => rollCall.driverName),
    one(t.vehicle, ({ rollCall }) => (rollCall.vehicleId === undefined ? '' : vehicleName(rollCall.vehicleId))),
    one(t.method, ({ rollCall }) => t.methods[rollCall.method]),
    {
      title: t.alcohol,
      parts: [
        { title: t.alcohol, words: ({ rollCall }) => (rollCall.alcohol.isDetected ? t.alcoholFound : t.alcoholNone) },
        { title: t.breath, words: ({ rollCall }) => String(rollCall.alcohol.breathMicrogramPerL ?? '') },
        { title: t.device, words: ({ rollCall }) => rollCall.alcohol.deviceId ?? '' },
      ],
      together: ([found = '', reading = '', device = '']) =>
        sideBySide([found, reading === '' ? '' : `${reading} µg/L`, device]),
    },
    {
      title: t.health,
      parts: [
        { title: t.health, words: ({ rollCall }) => (rollCall.health.isWell ? t.well : t.unwell) },
        { title: t.healthNote, words: ({ rollCall }) => rollCall.health.note ?? '' },
      ],
      together: note,
    },
    {
      title: t.inspection,
      parts: [
        { title: t.inspection, words: ({ rollCall: { inspection } }) => inspectionWords(inspection?.isOk) },
        { title: t.inspectionNote, words: ({ rollCall }) => rollCall.inspection?.note ?? '' },
      ],
      together: note,
    },
    {
      title: t.instructions,
      parts: [
        { title: t.report, words: ({ rollCall }) => rollCall.report ?? '' },
        { title: t.instructions, words: ({ rollCall }) => rollCall.instructions ?? '' },
      ],
    },
    one(t.decision, ({ rollCall }) => (rollCall.mayDrive ? t.ok : t.notOk)),
    {
      title: t.conductedBy,
      parts: [
        { title: t.conductedBy, words: ({ rollCall }) => rollCall.conductedBy },
        { title: t.recorded, words: ({ by }) => (isOfDriver(by) ? t.byDriver : t.byDesk) },
        { title: t.recordedAt, words: ({ recordedSec }) => dateAndTime(recordedSec, timeZone) },
      ],
      together: ([who = '', written = ''], { by }) => note([who, isOfDriver(by) ? written : '']),
    },
  ];
}

/** A cell of the table. */
export function tableWords({ parts, together = sideBySide }: RollCallColumn, line: RollCallLine): string {
  return together(
    parts.map(({ words }) => words(line)),
    line,
  );
}

/** The record of a day as a file. */
export function rollCallsCsv({ rollCalls }: Pick<RollCallDay, 'rollCalls'>, town: Town): string {
  const parts = rollCallColumns(town).flatMap((column) => column.parts);
  return csvText([parts.map(({ title }) => title), ...rollCalls.map((line) => parts.map(({ words }) => words(line)))]);
}

const sideBySide = (words: readonly string[]): string => words.filter((part) => part !== '').join(' ');
const isOfDriver = (by: string): boolean => by.startsWith('driver:');

/** Empty: nothing was inspected. */
function inspectionWords(isOk: boolean | undefined): string {
  const t = dutyTexts.value;
  if (isOk === undefined) return '';
  return isOk ? t.inspectionOk : t.inspectionBad;
}

/** `2026-11-22 06:05` on the area's clocks: spreadsheets read it as date and time. */
function dateAndTime(sec: number, timeZone: string): string {
  return `${zoneTime(sec, timeZone).day} ${timeOfDay(sec, timeZone)}`;
}
