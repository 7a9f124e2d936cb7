import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

test('folders are made with all above them, and may be there already', () => {
  const root = mkdtempSync(join(tmpdir(), 'noriai-folder-'));
  makeFolder(join(root, 'a', 'b'));
  makeFolder(join(root, 'a', 'b'));
  expect(existsSync(join(root, 'a', 'b'))).toBe(true);
  if (process.platform !== 'win32') expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700);
  rmSync(root, { recursive: true });
});

test.skipIf(!existsSync('/proc/self'))('where no folder can be made, it says so and returns', () => {
  expect(() => makeFolder('/proc/nowhere/areas')).toThrow(/ENOENT|EACCES|EPERM|EROFS/);
});
