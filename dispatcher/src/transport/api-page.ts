/** A page for people at `/api/`: the operations and every refusal with its text, from the same tables as the service. */
import { refusalsOf } from '@noriai/core/contracts/openapi.ts';
import { refusals, type Refusal } from '@noriai/core/contracts/refusals.ts';
import { needsKey, routes, type RouteName } from '@noriai/core/contracts/routes.ts';

export function apiPage(version: string): string {
  const operations = (Object.keys(routes) as RouteName[]).map(operationRow).join('\n');
  const codes = Object.entries(refusals as Record<string, Refusal>)
    .map(refusalRow)
    .join('\n');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Noriai API ${version}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/api/style.css"></head><body><main>
<h1>Noriai API</h1>
<p>Version ${version}. The whole description is <a href="/api/v1/openapi.json">OpenAPI 3.1</a>; paths are below
<code>/api/v1</code>. Live views come by Socket.IO at <code>/live</code>. Commands carry an <code>Idempotency-Key</code>
and may be sent again safely.</p>
<h2>Operations</h2>
<table><thead><tr><th>Operation<th>What it does<th>Who<th>Key<th>May refuse with</thead><tbody>
${operations}
</tbody></table>
<h2>Refusals</h2>
<table><thead><tr><th>Code<th>Status<th>日本語<th>やさしい日本語<th>English<th>TCRP 210</thead><tbody>
${codes}
</tbody></table>
</main></body></html>
`;
}

export const apiPageStyle = `body{font:1rem/1.6 system-ui,sans-serif;margin:0 auto;max-width:80rem;padding:1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #949494;padding:.4rem .6rem;text-align:left;vertical-align:top}
code{font-size:.95em}a{color:#0017c1}tr:target{background:#fff3cd}`;

function operationRow(name: RouteName): string {
  const { method, path, summary, access } = routes[name];
  const codes = refusalsOf(name).map((code) => `<a href="#${code}">${code}</a>`);
  return `<tr><td><code>${method} ${escape(path)}</code><td>${escape(summary)}<td>${access}<td>${needsKey(name) ? 'yes' : ''}<td>${codes.join(', ')}`;
}

function refusalRow([code, { status, ja, easy, en, tcrp }]: [string, Refusal]): string {
  return `<tr id="${code}"><td><code>${code}</code><td>${status}<td lang="ja">${escape(ja)}<td lang="ja">${escape(easy)}<td>${escape(en)}<td>${tcrp ?? ''}`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
