/** What operators see of closed and slowed streets. */
import type { StreetNotice, StreetNotices } from '../contracts/streets.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { DispatchState, StreetNoticeRecord } from './state.ts';
import { activeNotices, areStreetsInStep } from './street-notices.ts';

const NAMES_SHOWN = 10;

/** Every notice that is planned, holds, or still counts; oldest first. */
export function streetNotices(world: ServiceWorld, state: DispatchState, nowSec: number): StreetNotices {
  const { notices, inForce } = state.streets;
  const all = new Map([...inForce, ...notices.values()].map((notice) => [notice.noticeId, notice]));
  const active = new Set(activeNotices(state, nowSec).map(({ noticeId }) => noticeId));
  const inForceIds = new Set(inForce.map(({ noticeId }) => noticeId));
  const stateOf = ({ noticeId }: StreetNoticeRecord): StreetNotice['state'] => {
    if (inForceIds.has(noticeId)) return active.has(noticeId) ? 'in_force' : 'ending';
    return active.has(noticeId) ? 'pending' : 'planned';
  };
  const shown = [...all.values()].filter((notice) => !isOver(notice, nowSec) || inForceIds.has(notice.noticeId));
  shown.sort((a, b) => a.fromSec - b.fromSec || (a.noticeId < b.noticeId ? -1 : 1));
  return {
    notices: shown.map((notice) => noticeView(world, notice, stateOf(notice))),
    isUpToDate: areStreetsInStep(state, nowSec),
  };
}

/** One of them, or null. */
export function findStreetNotice(
  world: ServiceWorld,
  state: DispatchState,
  noticeId: string,
  nowSec: number,
): StreetNotice | null {
  return streetNotices(world, state, nowSec).notices.find((notice) => notice.noticeId === noticeId) ?? null;
}

function isOver({ untilSec }: StreetNoticeRecord, nowSec: number): boolean {
  return untilSec !== null && untilSec <= nowSec;
}

function noticeView(world: ServiceWorld, notice: StreetNoticeRecord, state: StreetNotice['state']): StreetNotice {
  const { names, lengthM, places } = world.live?.describe(notice) ?? { names: [], lengthM: 0, places: [] };
  const { stops } = world.area;
  const closed = notice.effect.kind === 'closed' ? places.filter((place) => place < stops.length) : [];
  return {
    noticeId: notice.noticeId,
    state,
    streets: notice.streets,
    effect: notice.effect,
    vehicleClasses: notice.vehicleClasses,
    reason: notice.reason,
    note: notice.note,
    fromSec: notice.fromSec,
    untilSec: notice.untilSec,
    names: names.slice(0, NAMES_SHOWN),
    lengthM,
    closedStopIds: closed.map((place) => stops[place]!.id),
  };
}
