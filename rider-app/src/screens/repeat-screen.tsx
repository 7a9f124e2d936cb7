/** On which days of the week the trip repeats. */
import { weekdays } from '@noriai/core/contracts/area.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Screen } from '@noriai/ui/parts/screen.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { screens } from '../navigation.ts';
import { riderTexts } from '../texts/rider-texts.ts';
import { repeatWeekly } from '../trip/arrangements.ts';
import { at, stopName } from '../trip/plain-trip.ts';
import { whyNot } from '../trip/why-not.ts';
import { bookings } from '../trip/rider-session.ts';

type Day = (typeof weekdays)[number];

export function RepeatScreen({ bookingId }: { bookingId: string }): JSX.Element {
  const t = riderTexts.value;
  const booking = bookings.value.find((one) => one.bookingId === bookingId);
  const [days, setDays] = useState<readonly Day[]>([]);
  const [isBusy, setBusy] = useState(false);
  if (!booking) return <Screen title={t.repeatTitle} onBack={() => screens.back()} children={null} />;
  const toggle = (day: Day) => (): void =>
    setDays(days.includes(day) ? days.filter((one) => one !== day) : [...days, day]);
  const save = async (): Promise<void> => {
    setBusy(true);
    const problem = await repeatWeekly(booking, [...days]);
    setBusy(false);
    if (problem) return announce(whyNot(problem), true);
    announce(t.repeatDone);
    screens.replace('bookings');
  };
  return (
    <Screen title={t.repeatTitle} onBack={() => screens.back()}>
      <p class="so-far">
        {t.repeatWhat(at(booking.pickupFromSec), stopName(booking.pickup), stopName(booking.dropoff))}
      </p>
      <ul class="day-grid">
        {weekdays.map((day) => (
          <li key={day}>
            <Button class="button-day" isPressed={days.includes(day)} onPress={toggle(day)}>
              {t.weekdays[day]}
            </Button>
          </li>
        ))}
      </ul>
      <Button kind="main" isBusy={isBusy} isDisabled={days.length === 0} onPress={() => void save()}>
        {t.repeatSave}
      </Button>
    </Screen>
  );
}
