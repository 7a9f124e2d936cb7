/** Who did what to which account: signing in, roles, passwords, tablets, riders' codes. The newest first. */
import type { AnswerOf } from '@noriai/core/contracts/routes.ts';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { TitledTable } from '../parts/titled-table.tsx';
import { api, may, me, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, dayWords, vehicleName } from '../words.ts';
import { auditTexts } from './audit-texts.ts';
import { useEvery } from './use-every.ts';

type Line = AnswerOf<'readAudit'>['lines'][number];
type Names = ReadonlyMap<string, string>;

/** @param filter only lines in whose words this occurs */
export function AccountAudit({ filter }: { filter: string }): JSX.Element {
  const t = consoleTexts.value;
  const [lines, setLines] = useState<readonly Line[] | string>([]);
  const names = useNames();
  useEvery(async (isWanted) => {
    const result = await api.call('readAudit');
    if (isWanted()) setLines(result.ok ? result.answer.lines : whyNot(result.problem));
  });
  if (typeof lines === 'string') return <Notice kind="trouble">{lines}</Notice>;
  const rows = lines.map((line) => [
    `${dayWords(line.atSec)} ${clock(line.atSec)}`,
    whatWords(line),
    line.subjectId === null ? auditTexts.value.self : whoWords(line.subjectId, names),
    whoWords(line.actorId, names),
  ]);
  return (
    <TitledTable label={auditTexts.value.records.accounts} titles={[t.time, t.what, t.about, t.by]}>
      {rows
        .filter((row) => filter === '' || row.join(' ').includes(filter))
        .map((row, i) => (
          <tr key={i}>
            {row.map((words, column) => (
              <td key={column}>{words}</td>
            ))}
          </tr>
        ))}
    </TitledTable>
  );
}

/** `operator_changed:grants,isActive` in words. */
export function whatWords({ what }: Pick<Line, 'what'>): string {
  const t = auditTexts.value;
  const [kind = '', fields] = what.split(':');
  const changed = (fields ?? '').split(',').filter((field) => field !== '');
  const words = t.what[kind] ?? kind;
  return changed.length === 0 ? words : `${words}（${changed.map((field) => t.fields[field] ?? field).join('・')}）`;
}

/** An account by its name where one may know it, a vehicle by its own, anybody else by their id. */
function whoWords(id: string, names: Names): string {
  const t = auditTexts.value;
  if (id === 'host') return t.byHost;
  if (id === 'service') return t.byService;
  return names.get(id) ?? vehicleName(id);
}

function useNames(): Names {
  const [names, setNames] = useState<Names>(new Map());
  useEffect(() => void loadNames().then(setNames), []);
  return names;
}

/** Of those whom the reader may list. */
async function loadNames(): Promise<Names> {
  const own: [string, string][] = me.value ? [[me.value.accountId ?? '', me.value.name ?? '']] : [];
  const operators = may('accounts') ? await api.call('listOperators') : null;
  const drivers = may('drivers') ? await api.call('listDrivers') : null;
  const ofOperators = operators?.ok === true ? operators.answer.operators : [];
  const ofDrivers = drivers?.ok === true ? drivers.answer.drivers : [];
  return new Map([
    ...own.filter(([id, name]) => id !== '' && name !== ''),
    ...ofOperators.map(({ accountId, name }): [string, string] => [accountId, name]),
    ...ofDrivers.map(({ driverId, driverNumber, name }): [string, string] => [driverId, `${driverNumber} ${name}`]),
  ]);
}
