/** What a run has besides vehicles and trips: accounts on a disk, who may register how, the people themselves and their post. */
import { hash } from 'node:crypto';
import { randomIndex, seededRandom, type Random } from '@noriai/core/containers/random.ts';
import type { NoticeWish } from '@noriai/core/contracts/accounts.ts';
import type { Role } from '@noriai/core/contracts/rights.ts';
import { MemoryAccounts } from '../../adapters/accounts/memory-accounts.ts';
import { KeyRingVault } from '../../adapters/accounts/key-ring-vault.ts';
import { accountParts } from '../../adapters/accounts/account-parts.ts';
import { MemoryOutbox } from '../../adapters/notices/outboxes.ts';
import { addDriver } from '../../application/accounts/drivers.ts';
import { addOperator } from '../../application/accounts/operators.ts';
import type { SecretSource, Vault } from '../../application/accounts/account-ports.ts';
import { memberOfPerson, phoneOfPerson } from './personal-data.ts';
import { plainHash, scriptedSecrets } from './scripted-secrets.ts';

/** How accounts are kept in a town, by seed. */
export interface PeopleRules {
  readonly openSignUp: boolean;
  readonly driverPins: boolean;
  readonly secondFactorRoles: readonly Role[];
  readonly eraseAfterDays: number;
}

/** Somebody with a telephone, who becomes a rider; whoever was erased and comes again is another person. */
export interface Person {
  readonly number: number;
  readonly phone: string;
  readonly memberNumber: string;
  riderId: string | null;
  /** Registered again after an erasure, by somebody who still knew the number. */
  hasReturned: boolean;
  /** The desk told the service the member number. */
  hasMemberNumber: boolean;
  token: string | undefined;
  /** Codes that were read to this person by the desk, newest last. */
  readonly heard: string[];
  /** As the service acknowledged them; null where it has none, or nobody knows. */
  quietHours: NoticeWish['quietHours'];
  /** How often they changed what is known of them. */
  changes: number;
}

export interface Letter {
  readonly messageId: string;
  readonly text: string;
}

/** Whoever works at the desk with an own account. */
export interface Clerk {
  readonly loginName: string;
  readonly role: Role;
  /** What may be the password, newest last: nobody knows whether a change arrived that was never answered. */
  readonly passwords: string[];
  token: string | undefined;
  accountId: string | null;
  /** Secret of the authenticator app, and the codes for the day it is lost. */
  secret: string | null;
  recovery: string[];
}

export const DRIVER_NUMBERS = ['11', '12', '13'];
const FIRST_PIN = '4711';

export class People {
  readonly disk = new MemoryAccounts();
  readonly outbox = new MemoryOutbox();
  readonly vault: Vault;
  readonly secrets: SecretSource;
  readonly rules: PeopleRules;
  readonly persons: Person[] = [];
  readonly clerks: Clerk[] = [];
  /** What may be the drivers' PINs, by number, newest last. */
  readonly pins = new Map(DRIVER_NUMBERS.map((number) => [number, [FIRST_PIN]]));
  /** Codes read out to whoever holds the tablet of a vehicle. */
  readonly pairingCodes = new Map<string, string>();
  /** What lies in the post of each address. */
  readonly letters = new Map<string, Letter[]>();
  /** Writes to the accounts by all processes together. */
  writes = 0;
  /** Somebody was erased since the auditor looked last. */
  hasErased = false;

  constructor(random: Random) {
    this.secrets = scriptedSecrets(seededRandom(randomIndex(random, 2 ** 32)));
    const ring = { current: 'k1', keys: { k1: plainHash(String(randomIndex(random, 2 ** 32))) } };
    let sealed = 0;
    this.vault = new KeyRingVault(ring, () => Buffer.from(String(sealed++).padStart(12, '0')));
    this.rules = {
      openSignUp: random() < 0.6,
      driverPins: random() < 0.4,
      secondFactorRoles: random() < 0.3 ? ['admin'] : [],
      eraseAfterDays: random() < 0.4 ? 0.1 : 0,
    };
  }

  /** The first operators and drivers, whom somebody at the machine adds before the service begins. */
  async openOffice(areaId: string, nowSec: number): Promise<void> {
    let made = 0;
    const ids = { newId: () => `host-${++made}`, tokenFor: () => '' };
    const passwords = { hash: async (text: string) => plainHash(text), verify: async () => false };
    const { disk: store, vault, secrets } = this;
    const clock = { nowSec: () => nowSec };
    const parts = accountParts({ areaId, ids, clock, store, vault, passwords, secrets });
    for (const [i, role] of (['admin', 'supervisor'] as const).entries()) {
      const loginName = `clerk${i}`;
      const password = `the first words of clerk ${i}`;
      await addOperator(parts, { loginName, password, name: '模擬 職員', grants: [{ role, areaId }] }, 'host');
      const nothing = { token: undefined, accountId: null, secret: null, recovery: [] };
      this.clerks.push({ loginName, role, passwords: [password], ...nothing });
    }
    for (const driverNumber of DRIVER_NUMBERS) {
      await addDriver(parts, { driverNumber, name: '模擬 乗務員', pin: FIRST_PIN }, 'host');
    }
  }

  newPerson(): Person {
    const number = this.persons.length + 1;
    const person: Person = {
      number,
      phone: phoneOfPerson(number),
      memberNumber: memberOfPerson(number),
      riderId: null,
      hasReturned: false,
      hasMemberNumber: false,
      token: undefined,
      heard: [],
      quietHours: null,
      changes: 0,
    };
    this.persons.push(person);
    return person;
  }

  /** Any person, mostly one with an account; null when there is none. */
  anyPerson(random: Random): Person | null {
    const present = this.persons.filter((person) => !this.isErased(person));
    const known = random() < 0.8 ? present.filter(({ riderId }) => riderId !== null) : present;
    return known[randomIndex(random, known.length)] ?? null;
  }

  isErased({ riderId }: Person): boolean {
    return riderId !== null && this.disk.findAccount(riderId)?.status === 'erased';
  }

  deliver(address: string, letter: Letter): void {
    const box = this.letters.get(address);
    if (box) box.push(letter);
    else this.letters.set(address, [letter]);
  }

  /** Everything of the accounts and the outbox, as a text that is equal exactly when they are. */
  fingerprint(): string {
    const opened = this.openedRows();
    return hash('sha256', JSON.stringify(opened));
  }

  /** All rows of the accounts with what is sealed laid open, as only who has the keys can. O(accounts) */
  openedRows(): unknown {
    return laidOpen(this.disk.contents, this.vault);
  }
}

function laidOpen(value: unknown, vault: Vault): unknown {
  if (value instanceof Map) return [...(value as Map<string, unknown>)].map((pair) => laidOpen(pair, vault));
  if (Array.isArray(value)) return value.map((one) => laidOpen(one, vault));
  if (typeof value !== 'object' || value === null) return value;
  const isSealed = (name: string, of: unknown): of is string =>
    name.startsWith('sealed') && typeof of === 'string' && vault.isCurrent(of);
  return Object.fromEntries(
    Object.entries(value).map(([name, of]) => [name, isSealed(name, of) ? vault.open(of) : laidOpen(of, vault)]),
  );
}
