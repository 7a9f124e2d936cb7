/** An alarm as a sentence. */
import { nowSec } from '@noriai/ui/service/clock.ts';
import { phoneWords } from '../desk/callers.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { clock, dayWords, minutes, nearWords, numberList, vehicleName } from '../words.ts';
import type { Alarm } from './alarm-list.ts';
import { knowsNothing, type AlarmFacts } from './alarm-facts.ts';
import type { ToldAlarm } from './alarms.ts';
import { toldWords } from './told-words.ts';

/** @param facts what else is known of the trip, as soon as it is */
export function alarmWords(alarm: Alarm | ToldAlarm, facts: AlarmFacts = knowsNothing): string {
  if (alarm.kind === 'told') return wordsOfTold(alarm, facts);
  const { kind, vehicleId, numbers, sec } = alarm;
  return consoleTexts.value.alarmKinds[kind](vehicleName(vehicleId), numberList(numbers), minutes(sec));
}

function wordsOfTold({ alarm }: ToldAlarm, { booking, rider }: AlarmFacts): string {
  const { kind, reason, vehicleId, number, position } = alarm;
  return toldWords({
    kind,
    reason,
    number,
    vehicle: vehicleId === null ? '' : vehicleName(vehicleId),
    when: booking === null ? '' : whenWords(booking.pickupFromSec),
    rider: rider === null ? '' : `${rider.name || rider.kana} ${phoneWords(rider.phone)}`.trim(),
    near: position ? nearWords(position) : '',
  });
}

/** `9:05` today, `4月2日（木曜日） 9:05` on another day. */
function whenWords(sec: number): string {
  const day = dayWords(sec);
  return day === dayWords(nowSec.value) ? clock(sec) : `${day} ${clock(sec)}`;
}
