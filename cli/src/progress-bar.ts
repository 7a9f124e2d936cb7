/** Progress on standard error: one line drawn over and over; where that is not a terminal, a line of its own now and then. */
export interface ProgressBar {
  /** @param part 0..1 */
  show(label: string, part: number): void;
  /** Clears the line, so that the next output stands alone. */
  clear(): void;
}

const BAR_CELLS = 30;
/** Drawing more often than this only costs time. */
const LEAST_MS_BETWEEN = 50;
/** A log gets a line this often, so that a long run is seen to live and a short one says nothing. */
const LOG_EVERY_MS = 30_000;

export type ProgressStream = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

export function progressBar(
  stream: ProgressStream = process.stderr,
  nowMs: () => number = () => performance.now(),
): ProgressBar {
  return stream.isTTY ? drawnBar(stream, nowMs) : loggedBar(stream, nowMs);
}

function loggedBar(stream: ProgressStream, nowMs: () => number): ProgressBar {
  let loggedAt = nowMs();
  return {
    show(label, part) {
      if (nowMs() - loggedAt < LOG_EVERY_MS) return;
      loggedAt = nowMs();
      stream.write(`${label}: ${Math.floor(part * 100)} %\n`);
    },
    clear: () => {},
  };
}

function drawnBar(stream: ProgressStream, nowMs: () => number): ProgressBar {
  let drawn = '';
  let drawnAt = 0;
  return {
    show(label, part) {
      const now = nowMs();
      const isNew = !drawn.startsWith(label);
      if (!isNew && now - drawnAt < LEAST_MS_BETWEEN) return;
      drawnAt = now;
      const cells = Math.round(Math.min(1, Math.max(0, part)) * BAR_CELLS);
      drawn = `${label.padEnd(28)} [${'#'.repeat(cells)}${'.'.repeat(BAR_CELLS - cells)}] ${Math.round(part * 100)} %`;
      stream.write(`\r${drawn}\u001b[K`);
    },
    clear() {
      if (drawn !== '') stream.write('\r\u001b[K');
      drawn = '';
    },
  };
}
