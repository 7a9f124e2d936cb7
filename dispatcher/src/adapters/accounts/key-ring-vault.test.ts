import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { VaultClosed } from '../../application/accounts/account-ports.ts';
import { KeyRingVault, newKeyRing, readKeyRing, withNewKey } from './key-ring-vault.ts';

const folder = mkdtempSync(join(tmpdir(), 'noriai-vault-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('AC6 what is sealed is opened by the same keys only, and any change to it is seen', () => {
  const vault = new KeyRingVault(newKeyRing());
  const sealed = vault.seal('模擬 花子');
  expect(vault.open(sealed)).toBe('模擬 花子');
  expect(vault.seal('模擬 花子')).not.toBe(sealed);
  expect(() => new KeyRingVault(newKeyRing()).open(sealed)).toThrow(VaultClosed);
  for (let at = 3; at < sealed.length; at++) {
    const letter = sealed[at] === 'A' ? 'B' : 'A';
    if (sealed[at] === '.' || at === sealed.length - 1) continue; // the last letter may have unused bits
    const changed = `${sealed.slice(0, at)}${letter}${sealed.slice(at + 1)}`;
    const opened = (() => {
      try {
        return vault.open(changed);
      } catch {
        return null;
      }
    })();
    // A letter at the end of a part may have unused bits; whatever opens is still the truth.
    expect([null, '模擬 花子'], `letter ${at}`).toContain(opened);
  }
});

test('AC6 a blind index is the same for the same text, other for another purpose, key or text', () => {
  const ring = newKeyRing();
  const vault = new KeyRingVault(ring);
  expect(new KeyRingVault(ring).blind('phone', '1')).toBe(vault.blind('phone', '1'));
  const all = [vault.blind('phone', '1'), vault.blind('member', '1'), vault.blind('phone', '2')];
  expect(new Set([...all, new KeyRingVault(newKeyRing()).blind('phone', '1')]).size).toBe(4);
});

test('AC7 after a change of keys old texts are opened still and new ones are sealed by the new key', () => {
  const ring = newKeyRing();
  const old = new KeyRingVault(ring).seal('x');
  const vault = new KeyRingVault(withNewKey(ring));
  expect(vault.open(old)).toBe('x');
  expect([vault.isCurrent(old), vault.isCurrent(vault.seal('x'))]).toEqual([false, true]);
});

test('AC7 the file of keys is made once, for its owner only; a missing or damaged one is said, never replaced', () => {
  const path = join(folder, 'keys.json');
  expect(() => readKeyRing(path, false)).toThrow(/is missing.*restore it from a backup/);
  const ring = readKeyRing(path, true);
  expect(readKeyRing(path, true)).toEqual(ring);
  expect(statSync(path).mode & 0o077).toBe(0);
  writeFileSync(path, '{"current":"k1","keys":{}}');
  expect(() => readKeyRing(path, true)).toThrow(/is damaged/);
  expect(readFileSync(path, 'utf8')).toBe('{"current":"k1","keys":{}}');
});
