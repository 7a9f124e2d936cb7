/** One line of progress on standard error, drawn over and over; nothing at all where that is not a terminal. */
export interface ProgressBar {
  /** @param part 0..1 */
  show(label: string, part: number): void;
  /** Clears the line, so that the next output stands alone. */
  clear(): void;
}

const BAR_CELLS = 30;
/** Drawing more often than this only costs time. */
const LEAST_MS_BETWEEN = 50;

export function progressBar(stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!stream.isTTY) return { show: () => {}, clear: () => {} };
  let drawn = '';
  let drawnAt = 0;
  return {
    show(label, part) {
      const now = performance.now();
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
