/** Processor time that a virtual machine's host gave to others: figures from a run with much of it say little. */
import { readFileSync } from 'node:fs';

interface Ticks {
  readonly stolen: number;
  readonly all: number;
}

/**
 * Begins to measure; the function that comes back tells the share (0 to 1) since then.
 *
 * @returns null where the system does not tell (`/proc/stat`, "steal": Linux only)
 */
export function measureStolen(): () => number | null {
  const before = ticks();
  return () => {
    const now = ticks();
    if (!before || !now || now.all === before.all) return null;
    return Math.round(((now.stolen - before.stolen) / (now.all - before.all)) * 1000) / 1000;
  };
}

/** Columns of the first line: user, nice, system, idle, iowait, irq, softirq, steal; guest time is in user already. */
function ticks(): Ticks | null {
  try {
    const columns = /^cpu +(.*)$/m.exec(readFileSync('/proc/stat', 'utf8'))![1]!.split(' ').slice(0, 8).map(Number);
    return { stolen: columns[7] ?? 0, all: columns.reduce((sum, count) => sum + count, 0) };
  } catch {
    return null;
  }
}
