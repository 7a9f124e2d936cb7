/** `noriai size`: builds the web pages and says how much each loads at once, compressed. */
import { Command } from 'commander';
import { appendHistory } from '../bench/history.ts';
import { say } from '../say.ts';
import { buildPages } from '../serve/build-pages.ts';
import { pageSizes } from '../serve/page-sizes.ts';

export function sizeVerb(): Command {
  return new Command('size')
    .description('build the web pages and say what each loads at once, kB gzip')
    .option('--json', 'one JSON document on standard output')
    .option('--history', 'append the sizes to docs/benchmarks/history.ndjson')
    .action(async ({ json, history }: { json?: boolean; history?: boolean }) => {
      await buildPages(say);
      const sizes = pageSizes();
      if (history === true) appendHistory('size', { pages: sizes });
      console.log(json === true ? JSON.stringify(sizes) : linesOf(sizes));
    });
}

function linesOf(sizes: ReturnType<typeof pageSizes>): string {
  return Object.entries(sizes)
    .map(([page, { firstLoadGzipKb, laterGzipKb }]) => {
      return `${page.padEnd(12)} ${firstLoadGzipKb.toFixed(1)} kB at once, ${laterGzipKb.toFixed(1)} kB for the map and offline use`;
    })
    .join('\n');
}
