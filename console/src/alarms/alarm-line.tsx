/** One alarm in words, with the ways to the trip it is about and to whose trip it is. */
import { announce } from '@noriai/ui/parts/announcer.tsx';
import type { JSX } from 'preact';
import { placedTrips } from '../board/board-data.ts';
import { choose } from '../board/choice.ts';
import { caller, takeCaller } from '../desk/call.ts';
import { deskTexts } from '../desk/desk-texts.ts';
import { parkCall } from '../desk/parked-calls.ts';
import { screens } from '../navigation.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { useAlarmFacts } from './alarm-facts.ts';
import type { Alarm } from './alarm-list.ts';
import { alarmWords } from './alarm-words.ts';
import type { ToldAlarm } from './alarms.ts';

export function AlarmLine({ alarm }: { alarm: Alarm | ToldAlarm }): JSX.Element {
  const t = consoleTexts.value;
  const facts = useAlarmFacts(alarm);
  const { rider } = facts;
  const bookingId = alarm.kind === 'told' ? alarm.alarm.bookingId : alarm.bookingId;
  // The board is of today; a trip of another day stands on the rider's card.
  const isOnBoard = bookingId !== null && placedTrips.value.some(({ trip }) => trip.bookingId === bookingId);
  return (
    <>
      <span>{alarmWords(alarm, facts)}</span>
      {isOnBoard && (
        <button type="button" class="small-button" onClick={() => openTrip(bookingId)}>
          {t.alarmTrip}
        </button>
      )}
      {rider !== null && (
        <button type="button" class="small-button" onClick={() => void openCaller(rider.riderId)}>
          {t.alarmRider}
        </button>
      )}
    </>
  );
}

function openTrip(bookingId: string): void {
  choose(bookingId);
  screens.go('board');
}

/** The call at hand is set aside, not lost. */
async function openCaller(riderId: string): Promise<void> {
  if (caller.value?.riderId !== riderId) {
    parkCall();
    if ((await takeCaller(riderId)) !== null) return announce(deskTexts.value.noCard, true);
  }
  screens.go('desk');
}
