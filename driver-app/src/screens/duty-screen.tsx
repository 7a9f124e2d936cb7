/** On duty: the next call big, then what follows, the map beside or below. */
import { Button } from '@noriai/ui/parts/button.tsx';
import { Icon } from '@noriai/ui/parts/icon.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import { canSpeak } from '@noriai/ui/speech/speak.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { keepDirections } from '../duty/directions.ts';
import { duty, kept, liveState, manifest } from '../duty/duty.ts';
import { followMessages } from '../duty/messages.ts';
import { followNews } from '../duty/news.ts';
import { ownPosition, reportPosition } from '../duty/own-position.ts';
import { isMuted, promptNextStop, promptTurns, setMuted } from '../duty/prompts.ts';
import { keepScreenOn } from '../duty/wake-lock.ts';
import { ConflictList } from '../parts/conflict-list.tsx';
import { CourseMap } from '../parts/course-map.tsx';
import { DeskMessages } from '../parts/desk-messages.tsx';
import { DutyMenu } from '../parts/duty-menu.tsx';
import { LaterCalls } from '../parts/later-calls.tsx';
import { LightSwitch } from '../parts/light-switch.tsx';
import { NewsList } from '../parts/news-list.tsx';
import { NextCall } from '../parts/next-call.tsx';
import { PauseCard } from '../parts/pause-card.tsx';
import { TurnList } from '../parts/turn-list.tsx';
import { driverTexts } from '../texts/driver-texts.ts';
import { EndOfDuty } from './end-of-duty.tsx';

export function DutyScreen(): JSX.Element {
  const t = driverTexts.value;
  useDutyHelpers();
  const [isEnding, setEnding] = useState(false);
  const plan = manifest.value;
  const next = plan?.calls[0];
  if (isEnding) return <EndOfDuty onBack={() => setEnding(false)} />;
  return (
    <div class="duty">
      <DutyBar />
      <DeskMessages />
      <NewsList />
      <ConflictList />
      <div class="duty-now" role="region" aria-label={t.nextStop}>
        <PauseCard />
        {/* The call has another id once its first rider is aboard: the same stop stays as it is, with its focus. */}
        {next ? <NextCall key={next.stopId} call={next} /> : <NoCalls isLoading={plan === null} />}
      </div>
      <div class="duty-rest">
        {next && next.state !== 'arrived' && <TurnList call={next} />}
        <CourseMap />
        <LaterCalls calls={plan?.calls.slice(1) ?? []} />
        <div class="stack">
          {canSpeak && (
            <Button
              icon={isMuted.value ? 'speaker' : 'mute'}
              onPress={() => setMuted(!isMuted.value)}
              class="button-small"
            >
              {isMuted.value ? t.unmute : t.mute}
            </Button>
          )}
          <DutyMenu />
          <LightSwitch />
          <Button icon="close" class="button-small" onPress={() => setEnding(true)}>
            {t.signOff}
          </Button>
          <p class="hint">{ownPosition.value ? t.positionOn : t.positionOff}</p>
          <p class="hint">{t.keptOffline}</p>
        </div>
      </div>
    </div>
  );
}

function useDutyHelpers(): void {
  useEffect(() => {
    const stops = [
      keepScreenOn(),
      reportPosition(),
      promptNextStop(),
      keepDirections(),
      promptTurns(),
      followMessages(),
      followNews(),
    ];
    return () => stops.forEach((stop) => stop());
  }, []);
}

function DutyBar(): JSX.Element {
  const t = driverTexts.value;
  const plan = manifest.value;
  const vehicle = area.value?.vehicles.find(({ id }) => id === duty.value?.vehicleId);
  const isSending = kept.value.length > 0 && liveState.value !== 'lost';
  return (
    <div class="duty-bar">
      <p>
        {vehicle && <Name of={vehicle.name} />} <span class="duty-driver">{duty.value?.driverName}</span>
      </p>
      {plan && (
        <p class="duty-load">
          <Icon name="people" /> {t.load(plan.onBoard, plan.seats)}
        </p>
      )}
      <p role="status" class={isSending ? 'duty-sending' : 'hidden'}>
        {isSending ? t.sending(kept.value.length) : ''}
      </p>
    </div>
  );
}

function NoCalls({ isLoading }: { isLoading: boolean }): JSX.Element {
  const t = driverTexts.value;
  if (isLoading) return <p>{sharedTexts.value.loading}</p>;
  return (
    <div class="card no-calls">
      <h1>{t.noCalls}</h1>
      <p>{t.noCallsHint}</p>
    </div>
  );
}
