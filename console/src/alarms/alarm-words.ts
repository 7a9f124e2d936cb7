/** An alarm as a sentence. */
import { board } from '../board/board-data.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { minutes, name, numberList } from '../words.ts';
import type { Alarm } from './alarm-list.ts';

export function alarmWords({ kind, vehicleId, numbers, sec }: Alarm): string {
  const vehicle = board.value?.vehicles.find((one) => one.vehicleId === vehicleId);
  const vehicleName = vehicle ? name(vehicle.name) : vehicleId;
  return consoleTexts.value.alarmKinds[kind](vehicleName, numberList(numbers), minutes(sec));
}
