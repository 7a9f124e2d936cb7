/** Part of the auditor: everything about people and what they are told. Holds the four books together. */
import type { DriverMessages } from '@noriai/core/contracts/broadcasts.ts';
import type { BodyOf, RouteName } from '@noriai/core/contracts/routes.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import type { Notice } from '@noriai/core/dispatch/notices.ts';
import type { DispatchState } from '@noriai/core/dispatch/state.ts';
import type { CodeMessage } from '../../application/accounts/riders.ts';
import type { Violation } from '../auditor.ts';
import type { SimulatedAnswer, SimulatedRequest } from '../life.ts';
import { AccountAuditor, nameIn, type Ticket } from './account-auditor.ts';
import { BroadcastAuditor } from './broadcast-auditor.ts';
import { NoticeAuditor } from './notice-auditor.ts';
import type { People, Person } from './people.ts';
import { PrivacyAuditor } from './privacy-auditor.ts';

type Found = (rule: Violation['rule'], what: string) => void;

/** What came of a request, and how the process stood that answered it. */
export interface Handling {
  readonly answer: SimulatedAnswer<RouteName>;
  readonly wallSec: number;
  /** Newest fact on disk. */
  readonly sequence: number;
  /** Whether the process that answered knew it. */
  readonly isInStep: boolean;
  readonly isDesk: boolean;
}

export class PeopleAuditor {
  readonly accounts: AccountAuditor;
  readonly privacy: PrivacyAuditor;
  readonly notices: NoticeAuditor;
  readonly broadcasts: BroadcastAuditor;
  private readonly people: People;

  constructor(people: People, nowMs: () => number, found: Found) {
    this.people = people;
    this.accounts = new AccountAuditor(people, nowMs, found);
    this.privacy = new PrivacyAuditor(people, nowMs, found);
    this.notices = new NoticeAuditor(people, found);
    this.broadcasts = new BroadcastAuditor(found);
  }

  get figures() {
    const { accounts, privacy, notices, broadcasts } = this;
    return {
      signIns: accounts.signIns,
      wrongGuesses: accounts.wrongGuesses,
      erased: privacy.erasedCount,
      told: notices.told,
      messagesToMany: broadcasts.sent,
      acknowledgedByDrivers: broadcasts.acknowledged,
      newsToDrivers: broadcasts.newsShown,
    };
  }

  hasAccount(accountId: string): boolean {
    return this.people.disk.findAccount(accountId) !== null;
  }

  read(entry: LedgerEntry): void {
    this.privacy.read(entry.event);
    this.broadcasts.read(entry);
  }

  codeSent(message: CodeMessage, wallSec: number): void {
    this.accounts.codeSent(message, wallSec);
  }

  expect(areaId: string, entry: LedgerEntry, notices: readonly Notice[]): void {
    this.notices.expect(areaId, entry, notices);
    this.broadcasts.expect(entry, notices);
  }

  arrived<N extends RouteName>(name: N, request: SimulatedRequest<N>, nowMs: number, wallSec: number): Ticket {
    return this.accounts.arrived(name, request, nowMs, wallSec);
  }

  handled(ticket: Ticket, { answer, wallSec, sequence, isInStep, isDesk }: Handling): void {
    if (answer.ok) this.learnRider(ticket, answer.answer as never, sequence);
    if (answer.ok && ticket.name === 'confirmActFor') this.checkConsent(ticket, wallSec);
    this.accounts.handled(ticket, answer, wallSec);
    if (answer.ok) this.privacy.checkDone(ticket);
    this.privacy.handled(ticket, answer as SimulatedAnswer<never>, isDesk);
    if (answer.ok && ticket.name === 'getMessages' && isInStep) {
      this.broadcasts.checkShown(answer.answer as DriverMessages, wallSec, sequence);
    }
  }

  private learnRider(
    { name, request: { body } }: Ticket,
    answer: Partial<Record<string, string>>,
    sequence: number,
  ): void {
    if (name !== 'signInRider' && name !== 'addRider' && name !== 'changeRider') return;
    const riderId = answer['accountId'] ?? answer['riderId']!;
    const person = this.personNamed(nameIn(body as BodyOf<'signInRider'>));
    if (!person) return;
    if (name !== 'signInRider') person.hasMemberNumber = true;
    if (person.riderId !== null && person.riderId !== riderId) person.hasReturned = true;
    person.riderId = riderId;
    this.notices.riderKnown(riderId, sequence);
  }

  private personNamed(name: string): Person | undefined {
    return this.people.persons.find(({ phone, memberNumber }) => phone === name || memberNumber === name);
  }

  /** A relation that was there before needs no code. */
  private checkConsent({ token, request, startMs }: Ticket, wallSec: number): void {
    const body = request.body as BodyOf<'confirmActFor'>;
    const other = this.personNamed(nameIn(body));
    if (!token || !other || other.riderId === null) return;
    if (this.privacy.wasTied(other.riderId, token.ownerId, startMs)) return;
    this.accounts.checkConsent(token.ownerId, body, wallSec);
  }

  /** At once after an erasure, at a wish or by rule. */
  lookForErased(): void {
    this.people.hasErased = false;
    for (const riderId of this.privacy.findErased()) {
      this.notices.riderGone(riderId);
      this.accounts.erased(riderId);
      this.privacy.riderErased(riderId);
    }
  }

  /** @param state level with the ledger */
  checkState(state: DispatchState): void {
    this.privacy.checkLedgerOf(state);
    this.broadcasts.checkNews(state.sequence);
  }

  /** After the last action. */
  checkAtEnd(state: DispatchState, ledger: readonly LedgerEntry[], nowSec: number, hasJumped: boolean): void {
    this.checkState(state);
    this.privacy.checkDisks(ledger);
    this.notices.checkTold(nowSec, hasJumped);
  }
}
