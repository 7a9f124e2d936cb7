/** The demo as `noriai serve --demo` plays it: at what time it begins, and that a played day is followed by the next. */
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { DemoClock } from '@noriai/dispatcher/adapters/demo-clock.ts';
import type { Ledger } from '@noriai/dispatcher/application/ports.ts';
import { demoTimeSec } from '@noriai/dispatcher/demo/demo-time.ts';
import { startDemo, type Demo } from '@noriai/dispatcher/demo/demo.ts';
import type { Dispatcher } from '@noriai/dispatcher/dispatcher.ts';
import type { Logger } from 'pino';

const DEMO_SEED = 20_260_401;
/** A played day goes on a little after closing, so that the last riders get home. */
const AFTER_CLOSING_SEC = 900;
/** These minutes are played fast before the demo is shown, so that shared rides are under way at first sight. */
const PLAYED_BEFORE_SEC = 300;
const PLAYED_IN_MS = 8000;
/** Less than this is not worth the wait: a demo that was stopped a moment ago is under way already. */
const LEAST_PLAYED_SEC = 120;

export class DemoPlay {
  readonly clock = new DemoClock();
  private readonly world: ServiceWorld;
  private targetSec = 0;
  private lastFactSec = 0;
  private isShown = false;

  constructor(world: ServiceWorld) {
    this.world = world;
  }

  /** The service is shown once the minutes before were played. */
  readonly isReady = (): boolean => this.isShown;

  /** Sets the clock to service hours, never to before the ledger's newest fact, and says so. */
  async setClock(ledger: Ledger, say: (line: string) => void): Promise<void> {
    const last = await ledger.lastSequence();
    for await (const entries of ledger.read(Math.max(0, last - 1))) this.lastFactSec = entries.at(-1)!.atSec;
    const realSec = this.clock.nowSec();
    this.targetSec = demoTimeSec(this.world.calendar, realSec, this.lastFactSec);
    this.clock.jumpTo(Math.max(this.targetSec - PLAYED_BEFORE_SEC, this.lastFactSec));
    if (this.targetSec !== realSec) say(`outside service hours now: the demo plays a service day, ${this.timeThere()}`);
  }

  /** Resolves when the demo can be shown. */
  async start(dispatcher: Dispatcher, logger: Logger, say: (line: string) => void): Promise<Demo> {
    const { url, virtualSecret } = dispatcher;
    const keepInService = () => this.keepInService(dispatcher);
    const fromSec = this.clock.nowSec();
    const isWorthIt = this.targetSec - fromSec >= LEAST_PLAYED_SEC;
    if (isWorthIt) say(`playing the last ${Math.round((this.targetSec - fromSec) / 60)} minutes fast …`);
    const played = isWorthIt ? this.clock.runFast(fromSec, this.targetSec, PLAYED_IN_MS) : null;
    const demo = await startDemo({ url, virtualSecret, keepInService, seed: DEMO_SEED, clock: this.clock, logger });
    await played;
    this.isShown = true;
    return demo;
  }

  private keepInService(dispatcher: Dispatcher): void {
    const nowSec = this.clock.nowSec();
    if (this.world.calendar.windowsBetween(nowSec - AFTER_CLOSING_SEC, nowSec).length > 0) return;
    const nextSec = demoTimeSec(this.world.calendar, nowSec, nowSec);
    if (nextSec <= nowSec) return;
    this.clock.jumpTo(nextSec);
    dispatcher.clockMoved();
  }

  private timeThere(): string {
    const { timeZone } = this.world.area;
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
    return `it is ${format.format(this.targetSec * 1000)} there`;
  }
}
