/** The record of a day as a table: what an inspector asks to see. */
import type { RollCallDay } from '@noriai/core/contracts/fleet.ts';
import type { JSX } from 'preact';
import { TitledTable } from '../parts/titled-table.tsx';
import { clock, vehicleName } from '../words.ts';
import { dutyTexts } from './duty-texts.ts';

type Line = RollCallDay['rollCalls'][number];

export function RollCallTable({ day }: { day: RollCallDay }): JSX.Element {
  const t = dutyTexts.value;
  const title = t.printTitle(day.date);
  const titles = [
    t.time,
    t.phase,
    t.driver,
    t.vehicle,
    t.method,
    t.alcohol,
    t.health,
    t.inspection,
    t.instructions,
    t.decision,
    t.conductedBy,
  ];
  return (
    <section class="sheet">
      <h2>{title}</h2>
      {day.rollCalls.length === 0 && <p>{t.noRecords}</p>}
      {day.rollCalls.length > 0 && (
        <TitledTable label={title} titles={titles}>
          {day.rollCalls.map((line) => (
            <Row key={line.rollCallId} line={line} />
          ))}
        </TitledTable>
      )}
    </section>
  );
}

const withNote = (words: string, note: string | undefined): string => (note ? `${words}（${note}）` : words);

function Row({ line: { rollCall, by } }: { line: Line }): JSX.Element {
  const t = dutyTexts.value;
  const { alcohol, health, inspection } = rollCall;
  const reading = alcohol.breathMicrogramPerL === undefined ? '' : `${alcohol.breathMicrogramPerL} µg/L`;
  const found = [alcohol.isDetected ? t.alcoholFound : t.alcoholNone, reading, alcohol.deviceId ?? ''];
  return (
    <tr class={rollCall.mayDrive ? undefined : 'late-row'}>
      <td>{clock(rollCall.atSec)}</td>
      <td>{t.phases[rollCall.phase]}</td>
      <th scope="row">{rollCall.driverName}</th>
      <td>{rollCall.vehicleId === undefined ? '' : vehicleName(rollCall.vehicleId)}</td>
      <td>{t.methods[rollCall.method]}</td>
      <td>{found.filter((part) => part !== '').join(' ')}</td>
      <td>{withNote(health.isWell ? t.well : t.unwell, health.note)}</td>
      <td>{inspection ? withNote(inspection.isOk ? t.inspectionOk : t.inspectionBad, inspection.note) : ''}</td>
      <td>{[rollCall.report, rollCall.instructions].filter((part) => part !== undefined).join(' ')}</td>
      <td>{rollCall.mayDrive ? t.ok : t.notOk}</td>
      <td>{withNote(rollCall.conductedBy, by.startsWith('driver:') ? t.byDriver : undefined)}</td>
    </tr>
  );
}
