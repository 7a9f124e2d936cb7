import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder with all folders above it, each open to the own user alone, since it may be the first to make the data
 * folder; does nothing when it is there. One by one, because `mkdir` with `recursive` never returns below a file system that answers "no such folder" to every attempt, as `/proc` does.
 *
 * @throws the file system's error for the first folder that cannot be made
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}
