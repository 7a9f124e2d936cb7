/** Builds the web pages whose sources changed since the last time; a stamp in each `dist` tells. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageFolder } from '@noriai/dispatcher/transport/pages.ts';
import { projectDir } from '../project-dir.ts';

/** Where each page's sources are and where it is shown. */
const pages = [
  { source: 'ui/landing', mount: '/' },
  { source: 'rider-app', mount: '/rider/' },
  { source: 'driver-app', mount: '/driver/' },
  { source: 'console', mount: '/desk/' },
] as const;
/** Folders of all pages, from the project's root. */
export const pageSources: readonly string[] = pages.map(({ source }) => source);
/** What the pages share: a change there makes every page new. */
const shared = ['ui/src', 'core/src/contracts', 'core/src/geo', 'core/src/containers'];

/** A page that cannot be built. */
export class PageBuildFailed extends Error {
  override readonly name = 'PageBuildFailed';
}

/** The folders to serve; pages that were never built are left out. */
export function builtPages(): PageFolder[] {
  return pages
    .map(({ source, mount }) => ({ mount, folder: join(projectDir, source, 'dist') }))
    .filter(({ folder }) => existsSync(join(folder, 'index.html')));
}

/**
 * Builds what changed, one page after the other: a few seconds each.
 *
 * @param onStep told before each build
 * @throws PageBuildFailed with what the builder said
 */
export async function buildPages(onStep: (line: string) => void): Promise<void> {
  const sharedHash = hashOf(shared.flatMap(filesBelow));
  for (const { source, mount } of pages) {
    if (!existsSync(join(projectDir, source, 'vite.config.ts'))) continue;
    const stamp = `${sharedHash} ${hashOf([...filesBelow(source), 'ui/page-build.ts', 'package-lock.json'])}\n`;
    const stampFile = join(projectDir, source, 'dist', '.built-from');
    if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) continue;
    onStep(`building the page ${mount} …`);
    await runVite(join(projectDir, source), mount);
    writeFileSync(stampFile, stamp);
  }
}

function runVite(folder: string, mount: string): Promise<void> {
  const vite = join(projectDir, 'node_modules', 'vite', 'bin', 'vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: folder });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', (error) => reject(new PageBuildFailed(`page ${mount} cannot be built: ${error.message}`)));
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new PageBuildFailed(`page ${mount} cannot be built:\n${said.trim()}`));
    });
  });
}

/** Paths from the project's root, sorted; results and dependencies left out. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(projectDir, folder), { withFileTypes: true })
    .filter((entry) => !['dist', 'node_modules'].includes(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .sort();
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(projectDir, path)))
      .update('\0');
  return hash.digest('hex');
}
