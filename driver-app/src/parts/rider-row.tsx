/** One booking at a halt: number, people, fare, where to; its one action, and the no-show once waiting is over. */
import type { RiderAtCall } from '@noriai/core/contracts/driving.ts';
import { partySize, type Party } from '@noriai/core/contracts/trips.ts';
import { duration, yen } from '@noriai/ui/format/plain-words.ts';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { language, localName } from '@noriai/ui/texts/language.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { act } from '../duty/duty.ts';
import { driverTexts } from '../texts/driver-texts.ts';
import { at } from './next-call.tsx';

export function RiderRow({ rider, isThere }: { rider: RiderAtCall; isThere: boolean }): JSX.Element {
  const t = driverTexts.value;
  const boards = rider.action === 'board';
  const other = localName(rider.otherStopName).text;
  return (
    <div class="rider-row">
      <div class="rider-facts">
        <p class="rider-number">{t.number(rider.number)}</p>
        {rider.who && <p class="rider-name">{t.riderName(rider.who.name)}</p>}
        <p class="rider-party">{partyWords(rider.party)}</p>
        <HelpNotes rider={rider} />
        <p>{boards ? t.goesTo(other) : t.cameFrom(other)}</p>
        {boards && (
          <p>
            {t.promised} {t.window(at(rider.promisedFromSec), at(rider.promisedUntilSec))}
          </p>
        )}
        {boards && <p class="rider-fare">{t.fare(yen(rider.fareYen, language.value))}</p>}
      </div>
      {isThere && <RiderActions rider={rider} />}
    </div>
  );
}

/** What to do for this rider, getting on and off alike. */
function HelpNotes({ rider: { notes = [], who } }: { rider: RiderAtCall }): JSX.Element | null {
  const known = who === undefined || who.needs === '' ? [] : [who.needs];
  const all = [...new Set([...notes.map((note) => localName(note).text), ...known])];
  if (all.length === 0) return null;
  return (
    <ul class="rider-notes">
      {all.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

function RiderActions({ rider }: { rider: RiderAtCall }): JSX.Element {
  const t = driverTexts.value;
  const { bookingId, action } = rider;
  const label = `${action === 'board' ? t.boarded : t.droppedOff} ${t.number(rider.number)}`;
  return (
    <div class="rider-actions">
      <Button
        kind="main"
        class="button-action"
        icon="check"
        label={label}
        onPress={() => void act({ kind: action === 'board' ? 'boarded' : 'dropped_off', bookingId })}
      >
        {action === 'board' ? t.boarded : t.droppedOff}
      </Button>
      {action === 'board' && rider.noShowFromSec !== null && <NoShow rider={rider} fromSec={rider.noShowFromSec} />}
    </div>
  );
}

function NoShow({ rider, fromSec }: { rider: RiderAtCall; fromSec: number }): JSX.Element {
  const t = driverTexts.value;
  const [isAsking, setAsking] = useState(false);
  const leftSec = fromSec - nowSec.value;
  const record = (): void => {
    setAsking(false);
    void act({ kind: 'no_show', bookingId: rider.bookingId });
  };
  if (leftSec > 0) return <p class="no-show-wait">{t.noShowIn(duration(leftSec, language.value))}</p>;
  return (
    <>
      <Button
        icon="close"
        class="button-careful"
        label={`${t.noShow} ${t.number(rider.number)}`}
        onPress={() => setAsking(true)}
      >
        {t.noShow}
      </Button>
      {isAsking && (
        <AskDialog
          title={t.noShowTitle}
          yes={t.noShowYes}
          no={t.noShowNo}
          isDanger
          onYes={record}
          onNo={() => setAsking(false)}
        >
          <p>{t.noShowText(rider.number)}</p>
        </AskDialog>
      )}
    </>
  );
}

/** `3人（大人2・子ども1・車いす1台）`: the parts only when there is more than adults. */
function partyWords(party: Party): string {
  const t = driverTexts.value;
  const kinds = ['adults', 'children', 'reduced', 'wheelchairs'] as const;
  const parts = kinds.filter((kind) => party[kind] > 0).map((kind) => t.partyParts[kind](party[kind]));
  const people = t.people(partySize(party));
  return parts.length === 1 && party.adults > 0 ? people : `${people}（${parts.join('・')}）`;
}
