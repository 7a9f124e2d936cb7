/** An alarm as a sentence. */
import { consoleTexts } from '../texts/console-texts.ts';
import { minutes, nearWords, numberList, vehicleName } from '../words.ts';
import type { Alarm } from './alarm-list.ts';
import type { ToldAlarm } from './alarms.ts';

export function alarmWords(alarm: Alarm | ToldAlarm): string {
  if (alarm.kind === 'told') return toldWords(alarm);
  const { kind, vehicleId, numbers, sec } = alarm;
  return consoleTexts.value.alarmKinds[kind](vehicleName(vehicleId), numberList(numbers), minutes(sec));
}

function toldWords({ alarm }: ToldAlarm): string {
  const t = consoleTexts.value;
  const parts = [
    t.serverAlarms[alarm.reason ?? ''] ?? t.serverAlarms[alarm.kind] ?? alarm.kind,
    alarm.vehicleId === null ? '' : vehicleName(alarm.vehicleId),
    alarm.number === null ? '' : t.number(alarm.number),
    alarm.position ? nearWords(alarm.position) : '',
  ];
  return parts.filter((part) => part !== '').join('：');
}
