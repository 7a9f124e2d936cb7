/** Secrets of a run: drawn from its seed, so that the same seed gives the same codes, tokens and look-ups. */
import { hash } from 'node:crypto';
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import { timeBasedFactor } from '../../adapters/accounts/crypto-accounts.ts';
import type { PasswordHasher, SecondFactor, SecretSource } from '../../application/accounts/account-ports.ts';
import type { Life } from '../life.ts';
import type { Machine } from '../machine.ts';
import { unanswered } from '../unanswered.ts';

export function scriptedSecrets(random: Random): SecretSource {
  let tokens = 0;
  return {
    newToken: () => `t${++tokens}-${randomIndex(random, 2 ** 32)}`,
    newDigits: (count) => Array.from({ length: count }, () => randomIndex(random, 10)).join(''),
    isSame: (a, b) => a === b,
  };
}

/** The real codes of a secret that is drawn. */
export function scriptedFactor({ newDigits }: SecretSource): SecondFactor {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const newSecret = () => Array.from({ length: 32 }, () => letters[Number(newDigits(2)) % 32]).join('');
  return { ...timeBasedFactor, newSecret };
}

/** As slow as the real one in virtual time, and a place to die at; quick in true time. */
export function scriptedPasswords(machine: Machine, life: Life): PasswordHasher {
  const work = async (): Promise<void> => {
    await machine.time.pause(20 + 30 * machine.chance());
    if (machine.diesAt('hashing', life)) await unanswered();
  };
  return {
    async hash(password) {
      await work();
      return plainHash(password);
    },
    async verify(password, encoded) {
      await work();
      return plainHash(password) === encoded;
    },
  };
}

/** Enough where nobody steals the store. */
export function plainHash(password: string): string {
  return hash('sha256', `scripted ${password}`);
}
