/** Where the bars of the timeline lie: hours along the width, trips that overlap in lanes below each other. */
import type { Board, BoardTrip, BoardVehicle } from '@noriai/core/contracts/board.ts';

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
