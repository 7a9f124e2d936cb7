/** Rest of the service, closed stops, closed and slowed streets: what holds, and how to begin and end it. */
import { suspensionReasons, type ClosedTimes, type SuspensionReason } from '@noriai/core/contracts/fleet.ts';
import { streetReasons, type StreetNotices, type StreetReason } from '@noriai/core/contracts/streets.ts';
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { searchStops } from '@noriai/ui/stops/find-stops.ts';
import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { loadBoard, placedTrips } from '../board/board-data.ts';
import { readTime } from '../desk/read-time.ts';
import { Field } from '../parts/field.tsx';
import { Pick } from '../parts/pick.tsx';
import { PickBox } from '../parts/pick-box.tsx';
import { api, may, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { offerUndo } from '../undo/undo.ts';
import { clock, dayWords, name, numberList, timeZone } from '../words.ts';

const closed = signal<ClosedTimes | null>(null);
const streets = signal<StreetNotices | null>(null);

/** New times are on their way: looked at again this often. */
const PENDING_MS = 2_000;

async function load(): Promise<void> {
  const [times, notices] = await Promise.all([api.call('getClosedTimes'), api.call('listStreetNotices')]);
  if (times.ok) closed.value = times.answer;
  if (notices.ok) streets.value = notices.answer;
}

type Result = { readonly ok: true } | { readonly ok: false; readonly problem: CallProblem };

async function done(call: Promise<Result>): Promise<void> {
  const result = await call;
  if (result.ok) announce(consoleTexts.value.saved);
  else announce(whyNot(result.problem), true);
  await load();
}

export function ClosuresScreen(): JSX.Element {
  const t = consoleTexts.value;
  useEffect(() => void load(), []);
  const isPending = streets.value?.isUpToDate === false;
  useEffect(() => {
    const timer = isPending ? setInterval(() => void load(), PENDING_MS) : undefined;
    return () => clearInterval(timer);
  }, [isPending]);
  return (
    <Screen title={t.closures}>
      <div class="desk">
        <Suspensions />
        <StopClosures />
        <StreetClosures />
      </div>
    </Screen>
  );
}

/** Seconds since 1970 of what was typed, null where it is no time to come. */
function typedSec(text: string): number | null {
  const time = readTime(text, { nowSec: nowSec.value, timeZone: timeZone() });
  return time !== null && 'atSec' in time ? time.atSec : null;
}

interface PartProps {
  readonly title: string;
  readonly list: readonly { readonly id: string; readonly text: string }[];
  readonly onEnd: (id: string) => void;
  readonly children: ComponentChildren;
}

function Part({ title, list, onEnd, children }: PartProps): JSX.Element {
  const t = consoleTexts.value;
  return (
    <section class="card">
      <h2>{title}</h2>
      {list.length === 0 && <p class="hint">{t.nothingClosed}</p>}
      <ul class="call-list">
        {list.map(({ id, text }) => (
          <li key={id}>
            {text}{' '}
            {may('fleet') && (
              <button type="button" class="small-button" onClick={() => onEnd(id)}>
                {t.end}
              </button>
            )}
          </li>
        ))}
      </ul>
      {may('fleet') && children}
    </section>
  );
}

function Suspensions(): JSX.Element {
  const t = consoleTexts.value;
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState<SuspensionReason>('typhoon');
  const [isAsking, setAsking] = useState(false);
  const untilSec = typedSec(until);
  const list = (closed.value?.suspensions ?? []).map((one) => ({
    id: one.suspensionId,
    text: `${dayWords(one.fromSec)} ${t.window(clock(one.fromSec), clock(one.untilSec))} ${t.suspensionReasons[one.reason]}`,
  }));
  const end = (suspensionId: string): void =>
    void done(api.call('resumeService', { path: { suspensionId }, body: {}, key: newKey() }));
  const begin = (): void => {
    setAsking(false);
    if (untilSec === null) return;
    const body = { fromSec: nowSec.value, untilSec, reason };
    void done(api.call('suspendService', { body, key: newKey() })).then(loadBoard);
    setUntil('');
  };
  const hit = placedTrips.value.filter(
    ({ trip }) => trip.status === 'booked' && untilSec !== null && trip.pickupFromSec < untilSec,
  );
  return (
    <Part title={t.suspensions} list={list} onEnd={end}>
      <Field label={t.restUntil} name="rest-until" value={until} onChange={setUntil} />
      <Pick label={t.reason} value={reason} names={t.suspensionReasons} all={suspensionReasons} onChange={setReason} />
      <button
        type="button"
        class="small-button small-button-careful"
        disabled={untilSec === null}
        onClick={() => setAsking(true)}
      >
        {t.restNow}
      </button>
      {isAsking && (
        <AskDialog
          title={t.restQuestion(untilSec === null ? '' : clock(untilSec))}
          yes={t.restYes}
          no={t.restNo}
          isDanger
          onYes={begin}
          onNo={() => setAsking(false)}
        >
          <p>{t.restHits(hit.length, numberList(hit.map(({ trip }) => trip.number)))}</p>
        </AskDialog>
      )}
    </Part>
  );
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

function StopClosures(): JSX.Element {
  const t = consoleTexts.value;
  const today = zoneTime(nowSec.value, timeZone()).day;
  const [stopId, setStopId] = useState<string | null>(null);
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState(today);
  const stops = area.value?.stops ?? [];
  const stopName = (id: string): string => {
    const stop = stops.find((one) => one.id === id);
    return stop ? name(stop.name) : id;
  };
  const list = (closed.value?.stops ?? []).map((one) => ({
    id: one.closureId,
    text: `${stopName(one.stopId)} ${one.from}〜${one.until}`,
  }));
  const end = (closureId: string): void =>
    void done(api.call('reopenStop', { path: { closureId }, body: {}, key: newKey() }));
  const isReady = stopId !== null && isDate(from) && isDate(until) && from <= until;
  const begin = async (): Promise<void> => {
    if (!isReady) return;
    const body = { stopId, from, until, reason: { ja: t.closedByDesk } };
    const result = await api.call('closeStop', { body, key: newKey() });
    await done(Promise.resolve(result));
    const closure = result.ok ? result.answer.stops.findLast((one) => one.stopId === stopId) : undefined;
    if (closure) offerUndo(t.stopClosed(stopName(stopId)), () => reopen(closure.closureId));
    setStopId(null);
  };
  return (
    <Part title={t.stopClosures} list={list} onEnd={end}>
      <StopPick id="close-stop" chosen={stopId} onPick={setStopId} />
      <div class="field-grid">
        <Field label={t.fromDay} name="close-from" value={from} onChange={setFrom} />
        <Field label={t.untilDay} name="close-until" value={until} onChange={setUntil} />
      </div>
      <button type="button" class="small-button small-button-careful" disabled={!isReady} onClick={() => void begin()}>
        {t.closeStop}
      </button>
    </Part>
  );
}

async function reopen(closureId: string): Promise<CallProblem | null> {
  const result = await api.call('reopenStop', { path: { closureId }, body: {}, key: newKey() });
  await load();
  return result.ok ? null : result.problem;
}

function StreetClosures(): JSX.Element {
  const t = consoleTexts.value;
  const [stopId, setStopId] = useState<string | null>(null);
  const [radius, setRadius] = useState('50');
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState<StreetReason>('works');
  const stop = area.value?.stops.find((one) => one.id === stopId);
  const radiusM = /^\d{1,4}$/.test(radius) ? Number(radius) : 0;
  const list = (streets.value?.notices ?? []).map((one) => ({
    id: one.noticeId,
    text: [
      one.names.filter((street) => street !== '').join('、'),
      t.streetReasons[one.reason],
      one.effect.kind === 'closed' ? t.streetClosed : t.streetSlowed,
      one.untilSec === null ? '' : t.untilTime(clock(one.untilSec)),
    ]
      .filter((part) => part !== '')
      .join('・'),
  }));
  const end = (noticeId: string): void =>
    void done(api.call('endStreetNotice', { path: { noticeId }, body: {}, key: newKey() }));
  const begin = (kind: 'closed' | 'slowed'): void => {
    if (!stop || radiusM < 1) return;
    const untilSec = typedSec(until);
    const body = {
      streets: [{ kind: 'circle' as const, centre: stop.position, radiusM }],
      effect: kind === 'closed' ? ({ kind } as const) : ({ kind, speedPercent: 50 } as const),
      reason,
      ...(untilSec === null ? {} : { untilSec }),
    };
    void done(api.call('postStreetNotice', { body, key: newKey() }));
  };
  return (
    <Part title={t.streetNotices} list={list} onEnd={end}>
      {streets.value?.isUpToDate === false && <p role="status">{t.streetsPending}</p>}
      <StopPick id="close-street" chosen={stopId} onPick={setStopId} />
      <Field label={t.radius} name="radius" value={radius} onChange={setRadius} />
      <Field label={t.untilOpen} name="street-until" value={until} onChange={setUntil} />
      <Pick label={t.reason} value={reason} names={t.streetReasons} all={streetReasons} onChange={setReason} />
      <p class="button-line">
        <button
          type="button"
          class="small-button small-button-careful"
          disabled={!stop}
          onClick={() => begin('closed')}
        >
          {t.closeStreets}
        </button>
        <button type="button" class="small-button" disabled={!stop} onClick={() => begin('slowed')}>
          {t.slowStreets}
        </button>
      </p>
    </Part>
  );
}

interface StopPickProps {
  readonly id: string;
  readonly chosen: string | null;
  readonly onPick: (stopId: string) => void;
}

function StopPick({ id, chosen, onPick }: StopPickProps): JSX.Element {
  const t = consoleTexts.value;
  const stops = area.value?.stops ?? [];
  const stop = stops.find((one) => one.id === chosen);
  return (
    <PickBox
      id={id}
      label={t.stop}
      chosen={stop ? name(stop.name) : ''}
      optionsFor={(query) => searchStops(stops, query).map((one) => ({ id: one.id, text: name(one.name) }))}
      onPick={(stopId) => {
        if (stopId !== null) onPick(stopId);
      }}
    />
  );
}
