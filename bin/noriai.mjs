#!/usr/bin/env node
// `noriai`, the one command-line tool: makes the machine ready, then hands over to cli/src/main.ts on Node 24.
import { join } from 'node:path';
import { installDependencies, node24, projectDir, run } from './setup.mjs';

installDependencies();
const main = join(projectDir, 'cli', 'src', 'main.ts');
// Node keeps what it made of our TypeScript: the second start needs half the time.
const env = { NODE_COMPILE_CACHE: join(projectDir, 'node_modules', '.cache', 'compile'), ...process.env };
process.exitCode = await run(node24(), ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], {
  env,
});
