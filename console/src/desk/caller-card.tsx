/** The rider card: name, number, note, what the rules say, the family. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Field } from '../parts/field.tsx';
import { PickBox } from '../parts/pick-box.tsx';
import { may, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock } from '../words.ts';
import { addProxy, facts, setBlocked, type Done } from './call.ts';
import { callers, changeCaller, searchCallers } from './callers.ts';
import type { Caller } from './find-callers.ts';

export const tell = (problem: Done, good: string): void =>
  problem === null ? announce(good) : announce(whyNot(problem), true);

export function CallerCard({ caller }: { caller: Caller }): JSX.Element {
  const t = consoleTexts.value;
  const [note, setNote] = useState(caller.note);
  const { rules, bookings } = facts.value;
  return (
    <div class="card">
      <h2>
        {caller.name} <span class="caller-kana">{caller.kana}</span>
      </h2>
      <p>{caller.phone}</p>
      {rules?.blocked && <p class="blocked">{t.blockedWhy(rules.blocked.reason)}</p>}
      {rules?.suspendedUntilSec != null && <p class="blocked">{t.suspended(clock(rules.suspendedUntilSec))}</p>}
      {rules && rules.strikes.length > 0 && <p>{t.strikes(rules.strikes.length)}</p>}
      <p>{t.bookingsSoFar(bookings.length)}</p>
      <label class="field">
        <span>{t.note}</span>
        <textarea
          rows={2}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
          onBlur={() => changeCaller({ ...caller, note })}
        />
      </label>
      <details>
        <summary>{t.family}</summary>
        <Family />
      </details>
      {may('riders') && (
        <details>
          <summary>{t.blocking}</summary>
          <Blocking />
        </details>
      )}
    </div>
  );
}

function Family(): JSX.Element {
  const t = consoleTexts.value;
  const nameOf = (riderId: string): string => callers.value.find((one) => one.riderId === riderId)?.name ?? riderId;
  const proxies = facts.value.rules?.people.proxies ?? [];
  return (
    <>
      <p>{proxies.length === 0 ? t.noProxies : t.proxies(proxies.map(nameOf).join('、'))}</p>
      <PickBox
        id="desk-proxy"
        label={t.addProxy}
        chosen=""
        optionsFor={(query) =>
          searchCallers(query).map(({ riderId, name, phone }) => ({ id: riderId, text: name, hint: phone }))
        }
        onPick={(riderId) => {
          if (riderId !== null) void addProxy(riderId).then((problem) => tell(problem, t.saved));
        }}
      />
    </>
  );
}

function Blocking(): JSX.Element {
  const t = consoleTexts.value;
  const [reason, setReason] = useState('');
  const isBlocked = facts.value.rules?.blocked != null || (facts.value.rules?.strikes.length ?? 0) > 0;
  const set = (why: string | null): void => void setBlocked(why).then((problem) => tell(problem, t.saved));
  return (
    <>
      <Field label={t.blockReason} name="block-reason" value={reason} onChange={setReason} />
      <p class="button-line">
        <button
          type="button"
          class="small-button small-button-careful"
          disabled={reason === ''}
          onClick={() => set(reason)}
        >
          {t.block}
        </button>
        <button type="button" class="small-button" disabled={!isBlocked} onClick={() => set(null)}>
          {t.unblock}
        </button>
      </p>
    </>
  );
}
