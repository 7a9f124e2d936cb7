/** Who did what to which account: signing in, roles, passwords, tablets, riders' codes. The newest first. */
import type { AnswerOf } from '@noriai/core/contracts/routes.ts';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { TitledTable } from '../parts/titled-table.tsx';
import { api, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, dayWords, vehicleName } from '../words.ts';
import type { Names } from './account-names.ts';
import { shortId } from './actor-words.ts';
import { occurs } from './audit-rows.ts';
import { auditTexts } from './audit-texts.ts';
import { useEvery } from './use-every.ts';

type Line = AnswerOf<'readAudit'>['lines'][number];

interface AccountAuditProps {
  /** Only lines in which this occurs, in words or as they stand in the record. */
  readonly filter: string;
  readonly names: Names;
}

export function AccountAudit({ filter, names }: AccountAuditProps): JSX.Element {
  const t = consoleTexts.value;
  const [lines, setLines] = useState<readonly Line[] | string>([]);
  useEvery(async (isWanted) => {
    const result = await api.call('readAudit');
    if (isWanted()) setLines(result.ok ? result.answer.lines : whyNot(result.problem));
  });
  if (typeof lines === 'string') return <Notice kind="trouble">{lines}</Notice>;
  const rows = lines
    .map((line) => ({ line, cells: cellsOf(line, names) }))
    .filter(({ line, cells }) => occurs(filter, [...cells, line.what, line.subjectId ?? '', line.actorId]));
  return (
    <TitledTable label={auditTexts.value.records.accounts} titles={[t.time, t.what, t.about, t.by]}>
      {rows.map(({ cells }, i) => (
        <tr key={i}>
          {cells.map((words, column) => (
            <td key={column}>{words}</td>
          ))}
        </tr>
      ))}
    </TitledTable>
  );
}

function cellsOf(line: Line, names: Names): readonly string[] {
  return [
    `${dayWords(line.atSec)} ${clock(line.atSec)}`,
    whatWords(line),
    line.subjectId === null ? auditTexts.value.self : whoWords(line.subjectId, names),
    whoWords(line.actorId, names),
  ];
}

/** `operator_changed:grants,isActive` in words. */
export function whatWords({ what }: Pick<Line, 'what'>): string {
  const t = auditTexts.value;
  const [kind = '', fields] = what.split(':');
  const changed = (fields ?? '').split(',').filter((field) => field !== '');
  const words = t.what[kind] ?? kind;
  return changed.length === 0 ? words : `${words}（${changed.map((field) => t.fields[field] ?? field).join('・')}）`;
}

/** An account by its name where one may know it, a vehicle by its own, anybody else by the end of their id. */
function whoWords(id: string, names: Names): string {
  const t = auditTexts.value;
  if (id === 'host') return t.byHost;
  if (id === 'service') return t.byService;
  const vehicle = vehicleName(id);
  return names.get(id) ?? (vehicle === id ? shortId(id) : vehicle);
}
