import { defineConfig } from 'vitest/config';

/**
 * Limits are there to end what hangs, not to time anything: on a shared machine of which most is taken away, a test takes
 * many times as long as on a quiet one.
 */
const waiting = { poll: { timeout: 180_000, interval: 20 } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{core,data,dispatcher,sim,cli,ui,ui/landing,rider-app,driver-app,console}/src/**/*.test.ts',
            '.ci/*.test.ts',
          ],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          expect: waiting,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 1_200_000,
          expect: waiting,
          fileParallelism: false,
          // Browsers get the machine to themselves.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
