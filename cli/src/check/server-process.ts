/** The real server in a process of its own, which a check may kill and start again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoopProof } from '@noriai/dispatcher/application/dispatch-loop.ts';
import { INTERNAL_HEADER } from '@noriai/dispatcher/transport/http-app.ts';
import { projectDir } from '../project-dir.ts';

/** Node keeps what it made of our TypeScript, as it does for `noriai` itself: each later start needs half the time. */
const compileCache = { NODE_COMPILE_CACHE: join(projectDir, 'node_modules', '.cache', 'compile') };

export class ServerProcess {
  /** How long each start took until it listened, with replay. */
  readonly startMs: number[] = [];
  private readonly dataDir: string;
  private readonly flags: readonly string[];
  private child: ChildProcess | null = null;
  private listening = Promise.withResolvers<string>();

  constructor(dataDir: string, flags: readonly string[]) {
    this.dataDir = dataDir;
    this.flags = flags;
    this.listening.promise.catch(() => {}); // told to whoever starts it
  }

  /** Address of the server; waits while it is down. */
  get url(): Promise<string> {
    return this.listening.promise;
  }

  /** @throws Error with what the server said when it ends before it listens */
  async start(): Promise<void> {
    const beginMs = performance.now();
    const main = join(projectDir, 'cli', 'src', 'main.ts');
    const settings = ['--port', '0', '--data-dir', this.dataDir, '--build-pages', 'false', '--rate-limit', '0'];
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, 'serve', ...settings, ...this.flags],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { ...compileCache, ...process.env, NORIAI_DEMO: 'false' } },
    );
    this.child = child;
    const { resolve, reject } = this.listening;
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /listening on (\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    });
    child.once('exit', () => reject(new Error(`the server ended before it listened:\n${said}`)));
    await this.listening.promise;
    this.startMs.push(performance.now() - beginMs);
  }

  /** kill -9: no goodbye. Resolves when the process is gone. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Ends it as a person would; resolves to its exit code. */
  stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child) return null;
    this.child = null;
    this.listening = Promise.withResolvers();
    this.listening.promise.catch(() => {});
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode; // it went by itself
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return gone;
  }

  /** Where the ledger stands and the hash of the state, from the running server. */
  async proof(): Promise<LoopProof> {
    const secret = Buffer.from(readFileSync(join(this.dataDir, 'secret'), 'utf8').trim(), 'hex');
    const token = createHmac('sha256', secret)
      .update(JSON.stringify(['internal', '']))
      .digest('base64url');
    const response = await fetch(`${await this.url}/internal/proof`, { headers: { [INTERNAL_HEADER]: token } });
    return (await response.json()) as LoopProof;
  }
}
