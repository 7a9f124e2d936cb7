/** Who did what, fact by fact, newest first; the whole fact can be opened. */
import type { AuditLine } from '@noriai/core/contracts/fleet.ts';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { placedTrips } from '../board/board-data.ts';
import { Field } from '../parts/field.tsx';
import { api, whyNot } from '../session/session.ts';
import { TitledTable } from '../parts/titled-table.tsx';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, timeZone } from '../words.ts';

const SHOWN = 200;

export function AuditScreen(): JSX.Element {
  const t = consoleTexts.value;
  const [date, setDate] = useState(() => zoneTime(nowSec.value, timeZone()).day);
  const [filter, setFilter] = useState('');
  const [lines, setLines] = useState<readonly AuditLine[] | string>([]);
  useEffect(() => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return;
    let isOvertaken = false;
    void api.call('auditDay', { path: { date } }).then((result) => {
      if (!isOvertaken) setLines(result.ok ? result.answer.lines.toReversed() : whyNot(result.problem));
    });
    return () => {
      isOvertaken = true;
    };
  }, [date]);
  const numbers = new Map(placedTrips.value.map(({ trip }) => [trip.bookingId, t.number(trip.number)]));
  const about = (line: AuditLine): string =>
    [...line.bookingIds.map((id) => numbers.get(id) ?? ''), ...line.vehicleIds]
      .filter((part) => part !== '')
      .join('・');
  const matches = (line: AuditLine): boolean =>
    filter === '' || `${line.kind} ${line.by} ${about(line)}`.includes(filter);
  return (
    <Screen title={t.audit}>
      <div class="audit-bar">
        <Field label={t.day} name="audit-day" value={date} onChange={setDate} />
        <Field label={t.filter} name="audit-filter" value={filter} onChange={setFilter} />
      </div>
      {typeof lines === 'string' ? (
        <p>{lines}</p>
      ) : (
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
      )}
    </Screen>
  );
}
