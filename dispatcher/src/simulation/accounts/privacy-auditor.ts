/**
 * Part of the auditor: no answer holds personal data of somebody whom the caller has nothing to do with; nothing personal
 * lies open on any disk; of whoever was erased there is nothing anywhere, and the ledger keeps nothing for them.
 */
import type { DispatchEvent } from '@noriai/core/dispatch/events.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { SimulatedAnswer } from '../life.ts';
import type { Ticket, TokenRecord } from './account-auditor.ts';
import type { People, Person } from './people.ts';
import { personalIn, type PersonalFind } from './personal-data.ts';

type Found = (rule: 'private' | 'erased', what: string) => void;

/** What is still true a while ago may be answered by a process that was taken for dead. */
const LAG_MS = 90_000;

/** Who may act for whom, and who may have been until a moment ago. */
interface Tie {
  readonly isSet: boolean;
  readonly sinceMs: number;
}

export class PrivacyAuditor {
  private readonly found: Found;
  private readonly people: People;
  private readonly nowMs: () => number;
  /** By `rider proxy`. */
  private readonly ties = new Map<string, Tie>();
  private readonly vehiclesOf = new Map<string, Set<string>>();
  private readonly erased = new Set<string>();

  constructor(people: People, nowMs: () => number, found: Found) {
    this.people = people;
    this.nowMs = nowMs;
    this.found = found;
  }

  get erasedCount(): number {
    return this.erased.size;
  }

  read(event: DispatchEvent): void {
    if (event.kind !== 'relation_set' && event.kind !== 'relation_ended') return;
    if (event.relation !== 'proxy') return;
    const isSet = event.kind === 'relation_set';
    this.ties.set(`${event.riderId} ${event.otherId}`, { isSet, sinceMs: this.nowMs() });
  }

  /** The ride was on a vehicle's list, now or once. */
  rides(riderId: string, shiftId: string): void {
    const vehicleId = shiftId.slice(0, shiftId.indexOf('@'));
    const known = this.vehiclesOf.get(riderId);
    if (known) known.add(vehicleId);
    else this.vehiclesOf.set(riderId, new Set([vehicleId]));
  }

  handled({ name, request, token }: Ticket, answer: SimulatedAnswer<never>, isDesk: boolean): void {
    for (const find of personalIn(JSON.stringify(answer))) {
      const person = this.people.persons[find.person - 1];
      const riderId = person?.riderId ?? null;
      if (riderId !== null && person && this.erased.has(riderId) && !this.hasReturned(person)) {
        this.found('erased', `${name} tells ${find.kind} of ${riderId}, who was erased`);
      } else if (!isDesk && !this.maySee(token, riderId, find)) {
        const whose = `${find.kind} of ${riderId ?? `person ${find.person}`}`;
        this.found('private', `${name} ${JSON.stringify(request)} tells ${token?.kind ?? 'anybody'} ${whose}`);
      }
    }
  }

  private maySee(token: TokenRecord | null, riderId: string | null, { kind }: PersonalFind): boolean {
    if (token?.kind === 'operator') return true;
    if (!token || riderId === null) return false;
    if (kind === 'notes') return false;
    if (token.kind === 'driver') {
      return (kind === 'name' || kind === 'needs') && this.vehiclesOf.get(riderId)?.has(token.ownerId) === true;
    }
    if (token.kind === 'tablet') return false;
    if (token.ownerId === riderId) return true;
    if (kind === 'name' && this.isTied(token.ownerId, riderId)) return true;
    return (kind === 'name' || kind === 'needs') && this.isTied(riderId, token.ownerId);
  }

  private isTied(riderId: string, proxyId: string): boolean {
    const tie = this.ties.get(`${riderId} ${proxyId}`);
    return tie !== undefined && (tie.isSet || this.nowMs() - tie.sinceMs < LAG_MS);
  }

  /** Whether the proxy was let in before a time, or until a moment ago. */
  wasTied(riderId: string, proxyId: string, beforeMs: number): boolean {
    const tie = this.ties.get(`${riderId} ${proxyId}`);
    return tie !== undefined && (tie.isSet ? tie.sinceMs < beforeMs : this.nowMs() - tie.sinceMs < LAG_MS);
  }

  /** Right after an erasure: whatever the service keeps is looked through. O(accounts) */
  riderErased(riderId: string): void {
    this.erased.add(riderId);
    this.checkErased(riderId);
    this.checkNumbers(riderId);
  }

  /** Whose erasure is acknowledged is erased. */
  checkDone({ name, request, token }: Ticket): void {
    const riderId =
      name === 'eraseMe' ? token?.ownerId : name === 'eraseRider' ? request.params?.['riderId'] : undefined;
    if (riderId !== undefined && !this.erased.has(riderId)) this.found('erased', `${name} of ${riderId} did nothing`);
  }

  /** Whom the service erased since it was asked last. */
  findErased(): readonly string[] {
    return this.people.disk
      .accountsOf('rider')
      .filter(({ status, accountId }) => status === 'erased' && !this.erased.has(accountId))
      .map(({ accountId }) => accountId);
  }

  private checkErased(riderId: string): void {
    const person = this.people.persons.find((one) => one.riderId === riderId);
    if (!person || this.hasReturned(person)) return;
    const { disk } = this.people;
    const isKept = ({ person: of, kind }: PersonalFind) =>
      of === person.number && kind !== 'phone' && kind !== 'member'; // these may have been typed again
    const kept = personalIn(JSON.stringify(this.people.openedRows())).filter(isKept);
    for (const { kind } of kept) this.found('erased', `${kind} of ${riderId} is still there, sealed`);
    const account = disk.findAccount(riderId);
    if (account?.status !== 'erased' || account.sealed !== null) this.found('erased', `${riderId} is not erased`);
    if (disk.sessionsOf(riderId).length > 0) this.found('erased', `${riderId} is still signed in`);
  }

  /** Is a new rider by now; nobody was told the new id when the process died before it could answer. */
  private hasReturned({ phone, riderId, hasReturned }: Person): boolean {
    if (hasReturned) return true;
    const { disk, vault } = this.people;
    const present = disk.findByLookup(vault.blind('phone', phone));
    return present?.status === 'active' && present.accountId !== riderId;
  }

  /** Somebody may type the numbers again later; right after the erasure there is no trace of them. */
  private checkNumbers(riderId: string): void {
    const person = this.people.persons.find((one) => one.riderId === riderId);
    if (!person || this.hasReturned(person)) return;
    const { disk, vault } = this.people;
    const text = JSON.stringify([
      [...disk.contents.lookups],
      [...disk.contents.challenges],
      [...disk.contents.attempts],
    ]);
    if (personalIn(JSON.stringify(this.people.openedRows())).some((find) => find.person === person.number)) {
      this.found('erased', `a number of ${riderId} is still there, sealed`);
    }
    const numbers = [
      vault.blind('phone', person.phone),
      ...(person.hasMemberNumber ? [vault.blind('member', person.memberNumber)] : []),
    ];
    for (const blind of numbers) {
      if (text.includes(blind)) this.found('erased', `${riderId} can still be found by a number`);
    }
  }

  /** The ledger keeps nothing that is to come for anybody who was erased. `state` is level with the ledger. */
  checkLedgerOf(state: DispatchState): void {
    for (const riderId of this.erased) {
      for (const rest of restsOf(state, riderId)) this.found('erased', `${riderId} was erased and has ${rest}`);
    }
  }

  /** At the end: what lies on the disks is closed to whoever has no keys. O(everything) */
  checkDisks(ledger: readonly unknown[]): void {
    const { disk, outbox } = this.people;
    const disks = {
      ledger,
      accounts: Object.values(disk.contents).map((rows) => [...rows]),
      outbox: outbox.contents,
    };
    for (const [where, rows] of Object.entries(disks)) {
      for (const { person, kind } of personalIn(JSON.stringify(rows))) {
        this.found('private', `${kind} of person ${person} lies open in the ${where}`);
      }
    }
    for (const riderId of this.erased) this.checkErased(riderId);
  }
}

/** What is still to come, or tied, in the name of a rider. */
function restsOf(state: DispatchState, riderId: string): string[] {
  const rests: string[] = [];
  for (const order of state.standingOrders.values()) {
    if (order.riderId === riderId && !order.isEnded) rests.push(`standing order ${order.orderId}`);
  }
  for (const entry of state.waitlist.values()) if (entry.riderId === riderId) rests.push(`wish ${entry.waitId}`);
  for (const open of state.openReturns.values())
    if (open.riderId === riderId) rests.push(`way back of ${open.bookingId}`);
  for (const ride of state.rides.values()) {
    const isOpen = ride.status === 'booked' || ride.status === 'on_board' || ride.status === 'held';
    if (ride.riderId === riderId && isOpen) rests.push(`${ride.status} ride ${ride.rideId}`);
  }
  for (const [otherId, other] of state.riders) {
    const ids = [other.proxyIds, other.actsForIds, other.companyIds, other.apartIds].flat();
    if (otherId === riderId ? ids.length > 0 : ids.includes(riderId)) rests.push(`a tie with ${otherId}`);
  }
  return rests;
}
