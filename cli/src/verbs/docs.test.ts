import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes } from '@noriai/core/contracts/routes.ts';
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { projectDir } from '../project-dir.ts';
import { generatedDocuments } from './docs.ts';

const openApi = JSON.parse(generatedDocuments().get('docs/api/openapi.json')!);

test('the generated documents in docs/ are those of the code (npm run noriai -- docs writes them)', () => {
  for (const [path, text] of generatedDocuments())
    expect(readFileSync(join(projectDir, path), 'utf8'), path).toBe(text);
});

test('the OpenAPI document keeps the rules of OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(openApi))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('every operation has its own id, every path parameter is declared, every reference leads somewhere', () => {
  const operations = Object.entries(openApi.paths as Record<string, Record<string, { operationId?: string }>>).flatMap(
    ([path, item]) => Object.values(item).flatMap((operation) => (operation.operationId ? [{ path, operation }] : [])),
  );
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.toSorted()).toEqual([...Object.keys(routes), 'getHealth'].toSorted());
  for (const { path, operation } of operations) {
    const declared = ((operation as { parameters?: { name: string; in: string }[] }).parameters ?? [])
      .filter((parameter) => parameter.in === 'path')
      .map((parameter) => `{${parameter.name}}`);
    expect(declared, path).toEqual(path.match(/\{\w+\}/g) ?? []);
  }
  const references = [...JSON.stringify(openApi).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, name] of references) expect(openApi.components.schemas).toHaveProperty(name!);
});
