/** What needs a person at the desk at once: emergencies and riders to be called. Open until somebody takes them. */
import type { Alarm } from '../contracts/fleet.ts';
import type { Command } from './commands.ts';
import { accepted, refused, type Moment, type Outcome } from './decide.ts';
import type { DispatchState } from './state.ts';

/** A driver's call for help; sent again, it is a new alarm, for it is as urgent. */
export function raiseSos({ world }: Moment, { vehicleId, position }: Extract<Command, { kind: 'raise_sos' }>): Outcome {
  if (!world.vehicleIndexById.has(vehicleId)) return refused('not_found', `there is no vehicle ${vehicleId}`);
  return accepted(vehicleId, [{ kind: 'sos_raised', vehicleId, position }]);
}

/** Somebody takes the alarm; two at once: the second is told that it is gone. */
export function acknowledgeAlarm(
  { state }: Moment,
  { alarmId, note }: Extract<Command, { kind: 'acknowledge_alarm' }>,
  by: string,
): Outcome {
  if (!state.alarms.has(alarmId)) return refused('not_found', `there is no open alarm ${alarmId}`);
  return accepted(alarmId, [{ kind: 'alarm_acknowledged', alarmId, note, by }]);
}

const order = { sos: 0, call_rider: 1, late: 2, vehicle_out: 3 } as const;

/** Open alarms, the most urgent kind first, then the oldest. */
export function openAlarms({ alarms, rides }: DispatchState): readonly Alarm[] {
  return [...alarms]
    .map(([alarmId, alarm]) => {
      const ride = alarm.bookingId === null ? undefined : rides.get(alarm.bookingId);
      return { alarmId, ...alarm, number: ride?.number ?? null, riderId: ride?.riderId ?? null };
    })
    .sort((a, b) => order[a.kind] - order[b.kind] || a.raisedSec - b.raisedSec);
}
