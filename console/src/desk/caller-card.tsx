/** The rider card: who it is, what to mind, what the rules say, usual places, the family. */
import type { RiderRecord } from '@noriai/core/contracts/accounts.ts';
import type { CallProblem } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Field } from '../parts/field.tsx';
import { may, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, dayWords, name } from '../words.ts';
import { caller, facts, setBlocked, to, type Done } from './call.ts';
import { CallerPeople } from './caller-people.tsx';
import { CardForm } from './card-form.tsx';
import { changeCaller, phoneWords } from './callers.ts';
import { RiderAccount } from './rider-account.tsx';
import { focusOn } from './desk-focus.ts';
import { deskTexts } from './desk-texts.ts';
import { usualGoals } from './usual-places.ts';

/** Says how it went. */
export const tell = (problem: Done, good: string): void =>
  problem === null ? announce(good) : announce(whyNot(problem), true);

/** Takes over what the service now knows of the caller. */
export function takeOver(result: RiderRecord | CallProblem): void {
  if (!('code' in result) && caller.value?.riderId === result.riderId) caller.value = result;
  tell('code' in result ? result : null, consoleTexts.value.saved);
}

export function CallerCard({ caller }: { caller: RiderRecord }): JSX.Element {
  const t = consoleTexts.value;
  const own = deskTexts.value;
  const { bookings } = facts.value;
  return (
    <div class="card">
      <h2>
        {caller.name} <span class="caller-kana">{caller.kana}</span>
      </h2>
      <p>
        {phoneWords(caller.phone)}
        {caller.memberNumber !== null && `　${own.memberNumber} ${caller.memberNumber}`}
      </p>
      <RuleLines />
      {caller.needs !== '' && (
        <p class="needs-line">
          <strong>{own.needsShort}</strong> {caller.needs}
        </p>
      )}
      <p>{t.bookingsSoFar(bookings.length)}</p>
      <UsualPlaces />
      <Notes caller={caller} />
      <details>
        <summary>{own.editCard}</summary>
        <CardForm card={caller} />
      </details>
      <details>
        <summary>{own.people}</summary>
        <CallerPeople />
      </details>
      <details>
        <summary>{own.riderAccount}</summary>
        <RiderAccount card={caller} />
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

function RuleLines(): JSX.Element | null {
  const t = consoleTexts.value;
  const { rules } = facts.value;
  if (!rules) return null;
  const { blocked, suspendedUntilSec, strikes } = rules;
  return (
    <>
      {blocked && <p class="blocked">{t.blockedWhy(blocked.reason)}</p>}
      {suspendedUntilSec !== null && (
        <p class="blocked">{t.suspended(`${dayWords(suspendedUntilSec)} ${clock(suspendedUntilSec)}`)}</p>
      )}
      {strikes.length > 0 && <p>{t.strikes(strikes.length)}</p>}
    </>
  );
}

const PLACES = 4;

/** Where the caller usually goes: one press makes it the goal. */
function UsualPlaces(): JSX.Element | null {
  const own = deskTexts.value;
  const goals = usualGoals(facts.value.places).slice(0, PLACES);
  if (goals.length === 0) return null;
  return (
    <div>
      <h3>{own.lastPlaces}</h3>
      <p class="button-line">
        {goals.map((place) => (
          <button
            key={place.stopId}
            type="button"
            class="small-button"
            onClick={() => {
              to.value = { kind: 'stop', stopId: place.stopId };
              focusOn('desk-from');
            }}
          >
            {own.takePlace(name(place.name))}
          </button>
        ))}
      </p>
    </div>
  );
}

/** For the desk alone; kept as soon as the line is left. */
function Notes({ caller }: { caller: RiderRecord }): JSX.Element {
  const [notes, setNotes] = useState(caller.notes);
  return (
    <label class="field">
      <span>{consoleTexts.value.note}</span>
      <textarea
        rows={2}
        value={notes}
        onInput={(event) => setNotes(event.currentTarget.value)}
        onBlur={() => {
          if (notes !== caller.notes) void changeCaller(caller.riderId, { notes }).then(takeOver);
        }}
      />
    </label>
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
