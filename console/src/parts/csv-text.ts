/**
 * Rows as a CSV file for spreadsheets (RFC 4180), beginning with the mark (BOM) by which they know that it is UTF-8.
 *
 * A text that a spreadsheet would take for a formula (`=…`, `+…`, `-…`, `@…`) begins with an apostrophe.
 *
 * @param rows the titles first
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(words: string): string {
  const text = /^[=+\-@\t\r\n]/.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
