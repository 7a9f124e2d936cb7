/** The roll call (点呼) that a driver writes down before and after duty: nothing is answered before the driver answers it. */
import type { OwnRollCall } from '@noriai/core/contracts/fleet.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';

export type RollCallPhase = 'before' | 'after';

/** Answers so far; null where nothing was pressed. */
export interface RollCallAnswers {
  readonly method: 'in_person' | 'phone' | 'it';
  readonly conductedBy: string;
  readonly hasAlcohol: boolean | null;
  readonly isWell: boolean | null;
  readonly isVehicleOk: boolean | null;
  /** What was wrong, or what the next driver must know; empty for nothing. */
  readonly note: string;
}

const CONDUCTED_BY = 'noriai.conductedBy';

export function emptyRollCall(): RollCallAnswers {
  return {
    method: 'in_person',
    conductedBy: readStored(CONDUCTED_BY, ''),
    hasAlcohol: null,
    isWell: null,
    isVehicleOk: null,
    note: '',
  };
}

/** The roll call as the service takes it, or null while an answer is missing. Who conducted it is remembered. */
export function finished(answers: RollCallAnswers): OwnRollCall | null {
  const { method, hasAlcohol, isWell, isVehicleOk } = answers;
  const conductedBy = answers.conductedBy.trim();
  const note = answers.note.trim();
  if (conductedBy === '' || hasAlcohol === null || isWell === null || isVehicleOk === null) return null;
  return {
    method,
    conductedBy,
    alcohol: { isDetected: hasAlcohol },
    health: { isWell },
    inspection: { isOk: isVehicleOk },
    ...(note !== '' && { report: note }),
  };
}

export const rememberConductor = (name: string): void => writeStored(CONDUCTED_BY, name.trim());

/** Whether these answers let the driver drive. */
export const mayDrive = ({ alcohol, health, inspection }: OwnRollCall): boolean =>
  !alcohol.isDetected && health.isWell && inspection?.isOk !== false;
