/** Closed and slowed streets: what an operator orders, and what is in force. */
import { position, vehicleClasses } from './area.ts';
import {
  flag,
  integer,
  list,
  named,
  nullable,
  object,
  oneOf,
  optional,
  text,
  variants,
  where,
  type Infer,
  type Mistake,
} from './schema.ts';
import { pointInTime, recordId } from './trips.ts';

const wayId = integer({
  min: -9_000_000_000_000_000,
  max: 9_000_000_000_000_000,
  description: 'id of the OpenStreetMap way; negative in a model town',
});

/**
 * Which streets are meant. Names that outlast a new import of the area: no numbers of our own. A `point` is turned into the
 * `piece` of street nearest to it when the order is taken.
 */
export const streetSelection = named(
  'StreetSelection',
  variants('kind', {
    way: { wayId },
    piece: { wayId, from: position, to: position },
    point: { position },
    polygon: { ring: list(position, { min: 3, max: 500, description: 'streets that are inside, if only in part' }) },
    circle: { centre: position, radiusM: integer({ min: 1, max: 50_000, unit: 'metres' }) },
  }),
);

export const streetEffect = named(
  'StreetEffect',
  variants('kind', {
    closed: {},
    slowed: { speedPercent: integer({ min: 1, max: 99, description: 'share of the usual speed that is left' }) },
  }),
);

export const streetReasons = [
  'works',
  'snow',
  'flood',
  'landslide',
  'fallen_tree',
  'accident',
  'event',
  'other',
] as const;

export const streetNoticeOrder = named(
  'StreetNoticeOrder',
  where(
    object({
      streets: list(streetSelection, { min: 1, max: 100 }),
      effect: streetEffect,
      vehicleClasses: optional(
        list(oneOf(vehicleClasses), { min: 1, max: 5, description: 'whom it concerns; left out: every vehicle' }),
      ),
      reason: oneOf(streetReasons),
      note: optional(text({ maxLength: 200, description: 'for colleagues; no personal data' })),
      fromSec: optional(pointInTime),
      untilSec: optional(pointInTime),
    }),
    timeMistakes,
  ),
);

/** `pending`: it holds, and new drive times are being worked out; `in_force`: every answer rests on it. */
export const streetNoticeStates = ['planned', 'pending', 'in_force', 'ending'] as const;

export const streetNotice = named(
  'StreetNotice',
  object({
    noticeId: recordId,
    state: oneOf(streetNoticeStates),
    streets: list(streetSelection),
    effect: streetEffect,
    vehicleClasses: nullable(list(oneOf(vehicleClasses))),
    reason: oneOf(streetReasons),
    note: nullable(text()),
    fromSec: pointInTime,
    untilSec: nullable(pointInTime),
    names: list(text(), { description: 'names of the streets, the first ten' }),
    lengthM: integer({ min: 0, unit: 'metres', description: 'length of the streets, each counted once' }),
    closedStopIds: list(text(), { description: 'stops on these streets: no vehicle that it concerns can reach them' }),
  }),
);

export const streetNotices = named(
  'StreetNotices',
  object({
    notices: list(streetNotice),
    isUpToDate: flag({ description: 'false while new drive times are being worked out' }),
  }),
);

export type StreetSelection = Infer<typeof streetSelection>;
export type StreetEffect = Infer<typeof streetEffect>;
export type StreetReason = (typeof streetReasons)[number];
export type StreetNoticeOrder = Infer<typeof streetNoticeOrder>;
export type StreetNotice = Infer<typeof streetNotice>;
export type StreetNotices = Infer<typeof streetNotices>;

function timeMistakes({ fromSec, untilSec }: { fromSec?: number; untilSec?: number }): Mistake[] {
  if (fromSec === undefined || untilSec === undefined || untilSec > fromSec) return [];
  return [{ path: 'untilSec', got: `${untilSec}`, expected: `a time after fromSec ${fromSec}` }];
}
