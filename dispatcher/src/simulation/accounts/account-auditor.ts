/**
 * Part of the auditor: whoever signs in has the right code, password, PIN or second factor; who guessed wrong too often waits;
 * a token that ended opens nothing, one that was given and not ended does; what was acknowledged is still there. Knows the
 * rules by itself and shares no code with what it watches.
 */
import { createHmac } from 'node:crypto';
import type { AnswerOf, BodyOf, RouteName } from '@noriai/core/contracts/routes.ts';
import { routes } from '@noriai/core/contracts/routes.ts';
import type { CodeMessage } from '../../application/accounts/riders.ts';
import type { SimulatedAnswer, SimulatedRequest } from '../life.ts';
import { GuessBook } from './guess-book.ts';
import type { People } from './people.ts';
import { personalIn } from './personal-data.ts';

export type FoundInAccounts = (rule: 'signed_in' | 'guessed' | 'lost', what: string) => void;

const CODE_SEC = 600;
const CODE_TRIES = 5;
/** An operator's session ends after half a day without use; whoever used it so lately is surely known. */
const SURELY_KNOWN_SEC = 8 * 3600;

/** A request from when it arrives until what came of it is known. */
export interface Ticket {
  readonly name: RouteName;
  readonly request: SimulatedRequest<RouteName>;
  readonly startMs: number;
  readonly startWallSec: number;
  /** What the token was worth when the request came. */
  readonly token: TokenRecord | null;
  readonly wasStatus: TokenRecord['status'] | null;
  /** Sessions that this request ends when it is accepted. */
  readonly ends: readonly TokenRecord[];
}

export interface TokenRecord {
  readonly kind: 'rider' | 'operator' | 'tablet' | 'ledger_rider' | 'driver';
  /** Account, ledger's rider or vehicle. */
  readonly ownerId: string;
  readonly sessionId: string | null;
  status: 'live' | 'maybe' | 'ended';
  usedWallSec: number;
}

interface CodeRecord {
  /** Phone and member number, whichever it can be typed with; for tablets the code itself. */
  readonly names: readonly string[];
  readonly code: string;
  readonly madeWallSec: number;
  readonly subjectId: string | null;
  /** Name of who may use it to act for the rider; null where it is for signing in. */
  readonly askedBy: string | null;
  wrongTries: number;
  isUsed: boolean;
}

interface OperatorRecord {
  readonly passwords: Set<string>;
  secret: string | null;
  hasFactor: boolean;
  readonly recovery: Set<string>;
  lastStep: number;
}

export class AccountAuditor {
  signIns = 0;
  wrongGuesses = 0;
  private readonly people: People;
  private readonly found: FoundInAccounts;
  private readonly tokens = new Map<string, TokenRecord>();
  private readonly codes: CodeRecord[] = [];
  private readonly guesses: GuessBook;
  private readonly operators = new Map<string, OperatorRecord>();
  private readonly operatorNames = new Map<string, string>();
  private readonly pins = new Map<string, Set<string>>();
  /** What the rider's needs may say at present, by rider id. */
  private readonly needs = new Map<string, Set<string>>();
  private readonly unsure = new Set<string>();
  /** What riders who are being erased were found by. */
  private readonly lastNames = new Map<string, readonly string[]>();

  constructor(people: People, nowMs: () => number, found: FoundInAccounts) {
    this.people = people;
    this.found = found;
    this.guesses = new GuessBook(nowMs, (what) => found('guessed', what));
  }

  /** Whom somebody at the machine added before the service began. */
  knowOffice(): void {
    for (const { loginName, passwords } of this.people.clerks) {
      const record = { passwords: new Set(passwords), secret: null, hasFactor: false, recovery: new Set<string>() };
      this.operators.set(loginName, { ...record, lastStep: -1 });
    }
    for (const [driverNumber, pins] of this.people.pins) this.pins.set(driverNumber, new Set(pins));
  }

  holderOf(token: string | undefined): TokenRecord | null {
    return this.tokens.get(token ?? '') ?? null;
  }

  /** A code leaves the service. */
  codeSent({ riderId, card, code, askedBy }: CodeMessage, wallSec: number): void {
    this.noteCode([card.phone, card.memberNumber], code, riderId, askedBy ?? null, wallSec);
  }

  private noteCode(
    names: readonly (string | null)[],
    code: string,
    subjectId: string | null,
    askedBy: string | null,
    madeWallSec: number,
  ): void {
    const known = names.filter((name) => name !== null);
    this.codes.push({ names: known, code, madeWallSec, subjectId, askedBy, wrongTries: 0, isUsed: false });
  }

  /** By rule or by wish, and perhaps taken back at once: what hung on the account is not sure to be there any more. */
  erasing(accountId: string): void {
    this.unsure.add(accountId);
    this.lastNames.set(accountId, this.namesOnDisk(accountId));
    for (const token of this.tokensOf(accountId)) if (token.status === 'live') token.status = 'maybe';
  }

  /** No trace of the numbers is left, at a wish or by rule: what was guessed at them is forgotten, too. */
  erased(accountId: string): void {
    const names = this.lastNames.get(accountId) ?? [];
    this.guesses.forget((subject) => names.some((name) => subject === `rider ${name}`));
  }

  arrived<N extends RouteName>(name: N, request: SimulatedRequest<N>, startMs: number, startWallSec: number): Ticket {
    const token = this.holderOf(request.token);
    const wasStatus = token?.status ?? null;
    const ends = this.endedBy(name, request, token).filter((one) => one.status !== 'ended');
    for (const one of ends) one.status = 'maybe';
    this.noteWish(name, request as SimulatedRequest<RouteName>, token);
    const ticket = {
      name,
      request: request as SimulatedRequest<RouteName>,
      startMs,
      startWallSec,
      token,
      wasStatus,
      ends,
    };
    const subject = this.guessedAt(ticket);
    if (subject !== null) this.guesses.began(subject, startMs, this.isRightPin(ticket));
    return ticket;
  }

  /** What came of a request, whether or not anybody hears of it. */
  handled(ticket: Ticket, answer: SimulatedAnswer<RouteName>, wallSec: number): void {
    this.checkToken(ticket, answer, wallSec);
    for (const one of ticket.ends) {
      if (answer.ok) one.status = 'ended';
      else if (ticket.ends.length === 1 && one === ticket.token && ticket.wasStatus) one.status = ticket.wasStatus;
    }
    if (answer.ok) this.checkLater(ticket);
    this.checkGuess(ticket, answer, wallSec);
    if (answer.ok) this.learn(ticket, answer.answer as never, wallSec);
    else this.checkNotLost(ticket, answer.refusal);
  }

  /** Broken off on the way: whether a guess was right nobody knows. */
  brokenOff(ticket: Ticket): void {
    const subject = this.guessedAt(ticket);
    const isReset = ['changePassword', 'changeOperator', 'changeDriver', 'eraseMe', 'eraseRider'].includes(ticket.name);
    if (subject !== null || isReset) this.guesses.forget((one) => isReset || one.endsWith(subject!.split(' ')[1]!));
  }

  private checkToken({ name, token, wasStatus }: Ticket, answer: SimulatedAnswer<RouteName>, wallSec: number): void {
    if (!token || routes[name].access === 'anybody') return;
    if (answer.ok && wasStatus === 'ended')
      this.found('signed_in', `${name} by a token of ${token.ownerId} that ended`);
    const isRefused = !answer.ok && answer.refusal === 'not_signed_in';
    const isAccounts = token.kind === 'rider' || token.kind === 'operator' || token.kind === 'tablet';
    const isFresh = token.kind !== 'operator' || wallSec - token.usedWallSec < SURELY_KNOWN_SEC;
    if (isRefused && isAccounts && isFresh && wasStatus === 'live' && token.status === 'live') {
      this.found('lost', `${name}: the session ${token.sessionId} of ${token.ownerId} is not known any more`);
    }
    if (answer.ok) token.usedWallSec = wallSec;
  }

  /** Sessions that the request ends when it is accepted. */
  private endedBy(name: RouteName, request: SimulatedRequest<never>, token: TokenRecord | null): TokenRecord[] {
    const params = request.params ?? {};
    switch (name) {
      case 'signOut':
        return token && token.sessionId !== null ? [token] : [];
      case 'endSession':
        return this.tokensOf(token?.ownerId ?? '').filter((one) => one.sessionId === params['sessionId']);
      case 'eraseMe':
        return this.tokensOf(token?.ownerId ?? '');
      case 'eraseRider':
      case 'signOutRider':
        return this.tokensOf(params['riderId'] ?? '');
      case 'changeOperator':
        return this.tokensOf(params['accountId'] ?? '');
      case 'changePassword':
        return this.tokensOf(token?.ownerId ?? '').filter((one) => one !== token);
      case 'endTablet':
        return this.tokensOf(params['tabletId'] ?? '');
      case 'signOff':
        return token?.kind === 'driver' ? [token] : [];
      default:
        return [];
    }
  }

  /** Sessions that were begun while others were ended may have been ended with them. */
  private checkLater({ name, request, token, ends }: Ticket): void {
    for (const one of this.endedBy(name, request as SimulatedRequest<never>, token)) {
      if (!ends.includes(one) && one.status === 'live') one.status = 'maybe';
    }
  }

  private tokensOf(ownerId: string): TokenRecord[] {
    return [...this.tokens.values()].filter((token) => token.ownerId === ownerId && token.sessionId !== null);
  }

  /** What a request may change, from when it comes. */
  private noteWish(name: RouteName, { body, params }: SimulatedRequest<RouteName>, token: TokenRecord | null): void {
    if (name === 'changePassword') {
      const loginName = this.operatorNames.get(token?.ownerId ?? '');
      const { newPassword } = body as BodyOf<'changePassword'>;
      this.operators.get(loginName ?? '')?.passwords.add(newPassword);
    } else if (name === 'changeOperator') {
      const operator = this.operators.get(this.operatorNames.get(params?.['accountId'] ?? '') ?? '');
      const { password, dropSecondFactor } = body as BodyOf<'changeOperator'>;
      if (password !== undefined) operator?.passwords.add(password);
      if (operator && dropSecondFactor) operator.hasFactor = false;
    } else if (name === 'changeDriver') {
      const { pin } = body as BodyOf<'changeDriver'>;
      for (const pins of this.pins.values()) if (pin !== undefined) pins.add(pin);
    } else if (name === 'changeProfile') {
      this.needs.get(token?.ownerId ?? '')?.add((body as BodyOf<'changeProfile'>).needs);
    } else if (name === 'changeRider') {
      this.needs.get(params?.['riderId'] ?? '')?.add((body as BodyOf<'changeRider'>).needs);
    }
  }

  private checkGuess(ticket: Ticket, answer: SimulatedAnswer<RouteName>, wallSec: number): void {
    const subject = this.guessedAt(ticket);
    if (subject === null) return;
    if (ticket.wasStatus === 'ended') return this.guesses.refused(subject, ticket.startMs);
    const isWrong = !answer.ok && answer.refusal === 'wrong_credentials';
    const isRight =
      answer.ok || answer.refusal === 'second_factor_needed' || isSignOnRefusedLater(ticket, answer.refusal);
    const [kind, name] = subject.split(' ');
    if (kind === 'factor' && (isWrong || isRight)) this.guesses.forget((one) => one === `login ${name}`);
    if (isWrong) this.wrongGuesses++;
    if (answer.ok) this.signIns++;
    if (isWrong || isRight) this.guesses.tried(subject, ticket.startMs, ticket.startWallSec, isWrong);
    else this.guesses.refused(subject, ticket.startMs);
    if (isWrong && ticket.name === 'signInRider') {
      const typed = nameIn(ticket.request.body as BodyOf<'signInRider'>);
      // Under a number that the rider no longer has nobody guesses at the rider's code.
      const isStillTheirs = ({ subjectId }: CodeRecord) =>
        subjectId === null || this.namesOnDisk(subjectId).includes(typed);
      for (const code of this.codes) {
        if (code.askedBy === null && code.names.includes(typed) && isStillTheirs(code)) code.wrongTries++;
      }
    }
    if (answer.ok) this.checkRight(ticket, answer.answer as never, wallSec);
    else if (isRight && ticket.name === 'signOnDriver') this.checkRight(ticket, {}, wallSec);
  }

  /** What is guessed at; null where nothing is, or where it cannot be told from outside which of two was wrong. */
  private guessedAt({ name, request: { body } }: Ticket): string | null {
    if (name === 'signInRider') return `rider ${nameIn(body as BodyOf<'signInRider'>)}`;
    if (name === 'signOnDriver') return `driver ${(body as BodyOf<'signOnDriver'>).driverNumber}`;
    if (name === 'pairTablet') return `tablet ${(body as BodyOf<'pairTablet'>).code.slice(0, 4)}`;
    if (name !== 'signInOperator') return null;
    const { loginName, password } = body as BodyOf<'signInOperator'>;
    const passwords = this.operators.get(loginName)?.passwords;
    if (passwords && passwords.size > 1) return null;
    return passwords?.has(password) ? `factor ${loginName}` : `login ${loginName}`;
  }

  /** A driver who knows the PIN; the sign-on may die on its way to the ledger, with the guesses forgotten. */
  private isRightPin({ name, request: { body } }: Ticket): boolean {
    if (name !== 'signOnDriver') return false;
    const { driverNumber, pin } = body as BodyOf<'signOnDriver'>;
    return this.pins.get(driverNumber)?.has(pin) === true;
  }

  /** Nobody gets in without what they must know. */
  private checkRight(
    { name, request: { body }, token }: Ticket,
    answer: { accountId?: string },
    wallSec: number,
  ): void {
    if (name === 'signInRider') this.checkRiderCode(body as BodyOf<'signInRider'>, answer.accountId!, wallSec);
    else if (name === 'pairTablet') {
      const { code } = body as BodyOf<'pairTablet'>;
      this.use(
        this.codes.findLast((one) => one.names.includes(code)),
        `a tablet pairs with ${code}`,
        wallSec,
      );
    } else if (name === 'signOnDriver') {
      const { driverNumber, pin } = body as BodyOf<'signOnDriver'>;
      if (!this.pins.get(driverNumber)?.has(pin)) this.found('signed_in', `driver ${driverNumber} with PIN ${pin}`);
      if (token?.kind !== 'tablet') this.found('signed_in', `driver ${driverNumber} without a tablet`);
    } else if (name === 'signInOperator') this.checkOperator(body as BodyOf<'signInOperator'>, wallSec);
  }

  private checkRiderCode(body: BodyOf<'signInRider'>, accountId: string, wallSec: number): void {
    const name = nameIn(body);
    // The desk may have added a number since the code was sent: it is the rider's code all the same.
    const isTheirs = (one: CodeRecord) => one.names.includes(name) || one.subjectId === accountId;
    const code = this.codes.findLast((one) => one.askedBy === null && isTheirs(one));
    const isRight = code?.code === body.code && (code.subjectId ?? accountId) === accountId;
    const what = `${accountId} by ${name} with ${body.code}`;
    if (!isRight) this.found('signed_in', `${what}, where ${code?.code ?? 'none'} of ${code?.subjectId} was sent`);
    else this.use(code, what, wallSec);
  }

  private use(code: CodeRecord | undefined, what: string, wallSec: number): void {
    if (!code) return this.found('signed_in', `${what}, a code that nobody was given`);
    if (code.isUsed) this.found('signed_in', `${what} a second time`);
    if (wallSec >= code.madeWallSec + CODE_SEC) this.found('signed_in', `${what}, too late`);
    if (code.wrongTries >= CODE_TRIES) this.found('signed_in', `${what} after ${code.wrongTries} wrong tries`);
    code.isUsed = true;
  }

  private checkOperator({ loginName, password, secondFactor }: BodyOf<'signInOperator'>, wallSec: number): void {
    const operator = this.operators.get(loginName);
    if (!operator?.passwords.has(password)) return this.found('signed_in', `${loginName} with ${password}`);
    if (!operator.hasFactor) return;
    const step = [0, -1, 1]
      .map((by) => Math.floor(wallSec / 30) + by)
      .find((at) => {
        return at > operator.lastStep && timeCode(operator.secret!, at) === secondFactor;
      });
    if (step !== undefined) operator.lastStep = step;
    else if (!operator.recovery.delete(secondFactor ?? '')) {
      this.found('signed_in', `${loginName} with the second factor ${secondFactor}`);
    }
  }

  /** Whoever agreed to it was sent the code, for the one who asked; who has no name yet cannot be told by it. */
  checkConsent(askerId: string, body: BodyOf<'confirmActFor'>, wallSec: number): void {
    const name = nameIn(body);
    const asker = this.people.persons.find((one) => one.riderId === askerId);
    const isForAsker = (askedBy: string | null) =>
      askedBy === '' || (askedBy !== null && personalIn(askedBy).some(({ person }) => person === asker?.number));
    const code = this.codes.findLast(
      (one) => one.code === body.code && one.names.includes(name) && isForAsker(one.askedBy),
    );
    if (code) code.isUsed = false; // sent again on the way, it gives what it gave
    this.use(code, `${askerId} acts for ${name} with ${body.code}`, wallSec);
  }

  private learn(ticket: Ticket, answer: Record<string, string>, wallSec: number): void {
    const { name, request, token } = ticket;
    const params = request.params ?? {};
    switch (name) {
      case 'registerRider':
        return this.give(answer['token']!, 'ledger_rider', answer['subjectId']!, null, wallSec);
      case 'signOn':
      case 'signOnDriver':
        return this.give(answer['token']!, 'driver', params['vehicleId']!, null, wallSec);
      case 'signInRider':
        return this.give(answer['token']!, 'rider', answer['accountId']!, answer['sessionId']!, wallSec);
      case 'pairTablet':
        return this.give(answer['token']!, 'tablet', answer['accountId']!, answer['sessionId']!, wallSec);
      case 'signInOperator': {
        const { loginName } = request.body as BodyOf<'signInOperator'>;
        this.operatorNames.set(answer['accountId']!, loginName);
        return this.give(answer['token']!, 'operator', answer['accountId']!, answer['sessionId']!, wallSec);
      }
      case 'readRiderCode': {
        const { code } = answer;
        const riderId = params['riderId']!;
        return this.noteCode(this.namesOfRider(riderId), code!, riderId, null, wallSec);
      }
      case 'issuePairingCode':
        return this.noteCode([answer['code']!], answer['code']!, null, null, wallSec);
      case 'addRider':
        this.needs.set(answer['riderId']!, new Set([answer['needs']!]));
        return;
      case 'changeProfile':
        this.needs.set(token!.ownerId, new Set([(request.body as BodyOf<'changeProfile'>).needs]));
        return;
      case 'changeRider':
        this.needs.set(params['riderId']!, new Set([(request.body as BodyOf<'changeRider'>).needs]));
        return;
      case 'getProfile':
      case 'getRider':
        return this.checkNeeds(answer as never);
      case 'changePassword':
        return this.passwordChanged(token, request.body as BodyOf<'changePassword'>);
      case 'changeOperator':
        return this.operatorChanged(params['accountId']!, request.body as BodyOf<'changeOperator'>);
      case 'changeDriver':
        return this.pinChanged(answer['driverNumber']!, request.body as BodyOf<'changeDriver'>);
      case 'confirmSecondFactor':
        return this.factorConfirmed(token, answer as never);
      case 'beginSecondFactor': {
        const operator = this.operatorOf(token);
        if (operator && !operator.hasFactor) operator.secret = answer['secret']!;
        return;
      }
      case 'eraseMe':
      case 'eraseRider': {
        const riderId = name === 'eraseMe' ? token!.ownerId : params['riderId']!;
        this.needs.delete(riderId);
        return;
      }
      default:
        return;
    }
  }

  private give(token: string, kind: TokenRecord['kind'], ownerId: string, sessionId: string | null, at: number): void {
    if (this.tokens.has(token)) return; // the answer to a command that came twice
    this.tokens.set(token, { kind, ownerId, sessionId, status: 'live', usedWallSec: at });
  }

  private namesOfRider(riderId: string): readonly string[] {
    const person = this.people.persons.find((one) => one.riderId === riderId);
    return person ? [person.phone, person.memberNumber] : [];
  }

  /** Also of a rider whose sign-up was broken off, so that nobody was told the id. */
  private namesOnDisk(accountId: string): readonly string[] {
    const { disk, vault, persons } = this.people;
    const lookups = disk.lookupsOf(accountId);
    return persons
      .flatMap(({ phone, memberNumber }) => [['phone', phone] as const, ['member', memberNumber] as const])
      .filter(([kind, name]) => lookups.includes(vault.blind(kind, name)))
      .map(([, name]) => name);
  }

  private settle(possible: Set<string> | undefined, value: string): void {
    if (!possible) return;
    possible.clear();
    possible.add(value);
  }

  private checkNeeds({ riderId, needs }: { riderId: string; needs: string }): void {
    const possible = this.needs.get(riderId);
    if (possible && !possible.has(needs)) {
      this.found('lost', `${riderId} needs ${needs}, acknowledged was ${[...possible].join(' or ')}`);
    }
  }

  private checkNotLost({ name, request, token, wasStatus }: Ticket, refusal: string): void {
    const riderId =
      name === 'getProfile' ? token?.ownerId : name === 'getRider' ? request.params?.['riderId'] : undefined;
    if (riderId === undefined || refusal !== 'not_found' || this.unsure.has(riderId)) return;
    if (name === 'getProfile' && (token?.kind !== 'rider' || wasStatus !== 'live')) return;
    if (this.needs.has(riderId)) this.found('lost', `the account of ${riderId} is gone`);
  }

  private operatorOf(token: TokenRecord | null): OperatorRecord | undefined {
    return this.operators.get(this.operatorNames.get(token?.ownerId ?? '') ?? '');
  }

  private passwordChanged(token: TokenRecord | null, { password, newPassword }: BodyOf<'changePassword'>): void {
    const operator = this.operatorOf(token);
    operator?.passwords.add(newPassword);
    if (password !== newPassword) operator?.passwords.delete(password);
    this.guesses.forget((subject) => subject === `login ${this.operatorNames.get(token?.ownerId ?? '')}`);
  }

  private operatorChanged(accountId: string, { password, dropSecondFactor }: BodyOf<'changeOperator'>): void {
    const loginName = this.operatorNames.get(accountId);
    const operator = this.operators.get(loginName ?? '');
    this.guesses.forget((subject) => subject === `login ${loginName}`);
    if (password !== undefined && operator) this.settle(operator.passwords, password);
    if (dropSecondFactor && operator) operator.hasFactor = false;
  }

  private pinChanged(driverNumber: string, { pin }: BodyOf<'changeDriver'>): void {
    this.guesses.forget((subject) => subject === `driver ${driverNumber}`);
    if (pin === undefined) return;
    for (const [number, pins] of this.pins) if (number !== driverNumber) pins.delete(pin);
    this.settle(this.pins.get(driverNumber), pin);
  }

  private factorConfirmed(token: TokenRecord | null, { codes }: AnswerOf<'confirmSecondFactor'>): void {
    const operator = this.operatorOf(token);
    if (!operator) return;
    operator.hasFactor = true;
    operator.recovery.clear();
    for (const code of codes) operator.recovery.add(code);
  }
}

/** Hours, roll call, another driver or the ledger: that comes after number and PIN, and tells that they were right. */
function isSignOnRefusedLater({ name }: Ticket, refusal: string): boolean {
  return name === 'signOnDriver' && !refusedBeforePin.has(refusal);
}

const refusedBeforePin: ReadonlySet<string> = new Set([
  'not_signed_in',
  'not_yours',
  'locked_out',
  'wrong_credentials',
]);

export function nameIn({ phone, memberNumber }: { readonly phone?: string; readonly memberNumber?: string }): string {
  return phone === undefined ? (memberNumber ?? '') : `+81${phone.replaceAll(/\D/g, '').replace(/^(81|0)/, '')}`;
}

/** RFC 6238 once more: six digits of a step of half a minute. */
export function timeCode(secret: string, step: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const letter of secret) bits += alphabet.indexOf(letter).toString(2).padStart(5, '0');
  const key = Buffer.from(bits.match(/[01]{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
  const moment = Buffer.alloc(8);
  moment.writeUInt32BE(step, 4);
  const digest = createHmac('sha1', key).update(moment).digest();
  const number = digest.readUInt32BE(digest[19]! % 16) % 2 ** 31;
  return String(number % 1e6).padStart(6, '0');
}
