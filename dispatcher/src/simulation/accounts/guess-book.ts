/** Who guessed how often at what: after four wrong guesses in a row the next must wait 15 s, and twice as long each time. */

const FREE = 4;
const FIRST_SEC = 15;
const LONGEST_SEC = 3600;
/** Guesses of yesterday count no more; an hour less, because the clock may jump. */
const FORGET_SEC = 20 * 3600;

interface Wrong {
  readonly startMs: number;
  readonly wallSec: number;
}

interface Page {
  /** In the order in which they came, which is not that in which they were answered. */
  wrong: readonly Wrong[];
  /** What began until then is forgotten, also when it is heard of later. */
  forgottenMs: number;
  /** When right guesses began of which nobody has heard yet. */
  readonly rightSinceMs: Set<number>;
}

export class GuessBook {
  private readonly pages = new Map<string, Page>();
  private readonly nowMs: () => number;
  private readonly found: (what: string) => void;

  constructor(nowMs: () => number, found: (what: string) => void) {
    this.nowMs = nowMs;
    this.found = found;
  }

  /** A guess came. A right one may make the service forget those before it from now on, even if nobody hears of it. */
  began(subject: string, startMs: number, isRight: boolean): void {
    const page = this.pageOf(subject);
    if (isRight) page.rightSinceMs.add(startMs);
  }

  /** A guess was not let in. */
  refused(subject: string, startMs: number): void {
    this.pageOf(subject).rightSinceMs.delete(startMs);
  }

  /** A guess was let in; times are of when it came. */
  tried(subject: string, startMs: number, wallSec: number, isWrong: boolean): void {
    const page = this.pageOf(subject);
    page.rightSinceMs.delete(startMs);
    const before = page.wrong.filter((guess) => guess.startMs < startMs);
    this.checkWait(subject, this.surelyKnown(page, before, startMs), wallSec);
    if (!isWrong) return this.clear(page);
    if (startMs <= page.forgottenMs) return;
    const isLongAgo = wallSec - (before.at(-1)?.wallSec ?? -Infinity) >= FORGET_SEC;
    const known = isLongAgo ? page.wrong.filter((guess) => guess.startMs >= startMs) : page.wrong;
    page.wrong = [...known, { startMs, wallSec }].sort((a, b) => a.startMs - b.startMs);
  }

  /** Somebody with the right to do so let them begin anew. */
  forget(isMeant: (subject: string) => boolean): void {
    for (const [subject, page] of this.pages) if (isMeant(subject)) this.clear(page);
  }

  private checkWait(subject: string, before: readonly Wrong[], wallSec: number): void {
    const lastSec = before.at(-1)?.wallSec ?? -Infinity;
    if (before.length < FREE || wallSec - lastSec >= FORGET_SEC) return;
    const waitSec = Math.min(LONGEST_SEC, FIRST_SEC * 2 ** (before.length - FREE));
    const leftSec = lastSec + waitSec - wallSec;
    if (leftSec > 0) this.found(`${subject} was let in ${leftSec} s early, after ${before.length} wrong guesses`);
  }

  /** Without those before a right guess that was perhaps let in. */
  private surelyKnown({ rightSinceMs }: Page, before: readonly Wrong[], startMs: number): readonly Wrong[] {
    const perhapsMs = Math.max(-Infinity, ...[...rightSinceMs].filter((sinceMs) => sinceMs < startMs));
    return before.filter((guess) => guess.startMs > perhapsMs);
  }

  private clear(page: Page): void {
    page.wrong = [];
    page.forgottenMs = this.nowMs();
  }

  private pageOf(subject: string): Page {
    const known = this.pages.get(subject);
    if (known) return known;
    const page: Page = { wrong: [], forgottenMs: -Infinity, rightSinceMs: new Set() };
    this.pages.set(subject, page);
    return page;
  }
}
