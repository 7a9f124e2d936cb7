/** What is typed of a roll call, and the record made of it. */
import type { RollCall } from '@noriai/core/contracts/fleet.ts';

export interface RollCallFields {
  readonly phase: RollCall['phase'];
  /** Empty for somebody without an account. */
  readonly driverId: string;
  readonly driverName: string;
  readonly vehicleId: string;
  readonly method: RollCall['method'];
  readonly conductedBy: string;
  readonly isAlcohol: boolean;
  readonly breath: string;
  readonly device: string;
  readonly isWell: boolean;
  readonly healthNote: string;
  readonly isInspectionOk: boolean;
  readonly inspectionNote: string;
  readonly report: string;
  readonly instructions: string;
  readonly mayDrive: boolean;
}

export function blankForm(conductedBy: string): RollCallFields {
  return {
    phase: 'before',
    driverId: '',
    driverName: '',
    vehicleId: '',
    method: 'in_person',
    conductedBy,
    isAlcohol: false,
    breath: '',
    device: '',
    isWell: true,
    healthNote: '',
    isInspectionOk: true,
    inspectionNote: '',
    report: '',
    instructions: '',
    mayDrive: true,
  };
}

/** What the device shows, written in any digits; null for nothing, NaN for what is no number. */
function readingOf({ breath }: Pick<RollCallFields, 'breath'>): number | null {
  const typed = breath.normalize('NFKC').trim();
  if (typed === '') return null;
  return /^\d{1,4}$/.test(typed) ? Number(typed) : NaN;
}

/** Alcohol was found: so it was said, or the device showed more than 0. */
export const hasAlcohol = (form: Pick<RollCallFields, 'isAlcohol' | 'breath'>): boolean =>
  form.isAlcohol || (readingOf(form) ?? 0) > 0;

/** The record, or null while something is missing or contradicts itself: no driver, no caller, alcohol and driving. */
export function rollCallOf(form: RollCallFields, atSec: number): RollCall | null {
  const driverName = form.driverName.trim();
  const conductedBy = form.conductedBy.trim();
  const reading = readingOf(form);
  if (driverName === '' || conductedBy === '' || Number.isNaN(reading)) return null;
  if (hasAlcohol(form) && form.mayDrive) return null;
  return {
    phase: form.phase,
    ...text('driverId', form.driverId),
    driverName,
    ...text('vehicleId', form.vehicleId),
    atSec,
    method: form.method,
    conductedBy,
    alcohol: {
      isDetected: hasAlcohol(form),
      ...(reading === null ? {} : { breathMicrogramPerL: reading }),
      ...text('deviceId', form.device),
    },
    health: { isWell: form.isWell, ...text('note', form.healthNote) },
    ...(form.phase === 'before' && {
      inspection: { isOk: form.isInspectionOk, ...text('note', form.inspectionNote) },
    }),
    ...(form.phase === 'after' ? text('report', form.report) : {}),
    ...text('instructions', form.instructions),
    mayDrive: form.mayDrive,
  };
}

/** The field where something was written. */
function text<Name extends string>(name: Name, value: string): { readonly [N in Name]?: string } {
  const written = value.trim();
  return (written === '' ? {} : { [name]: written }) as { readonly [N in Name]?: string };
}
