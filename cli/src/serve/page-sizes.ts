/** How much a page loads at once and later, compressed as it goes over the line. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectDir } from '../project-dir.ts';
import { pageSources } from './build-pages.ts';

export interface PageSize {
  /** The page and all scripts and styles that it loads before anything is pressed. */
  readonly firstLoadGzipKb: number;
  /** What is loaded only when a map is shown or the page is kept offline. */
  readonly laterGzipKb: number;
}

/** Sizes of every built page by its source folder, kB of 1000 bytes; pages that were never built are left out. */
export function pageSizes(): Readonly<Record<string, PageSize>> {
  const built = pageSources.filter((source) => existsSync(join(distOf(source), 'index.html')));
  return Object.fromEntries(built.map((source) => [source, pageSize(distOf(source))]));
}

const distOf = (source: string): string => join(projectDir, source, 'dist');

function pageSize(dist: string): PageSize {
  const assets = join(dist, 'assets');
  const first = firstLoad(dist);
  const later = readdirSync(assets).filter((name) => /\.(m?js|css)$/.test(name) && !first.has(name));
  const page = gzipKb(join(dist, 'index.html'));
  return {
    firstLoadGzipKb: rounded([...first].reduce((sum, name) => sum + gzipKb(join(assets, name)), page)),
    laterGzipKb: rounded(later.reduce((sum, name) => sum + gzipKb(join(assets, name)), 0)),
  };
}

/** Names of the assets that the page names and those that they import statically. */
function firstLoad(dist: string): ReadonlySet<string> {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const wanted = [...page.matchAll(/(?:src|href)="[^"]*?assets\/([^"]+)"/g)].map((match) => match[1]!);
  const seen = new Set<string>();
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    if (!name.endsWith('.js')) continue;
    const code = readFileSync(join(dist, 'assets', name), 'utf8');
    wanted.push(...[...code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)].map((match) => basename(match[1]!)));
  }
  return seen;
}

const gzipKb = (path: string): number => gzipSync(readFileSync(path)).length / 1000;
const rounded = (kb: number): number => Math.round(kb * 10) / 10;
