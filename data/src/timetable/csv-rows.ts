/** Rows of a CSV text (RFC 4180) as objects by column name, one by one; GTFS files are read with it. */
export function* csvRows(text: string): Generator<Readonly<Record<string, string>>> {
  const lines = csvLines(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const head = lines.next();
  if (head.done) return;
  const names = head.value.map((name) => name.trim());
  for (const values of lines) {
    if (values.length === 1 && values[0] === '') continue;
    yield Object.fromEntries(names.map((name, i) => [name, (values[i] ?? '').trim()]));
  }
}

/** Fields of each line; a quoted field may hold commas, doubled quotes and line ends. */
function* csvLines(text: string): Generator<string[]> {
  let fields: string[] = [];
  for (let at = 0; at < text.length;) {
    const [field, end] = text[at] === '"' ? quoted(text, at + 1) : plain(text, at);
    fields.push(field);
    const next = text[end];
    at = end + 1;
    if (next === ',') {
      if (at === text.length) fields.push('');
      continue;
    }
    if (next === '\r' && text[at] === '\n') at++;
    yield fields;
    fields = [];
  }
  if (fields.length > 0) yield fields;
}

function plain(text: string, from: number): [string, number] {
  let end = from;
  while (end < text.length && text[end] !== ',' && text[end] !== '\n' && text[end] !== '\r') end++;
  return [text.slice(from, end), end];
}

function quoted(text: string, from: number): [string, number] {
  let field = '';
  for (let at = from; ; at++) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return [field + text.slice(at), text.length];
    field += text.slice(at, quote);
    if (text[quote + 1] !== '"') return [field, quote + 1];
    field += '"';
    at = quote + 1;
  }
}
