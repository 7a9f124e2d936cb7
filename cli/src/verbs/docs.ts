/** `noriai docs`: writes the documents that are generated from the code, so that they cannot drift. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openApiDocument } from '@noriai/core/contracts/openapi.ts';
import { Command } from 'commander';
import { projectDir } from '../project-dir.ts';
import { say } from '../say.ts';
import { flagOf, serveSettings, shownFallback, variableOf, type SettingName } from '../serve/settings.ts';

/** Each generated document by its path from the project's root. */
export function generatedDocuments(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/api/openapi.json', `${JSON.stringify(openApiDocument(projectVersion()), null, 2)}\n`],
    ['docs/settings.md', settingsPage()],
  ]);
}

function settingsPage(): string {
  const rows = (Object.keys(serveSettings) as SettingName[]).map((name) => {
    const { help, expected } = serveSettings[name];
    const shown = shownFallback(name);
    return `| \`${flagOf(name)}\` | \`${variableOf(name)}\` | ${shown === '' ? 'none' : `\`${shown}\``} | ${expected} | ${help} |`;
  });
  return `# Settings of \`noriai serve\`

Made from the code by \`noriai docs\`. The flag wins over the variable.

| flag | variable | default | give | what it does |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

export function projectVersion(): string {
  return (JSON.parse(readFileSync(join(projectDir, 'package.json'), 'utf8')) as { version: string }).version;
}

export function docsVerb(): Command {
  return new Command('docs')
    .description('write the documents that are generated from the code (docs/api/openapi.json, docs/settings.md)')
    .action(() => {
      for (const [path, text] of generatedDocuments()) {
        mkdirSync(dirname(join(projectDir, path)), { recursive: true });
        writeFileSync(join(projectDir, path), text);
        say(`wrote ${path}`);
      }
    });
}
