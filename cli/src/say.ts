/** Lines for people, on standard error; answers of `--json`, on standard output. */

/** One line on standard error. */
export function say(line: string): void {
  process.stderr.write(`noriai: ${line}\n`);
}

/** The one JSON document of a verb called with `--json`. */
export function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** An error as one clear line; with `NORIAI_LOG_LEVEL=debug` or `trace` where it came from, too. */
export function troubleLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const wantsMore = ['debug', 'trace'].includes(process.env['NORIAI_LOG_LEVEL'] ?? '');
  return wantsMore ? (error.stack ?? error.message) : error.message;
}
