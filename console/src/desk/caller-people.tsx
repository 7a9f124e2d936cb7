/** Who may book for the caller, who travels with them, and who must not be in the same vehicle. */
import type { RiderCard, ties } from '@noriai/core/contracts/rider-card.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Pick } from '../parts/pick.tsx';
import { PickBox } from '../parts/pick-box.tsx';
import { may } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { offerUndo } from '../undo/undo.ts';
import { caller, facts, linkBoth, setLink, type Done } from './call.ts';
import { tell } from './caller-card.tsx';
import { callerOptions } from './caller-search.tsx';
import { phoneWords } from './callers.ts';
import { deskTexts } from './desk-texts.ts';

const links = ['addProxy', 'addCompanion', 'keepApart'] as const;
type Link = (typeof links)[number];
type Tie = (typeof ties)[number];
type Person = RiderCard['people'][number];
const endOf = { addProxy: 'removeProxy', addCompanion: 'removeCompanion', keepApart: 'endKeepApart' } as const;

const begin = (link: Link, riderId: string, ofRiderId: string): Promise<Done> =>
  link === 'addCompanion' ? linkBoth(riderId, ofRiderId) : setLink(link, riderId, ofRiderId);

const linkOf: Partial<Record<Tie, Link>> = {
  books_for_rider: 'addProxy',
  travels_with: 'addCompanion',
  kept_apart: 'keepApart',
};

/** What somebody is called; riders who registered themselves by device have no card. */
const nameOf = ({ name, kana }: Person): string => name || kana || deskTexts.value.noName;

export function CallerPeople(): JSX.Element {
  const t = consoleTexts.value;
  const own = deskTexts.value;
  const [link, setKind] = useState<Link>('addProxy');
  const { people } = facts.value;
  const words = { addProxy: own.proxy, addCompanion: own.companion, keepApart: own.apart };
  const named = (tie: Tie): string =>
    people
      .filter((one) => one.tie === tie)
      .map(nameOf)
      .join('、');
  return (
    <>
      {people.length === 0 && <p>{t.noProxies}</p>}
      <ul class="call-list">
        {people.map((person) => {
          const kind = linkOf[person.tie];
          return (
            kind && (
              <li key={`${kind} ${person.riderId}`}>
                {words[kind]}：<strong>{nameOf(person)}</strong> {phoneWords(person.phone)}{' '}
                <Remove link={kind} person={person} />
              </li>
            )
          );
        })}
      </ul>
      {named('rider_books_for') !== '' && <p>{own.actsFor(named('rider_books_for'))}</p>}
      {named('asks_rider') !== '' && <p>{own.askedBy(named('asks_rider'))}</p>}
      <Pick
        label={own.kindOfLink}
        value={link}
        all={may('riders') ? links : links.slice(0, 2)}
        names={own.links}
        onChange={setKind}
      />
      <PickBox
        id="desk-person"
        label={own.addPerson}
        chosen=""
        search={callerOptions}
        onPick={(riderId) => {
          const own = caller.value?.riderId;
          if (riderId === null || own === undefined || riderId === own) return;
          void begin(link, riderId, own).then((problem) => tell(problem, t.saved));
        }}
      />
    </>
  );
}

function Remove({ link, person }: { link: Link; person: Person }): JSX.Element {
  const own = deskTexts.value;
  const name = nameOf(person);
  const remove = async (): Promise<void> => {
    const ofRiderId = caller.value?.riderId ?? '';
    const problem = await setLink(endOf[link], person.riderId, ofRiderId);
    if (problem !== null) return tell(problem, '');
    offerUndo(own.removed(name), () => begin(link, person.riderId, ofRiderId));
  };
  return (
    <button type="button" class="small-button" aria-label={own.removeLink(name)} onClick={() => void remove()}>
      {own.remove}
    </button>
  );
}
