/** Actions the service could not accept, each with its time, place and reason, until the driver says to have read them. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Icon } from '@noriai/ui/parts/icon.tsx';
import { localName } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { clearConflicts, conflicts, type Conflict } from '../duty/conflicts.ts';
import { actionWords, whyNot } from '../duty/duty.ts';
import { driverTexts } from '../texts/driver-texts.ts';
import { at } from './next-call.tsx';

export function ConflictList(): JSX.Element {
  const t = driverTexts.value;
  const list = conflicts.value;
  return (
    <div role="alert">
      {list.length > 0 && (
        <section class="conflicts">
          <h2>
            <Icon name="warning" /> {t.conflictTitle(list.length)}
          </h2>
          <ol class="stack">
            {list.map((conflict) => (
              <ConflictLine key={conflict.queued.key} conflict={conflict} />
            ))}
          </ol>
          <p>{t.conflictNow}</p>
          <Button kind="main" onPress={clearConflicts}>
            {t.understood}
          </Button>
        </section>
      )}
    </div>
  );
}

function ConflictLine({ conflict: { queued, problem } }: { conflict: Conflict }): JSX.Element {
  const t = driverTexts.value;
  const { stopName } = queued;
  return (
    <li>
      <strong>{t.conflictWhat(at(queued.action.atSec), actionWords(queued))}</strong>
      {stopName && <span class="conflict-line">{t.conflictWhere(localName(stopName).text)}</span>}
      <span class="conflict-line">{problem.code === 'wrong_order' ? t.planHadChanged : whyNot(problem)}</span>
    </li>
  );
}
