/** Files of which only the user that the service runs as may know what is in them. */
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';

/** What SQLite keeps beside a database; what it makes there itself has the rights of that one. */
const BESIDE = ['', '-wal', '-shm', '-journal'];

/**
 * Makes an empty file for a database that nobody else can read or write. One that is there is not touched, not even opened:
 * closing it again would end the locks that this process holds on it. Where it cannot be made nothing happens: whoever
 * opens it as what it is says so in better words. On Windows rights come from the folder.
 */
export function makeOwnFile(path: string): void {
  if (path === ':memory:') return;
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch {
    // there already, or said by whoever opens it
  }
}

/** Takes the right to read and write from everybody else, where an older version gave it; what is not ours stays as it is. */
export function closeToOthers(path: string): void {
  for (const end of BESIDE) {
    try {
      const { mode } = statSync(`${path}${end}`);
      if ((mode & 0o077) !== 0) chmodSync(`${path}${end}`, mode & 0o700);
    } catch {
      // not there, somebody else's, or a file system without rights
    }
  }
}
