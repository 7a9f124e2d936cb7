/** The facts about one booking, one vehicle or one day, as the desk and an auditor read them. */
import type { AuditLine } from '../contracts/fleet.ts';
import type { ServiceWorld } from '../fleet/world.ts';
import type { DispatchEvent, LedgerEntry } from './events.ts';

export interface AuditSubject {
  readonly bookingId?: string;
  readonly vehicleId?: string;
  /** Service date of the fact, `2026-04-01`. */
  readonly date?: string;
}

/** More lines than anybody reads; whoever needs all exports the ledger. */
export const AUDIT_LINES = 5_000;

/** Picks the facts about a subject. Feed it the ledger from its beginning, so that it knows which vehicle drove whom. */
export class AuditReader {
  readonly lines: AuditLine[] = [];
  isComplete = true;
  private readonly world: ServiceWorld;
  private readonly subject: AuditSubject;
  private readonly vehicleOfRide = new Map<string, string>();

  constructor(world: ServiceWorld, subject: AuditSubject) {
    this.world = world;
    this.subject = subject;
  }

  add(entry: LedgerEntry): void {
    const bookingIds = bookingsOf(entry.event);
    const vehicleIds = this.vehiclesOf(entry.event, bookingIds);
    const { bookingId, vehicleId, date } = this.subject;
    if (bookingId !== undefined && !bookingIds.includes(bookingId)) return;
    if (vehicleId !== undefined && !vehicleIds.includes(vehicleId)) return;
    if (date !== undefined && this.world.calendar.dateAt(entry.atSec) !== date) return;
    if (this.lines.length >= AUDIT_LINES) this.isComplete = false;
    else this.lines.push(lineOf(entry, bookingIds, vehicleIds));
  }

  private vehiclesOf(event: DispatchEvent, bookingIds: readonly string[]): readonly string[] {
    for (const [rideId, shiftId] of shiftsOf(event)) this.vehicleOfRide.set(rideId, vehicleOfShift(shiftId));
    const named = [
      ...('vehicleId' in event && typeof event.vehicleId === 'string' ? [event.vehicleId] : []),
      ...('shiftId' in event ? [vehicleOfShift(event.shiftId)] : []),
      ...this.vehiclesTold(event),
    ];
    const driven = bookingIds.map((id) => this.vehicleOfRide.get(id)).filter((id) => id !== undefined);
    return [...new Set([...named, ...driven])];
  }

  private vehiclesTold(event: DispatchEvent): readonly string[] {
    if (event.kind !== 'broadcast_sent') return [];
    if (event.audience.kind === 'vehicle') return [event.audience.vehicleId];
    return event.audience.kind === 'drivers' ? this.world.area.vehicles.map(({ id }) => id) : [];
  }
}

/** Which shift a fact puts which ride on. */
function shiftsOf(event: DispatchEvent): readonly (readonly [string, string])[] {
  switch (event.kind) {
    case 'offers_made':
      return event.offers.map((offer) => [offer.offerId, offer.shiftId]);
    case 'ride_moved':
    case 'ride_restored':
    case 'walk_on_boarded':
      return [[event.bookingId, event.shiftId]];
    case 'promise_broken':
      return event.replacement ? [[event.bookingId, event.replacement.shiftId]] : [];
    default:
      return [];
  }
}

function bookingsOf(event: DispatchEvent): readonly string[] {
  if ('bookingId' in event && typeof event.bookingId === 'string') return [event.bookingId];
  if (event.kind === 'offers_made') return event.offers.map((offer) => offer.offerId);
  if (event.kind === 'offers_released') return event.offerIds;
  if (event.kind === 'route_planned') return [...new Set(event.visits.map((visit) => visit.rideId))];
  if (event.kind === 'broadcast_sent') return event.bookingIds;
  return [];
}

/** Shift ids begin with the vehicle's id. */
function vehicleOfShift(shiftId: string): string {
  return shiftId.split('@')[0]!;
}

function lineOf(
  { sequence, atSec, command, event }: LedgerEntry,
  bookingIds: readonly string[],
  vehicleIds: readonly string[],
): AuditLine {
  const named = 'by' in event && typeof event.by === 'string' ? event.by : null;
  const ofCommand = command ? command.key.slice(0, command.key.lastIndexOf('/')) : null;
  const fact = JSON.stringify(event, (key, value: unknown) => (key === 'tokenHash' ? undefined : value));
  const by = ofCommand ?? named;
  return { sequence, atSec, kind: event.kind, by, bookingIds: [...bookingIds], vehicleIds: [...vehicleIds], fact };
}
