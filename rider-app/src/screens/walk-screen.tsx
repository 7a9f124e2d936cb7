/** The walk to the stop, step by step: how far, how much up and down, stairs, when to leave; then the map. */
import type { Booking, WalkGuide } from '@noriai/core/contracts/trips.ts';
import { MapView } from '@noriai/ui/map/map-view.tsx';
import { Notice } from '@noriai/ui/parts/notice.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import { area } from '@noriai/ui/service/service-state.ts';
import { localName } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { screens } from '../navigation.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { dayAndTime, stopName } from '../trip/plain-trip.ts';
import { bookings } from '../trip/rider-session.ts';
import { keptWalk, loadWalk } from '../trip/walk-guide.ts';

export function WalkScreen({ bookingId }: { bookingId: string }): JSX.Element {
  const t = riderTexts.value;
  const booking = bookings.value.find((one) => one.bookingId === bookingId);
  const [walk, setWalk] = useState<WalkGuide | null>(() => keptWalk(bookingId));
  const [isAsking, setAsking] = useState(true);
  useEffect(() => {
    if (!booking) return setAsking(false);
    void loadWalk(booking).then((found) => {
      if (found) setWalk(found);
      setAsking(false);
    });
  }, [bookingId]);
  const hasWalk = booking === undefined || booking.pickup.walkM > 0;
  return (
    <Screen title={t.walkTitle} onBack={() => screens.back()}>
      {walk && hasWalk && booking && <Guide walk={walk} booking={booking} />}
      {!walk && hasWalk && isAsking && <p role="status">{sharedTexts.value.loading}</p>}
      {!walk && hasWalk && !isAsking && <Notice kind="info">{t.walkUnknown}</Notice>}
      {booking && <StopGuide booking={booking} />}
    </Screen>
  );
}

/** Where exactly to stand, in the words and pictures of the town. */
function StopGuide({ booking: { pickup } }: { booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  const stop = area.value?.stops.find(({ id }) => id === pickup.stopId);
  const howToFind = stop?.howToFind ? localName(stop.howToFind).text : t.stopSign(stopName(pickup));
  return (
    <section class="card">
      <h2>{t.stopGuide}</h2>
      <p class="walk-place">{howToFind}</p>
      {stop?.pictures?.map(({ file, shows }) => (
        <figure key={file} class="walk-picture">
          <img src={`/pictures/${file}`} alt={localName(shows).text} loading="lazy" />
          <figcaption>{localName(shows).text}</figcaption>
        </figure>
      ))}
    </section>
  );
}

/** Somebody who arrives early waits in peace. */
const EARLY_SEC = 120;

function Guide({ walk, booking }: { walk: WalkGuide; booking: Booking }): JSX.Element {
  const t = riderTexts.value;
  const leaveSec = booking.pickupFromSec - walk.walkSec - EARLY_SEC;
  return (
    <>
      <section class="card">
        <p class="walk-sum">{t.walkSum(Math.max(1, Math.round(walk.walkSec / 60)), walk.lengthM)}</p>
        <p>{t.walkClimb(walk.climbM, walk.descentM)}</p>
        <p>{walk.stairs === 0 ? t.walkNoStairs : t.walkStairs(walk.stairs)}</p>
        <p>
          <strong>{t.walkLeaveBy(dayAndTime(leaveSec))}</strong>
        </p>
      </section>
      <ol class="numbered walk-steps">
        {walk.steps.map((step, i) => (
          <li key={i}>{t.walkStep(t.turns[step.turn] ?? step.turn, step.streetName, step.lengthM)}</li>
        ))}
        <li>
          <strong>{t.walkGoal(stopName(booking.pickup))}</strong>
        </li>
      </ol>
      <WalkMap walk={walk} booking={booking} />
    </>
  );
}

function WalkMap({ walk, booking }: { walk: WalkGuide; booking: Booking }): JSX.Element {
  const label = stopName(booking.pickup);
  const content = useMemo(
    () => ({
      course: walk.course,
      pins: [{ id: 'stop', kind: 'pickup' as const, label, position: booking.pickup.position }],
    }),
    [walk, label],
  );
  const fit = useMemo(
    () => walk.course.map(([latE7 = 0, lonE7 = 0]) => ({ lat: latE7 / 1e7, lon: lonE7 / 1e7 })),
    [walk],
  );
  return <MapView content={content} fit={fit} />;
}
