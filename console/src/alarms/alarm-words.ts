/** An alarm as a sentence. */
import { board } from '../board/board-data.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { minutes, name, nearWords, numberList } from '../words.ts';
import type { Alarm } from './alarm-list.ts';
import type { ToldAlarm } from './alarms.ts';

export function alarmWords(alarm: Alarm | ToldAlarm): string {
  if (alarm.kind === 'told') return toldWords(alarm);
  const { kind, vehicleId, numbers, sec } = alarm;
  const vehicle = board.value?.vehicles.find((one) => one.vehicleId === vehicleId);
  const vehicleName = vehicle ? name(vehicle.name) : vehicleId;
  return consoleTexts.value.alarmKinds[kind](vehicleName, numberList(numbers), minutes(sec));
}

function toldWords({ alarm }: ToldAlarm): string {
  const t = consoleTexts.value;
  const vehicle = board.value?.vehicles.find((one) => one.vehicleId === alarm.vehicleId);
  const parts = [
    t.serverAlarms[alarm.kind] ?? alarm.kind,
    vehicle ? name(vehicle.name) : '',
    alarm.number === null ? '' : t.number(alarm.number),
    alarm.position ? nearWords(alarm.position) : '',
  ];
  return parts.filter((part) => part !== '').join('：');
}
