/**
 * What a compiler can't see and memory won't keep: the arrows between folders, the purity of `core`, and that every
 * rule of a SPEC.md has a test that names it. Each check also proves that it saw files at all.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const projectDir = resolve(import.meta.dirname, '..');
const coreFolders = [
  'containers',
  'geo',
  'graph',
  'routing',
  'optimizer',
  'contracts',
  'rules',
  'fleet',
  'forecast',
  'dispatch',
  'kpi',
  'testing',
];
/** What each package may import of ours; nothing imports `e2e`. */
const arrows: Record<string, RegExp> = {
  core: /^$/,
  data: /^core\//,
  dispatcher: /^(core|data)\//,
  sim: /^(core|data|dispatcher)\//,
  cli: /^(core|data|dispatcher|sim)\//,
  ui: /^core\/(contracts|geo|containers)\//,
  'rider-app': /^(ui\/|core\/(contracts|geo|containers)\/)/,
  'driver-app': /^(ui\/|core\/(contracts|geo|containers)\/)/,
  console: /^(ui\/|core\/(contracts|geo|containers)\/)/,
  e2e: /^(core|dispatcher)\//,
};

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files = Object.keys(arrows).flatMap((folder) => sourceFiles(folder));
const inFolder = (folder: string) => files.filter((file) => file.path.startsWith(`${folder}/`));
/** Tests, and the suites that several adapters share. */
const isTest = (file: SourceFile) => /\.test\.tsx?$|-contract\.ts$/.test(file.path);

describe('arrows', () => {
  test('the check sees the source files', () => {
    expect(inFolder('core').length).toBeGreaterThan(3);
    expect(files.some((file) => file.path === 'core/src/graph/road-graph.ts' && file.imports.length > 0)).toBe(true);
  });

  test('packages import along the arrows only', () => {
    const wrong = files.flatMap((file) => {
      const allowed = arrows[file.path.split('/')[0]!]!;
      return ourImports(file)
        .filter((target) => !allowed.test(target))
        .map((target) => `${file.path} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('inside core a folder imports only folders to its left', () => {
    const rank = (path: string) => coreFolders.indexOf(path.split('/')[2]!);
    const wrong = inFolder('core').flatMap((file) =>
      relativeTargets(file)
        .filter((target) => !isTest(file) && rank(target) > rank(file.path))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
    for (const file of inFolder('core')) expect(coreFolders, file.path).toContain(file.path.split('/')[2]);
  });

  test('dispatcher/application imports core and nothing else', () => {
    const application = inFolder('dispatcher/src/application').filter((file) => !isTest(file));
    const wrong = application.flatMap((file) => [
      ...file.imports.filter((name) => !name.startsWith('.') && !name.startsWith('@noriai/core/')),
      ...relativeTargets(file).filter((target) => !target.startsWith('dispatcher/src/application/')),
    ]);
    expect(wrong).toEqual([]);
  });

  test('imports name the file with its ending', () => {
    const wrong = files.flatMap((file) =>
      file.imports
        .filter((name) => (name.startsWith('.') || name.startsWith('@noriai/')) && !/\.[a-z]+(\?.*)?$/.test(name))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('core is pure', () => {
  // The load script runs in k6, against a real service in real time.
  const isLoadScript = (file: SourceFile) => file.path.startsWith('sim/load/');
  const pure = [...inFolder('core'), ...inFolder('sim')].filter((file) => !isTest(file) && !isLoadScript(file));

  test('no clock, no chance from outside', () => {
    const banned = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/;
    const wrong = pure.flatMap((file) =>
      file.text
        .split('\n')
        .filter((line) => banned.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line))
        .map((line) => `${file.path}: ${line.trim()}`),
    );
    expect(wrong).toEqual([]);
  });

  test('no dependency but ngraph.graph and ngraph.path', () => {
    const manifest = JSON.parse(readFileSync(join(projectDir, 'core/package.json'), 'utf8'));
    expect(Object.keys(manifest.dependencies).sort()).toEqual(['ngraph.graph', 'ngraph.path']);
    const outside = inFolder('core')
      .filter((file) => !isTest(file))
      .flatMap((file) => file.imports.filter((name) => !name.startsWith('.')).map((name) => `${file.path}: ${name}`));
    expect(outside.filter((line) => !/ngraph\.(graph|path)$/.test(line))).toEqual([]);
  });
});

describe('rules', () => {
  const specs = everyFile('.').filter((path) => path.endsWith('SPEC.md'));
  const idPattern = /\b[A-Z]{2,4}\d+\b/g;

  test('each rule of a SPEC.md is named by a test and each named rule exists', () => {
    for (const spec of specs) checkSpec(spec);
  });

  function checkSpec(spec: string) {
    const text = readFileSync(join(projectDir, spec), 'utf8');
    const ids = [...text.matchAll(/^[-*]?\s*\*{0,2}([A-Z]{2,4}\d+)\b/gm)].map((match) => match[1]!);
    expect(ids.length, spec).toBeGreaterThan(0);
    const prefixes = new Set(ids.map((id) => id.replace(/\d+$/, '')));
    // A title follows the word `test`, or the table of `test.each`.
    const titlePattern = /(?:\b(?:test|it|describe)(?:\.\w+|\(\w+\))*|^ *\](?: as const)?\))\(\s*(['"`])([^\n]*?)\1/gm;
    const titles = files
      .filter(isTest)
      .flatMap((file) => [...file.text.matchAll(titlePattern)].map((match) => match[2]!));
    const named = new Set(titles.flatMap((title) => title.match(idPattern) ?? []));
    expect(ids.filter((id) => !named.has(id))).toEqual([]);
    expect([...named].filter((id) => prefixes.has(id.replace(/\d+$/, '')) && !ids.includes(id))).toEqual([]);
  }
});

describe('the project speaks of itself alone', () => {
  test('no machine paths and no package-registry hosts', () => {
    const wrong = everyFile('.')
      .filter((path) => path !== '.ci/tidy.test.ts')
      .filter((path) =>
        /\/(work|root|home)\/[a-z]|registry\.npmjs|\bfile:\/\/\//.test(readFileSync(join(projectDir, path), 'utf8')),
      );
    expect(wrong).toEqual([]);
  });
});

function sourceFiles(folder: string): SourceFile[] {
  return everyFile(folder)
    .filter((path) => /\.(ts|tsx)$/.test(path))
    .map((path) => {
      const text = readFileSync(join(projectDir, path), 'utf8');
      const pattern =
        /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
      return { path, text, imports: [...text.matchAll(pattern)].map((match) => (match[1] ?? match[2] ?? match[3])!) };
    });
}

function everyFile(folder: string): string[] {
  let entries;
  try {
    entries = readdirSync(join(projectDir, folder), { withFileTypes: true });
  } catch {
    return [];
  }
  const skipped = ['node_modules', '.git', '.build', 'dist', '.noriai', 'screenshots'];
  return entries
    .filter((entry) => !skipped.includes(entry.name))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? everyFile(path) : [path];
    });
}

/** Relative imports as paths from the project's root. */
function relativeTargets(file: SourceFile): string[] {
  return file.imports
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(projectDir, resolve(projectDir, dirname(file.path), name)));
}

/** Imports of other packages of ours, as `package/folder/file`; relative ones that leave the package count too. */
function ourImports(file: SourceFile): string[] {
  const own = file.path.split('/')[0]!;
  const byName = file.imports
    .filter((name) => name.startsWith('@noriai/'))
    .map((name) => name.slice('@noriai/'.length));
  const byPath = relativeTargets(file).filter((target) => target.split('/')[0] !== own);
  return [...byName, ...byPath].filter((target) => target.split('/')[0] !== own);
}
