/** Who did what, newest first: to trips and vehicles, fact by fact, each to be opened; and to accounts. */
import type { AuditLine } from '@noriai/core/contracts/fleet.ts';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { placedTrips } from '../board/board-data.ts';
import { Choice } from '../parts/choice.tsx';
import { Field } from '../parts/field.tsx';
import { api, ledgerSequence, whyNot } from '../session/session.ts';
import { TitledTable } from '../parts/titled-table.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, timeZone, vehicleName } from '../words.ts';
import { AccountAudit } from './account-audit.tsx';
import { useNames, type Names } from './account-names.ts';
import { auditRow, isFound } from './audit-rows.ts';
import { auditTexts } from './audit-texts.ts';
import { useEvery } from './use-every.ts';

const SHOWN = 200;

const records = ['trips', 'accounts'] as const;

export function AuditScreen(): JSX.Element {
  const t = consoleTexts.value;
  const own = auditTexts.value;
  const [record, setRecord] = useState<(typeof records)[number]>('trips');
  const [date, setDate] = useState(() => zoneTime(nowSec.value, timeZone()).day);
  const [filter, setFilter] = useState('');
  const names = useNames();
  return (
    <Screen title={t.audit}>
      <Choice label={own.record} value={record} all={records} names={own.records} onChange={setRecord} />
      <div class="audit-bar">
        {record === 'trips' && <Field label={t.day} name="audit-day" value={date} onChange={setDate} />}
        <Field label={t.filter} name="audit-filter" value={filter} onChange={setFilter} />
      </div>
      {record === 'trips' ? (
        <TripAudit date={date} filter={filter} names={names} />
      ) : (
        <AccountAudit filter={filter} names={names} />
      )}
    </Screen>
  );
}

interface TripAuditProps {
  readonly date: string;
  readonly filter: string;
  readonly names: Names;
}

/** Facts of the ledger on one day. */
function TripAudit({ date, filter, names }: TripAuditProps): JSX.Element {
  const t = consoleTexts.value;
  const [lines, setLines] = useState<readonly AuditLine[] | string>([]);
  useEvery(
    async (isWanted) => {
      if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
      const result = await api.call('auditDay', { path: { date } });
      if (isWanted()) setLines(result.ok ? result.answer.lines.toReversed() : whyNot(result.problem));
      return result.ok;
    },
    [date],
    () => ledgerSequence.peek(),
  );
  if (typeof lines === 'string') return <Notice kind="trouble">{lines}</Notice>;
  const numbers = new Map(placedTrips.value.map(({ trip }) => [trip.bookingId, t.number(trip.number)]));
  return (
    <TitledTable label={t.audit} titles={[t.time, t.what, t.about, t.by]}>
      {lines
        .map((line) => auditRow(line, numbers, { names, vehicleName }))
        .filter((row) => isFound(row, filter))
        .slice(0, SHOWN)
        .map(({ line, what, about, by }) => (
          <tr key={line.sequence}>
            <td>{clock(line.atSec)}</td>
            <td>
              <details>
                <summary>{what}</summary>
                <code class="fact">{line.fact}</code>
              </details>
            </td>
            <td>{about}</td>
            <td>{by}</td>
          </tr>
        ))}
    </TitledTable>
  );
}
