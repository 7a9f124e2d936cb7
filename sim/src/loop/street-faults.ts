/** Closed streets and known slow hours of a scenario, told to the dispatch as the desk would: a notice, then new drive times. */
import type { StreetNoticeOrder } from '@noriai/core/contracts/streets.ts';
import { activeNotices } from '@noriai/core/dispatch/street-notices.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { Scenario } from '../scenario/read-scenario.ts';
import type { Fault } from '../scenario/scenario-file.ts';
import type { Town } from './day-actors.ts';
import { spanOf } from './true-speeds.ts';

/** Puts everything onto the agenda; the streets change at the stated times at once. */
export function addStreetFaults({ scenario, service, agenda }: Town): void {
  let notices = 0;
  const putInForce = () => {
    const noticeIds = activeNotices(service.state, service.nowSec).map(({ noticeId }) => noticeId);
    service.send({ kind: 'service' }, { kind: 'put_streets_in_force', noticeIds });
  };
  for (const { order, fromSec, untilSec } of streetOrders(scenario, service.world)) {
    agenda.add(fromSec, () => {
      const noticeId = `n${++notices}`;
      const decision = service.send({ kind: 'service' }, { kind: 'post_street_notice', noticeId, order });
      if (!decision.ok) throw new Error(`street notice was not taken: ${decision.detail}`);
      putInForce();
    });
    agenda.add(untilSec, putInForce);
  }
}

interface TimedOrder {
  readonly order: StreetNoticeOrder;
  readonly fromSec: number;
  readonly untilSec: number;
}

function streetOrders({ file }: Scenario, world: ServiceWorld): readonly TimedOrder[] {
  return (file.faults ?? []).flatMap((fault) => {
    const terms = streetTerms(fault, world);
    if (!terms || fault.kind === 'breakdown') return [];
    return fault.days.map((date) => {
      const span = spanOf(world, date, fault.from, fault.until);
      return { ...span, order: { ...terms, ...span } };
    });
  });
}

/** Null when the service is not told, or when it is no matter of streets. */
function streetTerms(fault: Fault, world: ServiceWorld): Omit<StreetNoticeOrder, 'fromSec' | 'untilSec'> | null {
  if (fault.kind === 'closure') {
    const ring = fault.ring.map(([lon, lat]) => ({ lat: lat!, lon: lon! }));
    return { streets: [{ kind: 'polygon', ring }], effect: { kind: 'closed' }, reason: 'other' };
  }
  if (!isKnownSlow(fault)) return null;
  const effect = { kind: 'slowed', speedPercent: Math.max(1, Math.round(fault.speedPermille / 10)) } as const;
  return { streets: [{ kind: 'polygon', ring: boxAround(world) }], effect, reason: 'snow' };
}

/** Slower streets that the service plans with; full speed is no slowness. */
export function isKnownSlow(fault: Fault): fault is Extract<Fault, { kind: 'slow' }> {
  return fault.kind === 'slow' && fault.isKnown && fault.speedPermille < 995;
}

/** A ring around all streets that an import keeps: they end some hundred metres outside the area. */
function boxAround({ area }: ServiceWorld) {
  const lons = area.polygon.map(([lon]) => lon!);
  const lats = area.polygon.map(([, lat]) => lat!);
  const [west, east] = [Math.min(...lons) - MARGIN_DEG, Math.max(...lons) + MARGIN_DEG];
  const [south, north] = [Math.min(...lats) - MARGIN_DEG, Math.max(...lats) + MARGIN_DEG];
  return [
    { lat: south, lon: west },
    { lat: south, lon: east },
    { lat: north, lon: east },
    { lat: north, lon: west },
  ];
}
const MARGIN_DEG = 0.05;
