/** The computer that a simulated dispatcher runs on: its disk, its clock on the wall, and one life of the process after another. */
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import type { MemoryStore } from '../adapters/memory-ledger.ts';
import type { AccountParts } from '../application/accounts/accounts.ts';
import type { OutboxStore } from '../application/notices/outbox.ts';
import type { DispatchRules } from '../application/ports.ts';
import type { Auditor } from './auditor.ts';
import type { People } from './accounts/people.ts';
import { Life } from './life.ts';
import { noDeaths, type DeathPlace, type Script } from './script.ts';
import { VirtualTime } from './virtual-time.ts';

export interface MachineParts {
  readonly world: ServiceWorld;
  readonly rules: DispatchRules;
  readonly script: Script;
  readonly random: Random;
  readonly startSec: number;
  readonly auditor: Auditor;
  readonly people: People;
  readonly spoilDisk: ((rows: unknown[]) => void) | undefined;
  readonly spoilAccounts: SpoilAccounts | undefined;
  readonly spoilOutbox: SpoilOutbox | undefined;
}

/** What a broken program would work with; for tests, which must find it out. */
export type SpoilAccounts = (parts: AccountParts) => AccountParts;
export type SpoilOutbox = (outbox: OutboxStore) => OutboxStore;

export class Machine {
  readonly world: ServiceWorld;
  readonly rules: DispatchRules;
  readonly auditor: Auditor;
  readonly time: VirtualTime;
  readonly store: MemoryStore = new Map();
  readonly people: People;
  readonly spoilAccounts: SpoilAccounts;
  readonly spoilOutbox: SpoilOutbox;
  /** Who takes new messages; null while a process starts. */
  life: Life | null = null;
  /** How often a process died, by place. */
  readonly deaths = noDeaths();
  sleepers = 0;
  clockJumps = 0;
  /** Nothing goes wrong any more: what is under way is to end well. */
  isCalm = false;
  private readonly script: Script;
  private readonly random: Random;
  private readonly spoilDisk: MachineParts['spoilDisk'];
  private lives = 0;
  private wallOffsetMs = 0;

  constructor(parts: MachineParts) {
    this.world = parts.world;
    this.rules = parts.rules;
    this.script = parts.script;
    this.random = parts.random;
    this.auditor = parts.auditor;
    this.spoilDisk = parts.spoilDisk;
    this.people = parts.people;
    this.spoilAccounts = parts.spoilAccounts ?? ((sound) => sound);
    this.spoilOutbox = parts.spoilOutbox ?? ((sound) => sound);
    this.time = new VirtualTime(parts.startSec * 1000);
  }

  wallSec(): number {
    return Math.floor((this.time.ms + this.wallOffsetMs) / 1000);
  }

  /** Whether a fault of this kind comes now. */
  happens(kind: Extract<keyof Script, `${string}Share`>): boolean {
    return !this.isCalm && this.random() < this.script[kind];
  }

  /** 0 … 1, of the script's own. */
  chance(): number {
    return this.random();
  }

  messageMs(): number {
    return this.happens('slowShare') ? 500 + 20_000 * this.random() : 5 + 50 * this.random();
  }

  appendMs(): number {
    return 1 + 5 * this.random() ** 4 * 20;
  }

  /** Begins the first life and lets idle processes die and clocks jump from time to time. */
  begin(): void {
    this.restart(0);
    const HOUR_MS = 3_600_000;
    const trouble = (): void => {
      if (this.isCalm) return;
      if (this.life?.isOpen && this.random() < 20 * this.script.deathShare) this.idleDeath();
      if (this.random() < this.script.clockJumpsPerHour / 60) this.jumpClock();
      this.time.after(HOUR_MS / 60, trouble);
    };
    this.time.after(HOUR_MS / 60, trouble);
  }

  /** True when the process is dead at this place, now or for some time; then what it was about to do never happens. */
  diesAt(place: DeathPlace, life: Life): boolean {
    if (life.isAlive && this.happens('deathShare')) this.kill(life, place);
    return !life.isAlive;
  }

  private kill(life: Life, place: DeathPlace): void {
    life.isAlive = false;
    this.deaths[place]++;
    if (this.life === life) this.restart(500 + 20_000 * this.random());
  }

  /** Dies while nothing happens, or is only taken for dead and wakes up beside its successor. */
  private idleDeath(): void {
    const life = this.life!;
    if (!this.happens('sleeperShare')) return this.kill(life, 'idle');
    this.sleepers++;
    this.restart(100);
    this.time.after(60_000 * this.random(), () => {
      life.isAlive = false;
    });
  }

  private restart(afterMs: number): void {
    this.life = null;
    this.time.after(afterMs, () => {
      this.spoilDisk?.(this.store.get(this.world.area.id) ?? []);
      const life = new Life(this, ++this.lives);
      this.life = life;
      life.open().then(
        () => this.auditor.compareNowAndThen(life.loop!.state),
        (error: unknown) => {
          this.auditor.trouble('the service did not start', error);
          life.isAlive = false;
          if (this.life === life) this.restart(1000);
        },
      );
    });
  }

  private jumpClock(): void {
    const jumps = [-7_200_000, -3_600_000, -60_000, -1_000, 1_000, 60_000, 900_000];
    this.wallOffsetMs += jumps[randomIndex(this.random, jumps.length)]!;
    if (Math.abs(this.wallOffsetMs) > 8_000_000) this.wallOffsetMs = 0;
    this.clockJumps++;
  }
}
