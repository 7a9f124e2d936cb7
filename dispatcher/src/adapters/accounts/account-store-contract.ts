/** What every store of accounts must do, run against each adapter. Imported by tests only. */
import { describe, expect, test } from 'vitest';
import {
  LookupTaken,
  type Account,
  type AccountStore,
  type Session,
} from '../../application/accounts/account-store.ts';

export function accountStoreContract(name: string, open: (store: string) => AccountStore): void {
  describe(`${name} accounts`, () => {
    test('AC1 what was put is found equal, by id and by each look-up, and replaced whole', () => {
      const store = open('found');
      expect(store.findAccount('a1')).toBeNull();
      store.putAccount(account('a1'), ['x', 'y']);
      expect(store.findAccount('a1')).toEqual(account('a1'));
      expect(store.findByLookup('y')).toEqual(account('a1'));
      const erased: Account = { ...account('a1'), status: 'erased', sealed: null, secretHash: null, grants: [] };
      store.putAccount(erased, ['z']);
      expect(store.findAccount('a1')).toEqual(erased);
      expect([store.findByLookup('x'), store.findByLookup('y')]).toEqual([null, null]);
      expect(store.lookupsOf('a1')).toEqual(['z']);
    });

    test('AC2 nobody is found by what finds somebody else already, and then nothing is written', () => {
      const store = open('taken');
      store.putAccount(account('a1'), ['x']);
      store.putAccount(account('a2'), ['y']);
      expect(() => store.putAccount({ ...account('a2'), status: 'disabled' }, ['y', 'x'])).toThrow(LookupTaken);
      expect(store.findAccount('a2')?.status).toBe('active');
      expect([store.findByLookup('x')?.accountId, store.findByLookup('y')?.accountId]).toEqual(['a1', 'a2']);
      expect(store.lookupsOf('a2')).toEqual(['y']);
    });

    test('AC1 accounts of a kind come in the order of their ids', () => {
      const store = open('kinds');
      for (const id of ['a1', 'a2', 'a3']) store.putAccount(account(id, id === 'a2' ? 'rider' : 'operator'), []);
      expect(store.accountsOf('operator').map(({ accountId }) => accountId)).toEqual(['a1', 'a3']);
      expect(store.accountsOf('tablet')).toEqual([]);
      expect(store.idsAfter('operator', '', 1)).toEqual(['a1']);
      expect(store.idsAfter('operator', 'a1', 9)).toEqual(['a3']);
      expect(store.idsAfter('operator', 'a3', 9)).toEqual([]);
    });

    test('AC3 a session is found by the hash of its token until it is ended; those of an account newest first', () => {
      const store = open('sessions');
      store.putSession(session('s1', 100));
      store.putSession(session('s2', 200));
      expect(store.findSession('hash of s1')).toEqual(session('s1', 100));
      expect(store.sessionsOf('a1').map(({ sessionId }) => sessionId)).toEqual(['s2', 's1']);
      store.putSession({ ...session('s1', 100), seenSec: 150 });
      expect(store.findSession('hash of s1')?.seenSec).toBe(150);
      store.endSession('s1');
      expect(store.findSession('hash of s1')).toBeNull();
      expect(store.sessionsOf('a1')).toEqual([session('s2', 200)]);
    });

    test('AC4 codes, attempts and the trail are kept, replaced and forgotten by time', () => {
      const store = open('rest');
      const challenge = { challengeId: 'c', codeHash: 'h', subjectId: null, sealed: 's', endsSec: 100, triesLeft: 5 };
      store.putChallenge({ ...challenge, triesLeft: 9 });
      store.putChallenge(challenge);
      store.putAttempts('who', { failures: 2, lastSec: 100 });
      store.putSession(session('s1', 100));
      for (const atSec of [1, 2, 3]) store.addAudit({ atSec, actorId: 'a1', what: 'signed_in', subjectId: null });
      expect(store.findChallenge('c')).toEqual(challenge);
      expect(store.findAttempts('who')).toEqual({ failures: 2, lastSec: 100 });
      expect(store.audit(2).map(({ atSec }) => atSec)).toEqual([3, 2]);
      store.forgetBefore(100, 2);
      expect(store.findChallenge('c')).toEqual(challenge);
      expect(store.audit(9).map(({ atSec }) => atSec)).toEqual([3, 2]);
      store.forgetBefore(2000, 2);
      expect([store.findChallenge('c'), store.findAttempts('who'), store.findSession('hash of s1')]).toEqual([
        null,
        null,
        null,
      ]);
      store.putAttempts('who', { failures: 1, lastSec: 3000 });
      store.putAttempts('who', null);
      expect(store.findAttempts('who')).toBeNull();
      store.putChallenge(challenge);
      store.dropChallenge('c');
      expect(store.findChallenge('c')).toBeNull();
    });

    test('AC5 a transaction is kept whole or not at all, also within another', () => {
      const store = open('whole');
      const failing = () =>
        store.transaction(() => {
          store.putAccount(account('a1'), ['x']);
          store.transaction(() => store.putSession(session('s1', 1)));
          throw new Error('no');
        });
      expect(failing).toThrow('no');
      expect([store.findAccount('a1'), store.findSession('hash of s1')]).toEqual([null, null]);
      store.transaction(() => store.putAccount(account('a1'), ['x']));
      expect(store.findByLookup('x')).toEqual(account('a1'));
    });
  });
}

export function account(accountId: string, kind: Account['kind'] = 'operator'): Account {
  return {
    accountId,
    kind,
    status: 'active',
    sealed: `sealed ${accountId}`,
    secretHash: 'slow "hash"',
    sealedFactor: null,
    grants: [{ role: 'desk', areaId: '*' }],
    vehicleId: null,
    createdSec: 10,
    changedSec: 20,
  };
}

function session(sessionId: string, createdSec: number): Session {
  const tokenHash = `hash of ${sessionId}`;
  return { sessionId, accountId: 'a1', tokenHash, sealedDevice: null, createdSec, seenSec: createdSec, endsSec: 1000 };
}
