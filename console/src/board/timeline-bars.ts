/** Where the bars of the timeline lie: hours along the width, trips that overlap in lanes below each other. */
import type { Board, BoardCall, BoardTrip, BoardVehicle } from '@noriai/core/contracts/board.ts';

export interface Bar {
  readonly trip: BoardTrip;
  readonly beginSec: number;
  readonly endSec: number;
}

export interface Scale {
  /** Full hours that are marked. */
  readonly hours: readonly number[];
  /** Where a time lies, as a share of the width. */
  readonly place: (sec: number) => string;
  readonly span: (fromSec: number, untilSec: number) => { insetInlineStart: string; width: string };
}

const HOUR_SEC = 3600;
/** A bar is never narrower than a finger: about so long on a screen that shows eight hours. */
const SHOWN_SEC = 1800;

/** From an hour before now to the end of the last stretch of service, at least six hours. */
export function scaleOf({ vehicles, nowSec }: Board): Scale {
  const ends = vehicles.flatMap(({ shifts }) => shifts.map(({ endSec }) => endSec));
  const begins = vehicles.flatMap((vehicle) =>
    lanesOf(vehicle).flatMap((lane) => lane.map(({ beginSec }) => beginSec)),
  );
  const fromSec = Math.floor((Math.min(nowSec, ...begins) - HOUR_SEC / 2) / HOUR_SEC) * HOUR_SEC;
  const untilSec = Math.ceil(Math.max(nowSec + 5 * HOUR_SEC, ...ends) / HOUR_SEC) * HOUR_SEC;
  const share = (sec: number): number => Math.min(1, Math.max(0, (sec - fromSec) / (untilSec - fromSec))) * 100;
  const count = (untilSec - fromSec) / HOUR_SEC;
  const step = Math.ceil(count / 12);
  return {
    hours: Array.from({ length: Math.ceil(count / step) }, (_, i) => fromSec + i * step * HOUR_SEC),
    place: (sec) => `${share(sec)}%`,
    span: (from, until) => ({
      insetInlineStart: `${share(from)}%`,
      width: `${Math.max(0, share(until) - share(from))}%`,
    }),
  };
}

/** Cancelled trips are left out; the others as few lanes as overlaps need, each bar in the first lane that is free. */
export function lanesOf({ shifts }: BoardVehicle): readonly (readonly Bar[])[] {
  const bars = shifts
    .flatMap(({ trips }) => trips)
    .filter(({ status }) => status !== 'cancelled' && status !== 'no_show')
    .map((trip): Bar => {
      const beginSec = trip.pickupSec ?? trip.pickupFromSec;
      return { trip, beginSec, endSec: Math.max(beginSec + 60, trip.dropoffSec ?? trip.dropoffBySec) };
    })
    .sort((a, b) => a.beginSec - b.beginSec || a.trip.number - b.trip.number);
  const lanes: Bar[][] = [];
  for (const bar of bars) {
    const free = lanes.find((lane) => {
      const last = lane.at(-1)!;
      return Math.max(last.endSec, last.beginSec + SHOWN_SEC) <= bar.beginSec;
    });
    if (free) free.push(bar);
    else lanes.push([bar]);
  }
  return lanes;
}

/** How much later a vehicle may be at a call before a promise breaks: a stretch after the time it is expected there. */
export interface SlackBar {
  readonly call: BoardCall;
  readonly level: 'broken' | 'tight' | 'easy';
}

/** Less than this is worth a look. Our own choice. */
const TIGHT_SEC = 3 * 60;

/** One for each call to come that a promise depends on. */
export function slackBarsOf({ shifts }: BoardVehicle): readonly SlackBar[] {
  return shifts
    .flatMap(({ calls }) => calls)
    .map((call) => ({ call, level: call.slackSec < 0 ? 'broken' : call.slackSec < TIGHT_SEC ? 'tight' : 'easy' }));
}

/** The least room that any promise of the vehicle still has, or null where nothing is to come. */
export function leastSlackSec({ shifts }: BoardVehicle): number | null {
  const slacks = shifts.flatMap(({ calls }) => calls.map(({ slackSec }) => slackSec));
  return slacks.length === 0 ? null : Math.min(...slacks);
}

/** The least room at the calls where this trip gets on or off, or null when it is over. */
export function slackOfTrip({ shifts }: Pick<BoardVehicle, 'shifts'>, number: number): number | null {
  const own = shifts
    .flatMap(({ calls }) => calls)
    .filter(({ board, leave }) => board.includes(number) || leave.includes(number));
  return own.length === 0 ? null : Math.min(...own.map(({ slackSec }) => slackSec));
}
