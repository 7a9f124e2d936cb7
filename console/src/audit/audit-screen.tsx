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
import { clock, timeZone } from '../words.ts';
import { AccountAudit } from './account-audit.tsx';
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
  return (
    <Screen title={t.audit}>
      <Choice label={own.record} value={record} all={records} names={own.records} onChange={setRecord} />
      <div class="audit-bar">
        {record === 'trips' && <Field label={t.day} name="audit-day" value={date} onChange={setDate} />}
        <Field label={t.filter} name="audit-filter" value={filter} onChange={setFilter} />
      </div>
      {record === 'trips' ? <TripAudit date={date} filter={filter} /> : <AccountAudit filter={filter} />}
    </Screen>
  );
}

/** Facts of the ledger on one day. */
function TripAudit({ date, filter }: { date: string; filter: string }): JSX.Element {
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
  const numbers = new Map(placedTrips.value.map(({ trip }) => [trip.bookingId, t.number(trip.number)]));
  const about = (line: AuditLine): string =>
    [...line.bookingIds.map((id) => numbers.get(id) ?? ''), ...line.vehicleIds]
      .filter((part) => part !== '')
      .join('・');
  const matches = (line: AuditLine): boolean =>
    filter === '' || `${line.kind} ${line.by} ${about(line)}`.includes(filter);
  if (typeof lines === 'string') return <Notice kind="trouble">{lines}</Notice>;
  return (
    <TitledTable label={t.audit} titles={[t.time, t.what, t.about, t.by]}>
      {lines
        .filter(matches)
        .slice(0, SHOWN)
        .map((line) => (
          <tr key={line.sequence}>
            <td>{clock(line.atSec)}</td>
            <td>
              <details>
                <summary>{line.kind}</summary>
                <code class="fact">{line.fact}</code>
              </details>
            </td>
            <td>{about(line)}</td>
            <td>{line.by ?? ''}</td>
          </tr>
        ))}
    </TitledTable>
  );
}
