/** The record of a day as a table: what an inspector asks to see. */
import type { RollCallDay } from '@noriai/core/contracts/fleet.ts';
import type { JSX } from 'preact';
import { TitledTable } from '../parts/titled-table.tsx';
import { timeZone, vehicleName } from '../words.ts';
import { dutyTexts } from './duty-texts.ts';
import { rollCallColumns, tableWords } from './roll-call-columns.ts';

export function RollCallTable({ day }: { day: RollCallDay }): JSX.Element {
  const t = dutyTexts.value;
  const title = t.printTitle(day.date);
  const columns = rollCallColumns({ timeZone: timeZone(), vehicleName });
  return (
    <section class="sheet">
      <h2>{title}</h2>
      {day.rollCalls.length === 0 && <p>{t.noRecords}</p>}
      {day.rollCalls.length > 0 && (
        <TitledTable label={title} titles={columns.map((column) => column.title)}>
          {day.rollCalls.map((line) => (
            <tr key={line.rollCallId} class={line.rollCall.mayDrive ? undefined : 'late-row'}>
              {columns.map((column) => cell(column.title, tableWords(column, line), column.title === t.driver))}
            </tr>
          ))}
        </TitledTable>
      )}
    </section>
  );
}

/** The driver is what a row is about. */
function cell(key: string, words: string, isRowTitle: boolean): JSX.Element {
  return isRowTitle ? (
    <th key={key} scope="row">
      {words}
    </th>
  ) : (
    <td key={key}>{words}</td>
  );
}
