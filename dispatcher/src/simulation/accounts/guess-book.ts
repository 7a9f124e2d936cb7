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

export class GuessBook {
  private readonly wrong = new Map<string, Wrong[]>();
  private readonly found: (what: string) => void;

  constructor(found: (what: string) => void) {
    this.found = found;
  }

  /** A guess was let in; times are of when it came. */
  tried(subject: string, startMs: number, wallSec: number, isWrong: boolean): void {
    const before = (this.wrong.get(subject) ?? []).filter((guess) => guess.startMs < startMs);
    const lastSec = before.at(-1)?.wallSec ?? -Infinity;
    if (before.length >= FREE && wallSec - lastSec < FORGET_SEC) {
      const waitSec = Math.min(LONGEST_SEC, FIRST_SEC * 2 ** (before.length - FREE));
      const leftSec = lastSec + waitSec - wallSec;
      if (leftSec > 0) this.found(`${subject} was let in ${leftSec} s early, after ${before.length} wrong guesses`);
    }
    if (!isWrong) this.wrong.delete(subject);
    else if (wallSec - lastSec >= FORGET_SEC) this.wrong.set(subject, [{ startMs, wallSec }]);
    else this.wrong.set(subject, [...before, { startMs, wallSec }]);
  }

  /** Somebody with the right to do so let them begin anew. */
  forget(isMeant: (subject: string) => boolean): void {
    for (const subject of this.wrong.keys()) if (isMeant(subject)) this.wrong.delete(subject);
  }
}
