import { defineConfig } from 'vitest/config';

/** What a test waits for comes when it comes: a second, as Vitest has it, is too short for a busy machine. */
const waiting = { poll: { timeout: 60_000, interval: 20 } };

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
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: waiting,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          expect: waiting,
          fileParallelism: false,
          // Browsers get the machine to themselves.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
