import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';

/** Who may import whom. `node` = node: modules, i.e. effects. Own folder is always allowed. */
const floors: Readonly<Record<string, readonly string[]>> = {
  model: [],
  findings: ['model'],
  sources: ['model', 'node'],
  rules: ['model', 'findings'],
  design: ['model', 'findings', 'queueing', 'artifacts'],
  queueing: ['model'],
  simulation: ['model', 'queueing'],
  'model-checking': ['model'],
  merging: ['model'],
  compatibility: ['model'],
  artifacts: ['model'],
  migration: ['model', 'findings', 'artifacts', 'compatibility'],
  provers: [
    'model',
    'findings',
    'compatibility',
    'artifacts',
    'queueing',
    'simulation',
    'model-checking',
    'merging',
    'migration',
    'node',
  ],
  deliverables: ['model', 'findings', 'artifacts', 'merging', 'migration'],
  gates: ['model', 'findings', 'deliverables'],
  render: ['model', 'findings', 'deliverables', 'gates'],
  handoff: ['model', 'findings', 'deliverables', 'gates'],
  road: [
    'model',
    'findings',
    'sources',
    'rules',
    'design',
    'artifacts',
    'migration',
    'provers',
    'deliverables',
    'gates',
    'render',
    'handoff',
    'node',
  ],
  preview: ['model', 'findings', 'artifacts', 'provers', 'suite', 'node'],
  operations: [
    'model',
    'findings',
    'sources',
    'rules',
    'compatibility',
    'migration',
    'provers',
    'gates',
    'handoff',
    'render',
    'road',
    'preview',
    'node',
  ],
  /** Tests that packages deliver: they run beside a package, by themselves. */
  suite: ['node'],
  cli: ['operations', 'mcp', 'model', 'findings', 'node'],
  mcp: ['operations', 'model', 'findings', 'node'],
  testing: [
    'model',
    'findings',
    'sources',
    'rules',
    'design',
    'artifacts',
    'migration',
    'model-checking',
    'node',
  ],
};

const root = dirname(fileURLToPath(import.meta.url));
const room = (path: string): string =>
  path.includes('/') ? (path.split('/')[0] ?? '') : path.replace(/\.ts$/, '');

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const { module } = parseSync(file, text);
  const sources = [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...module.staticExports.flatMap((entry) => entry.entries.map((part) => part.moduleRequest?.value ?? '')),
    ...module.dynamicImports.map((entry) =>
      text.slice(entry.moduleRequest.start + 1, entry.moduleRequest.end - 1),
    ),
  ].filter((source) => source !== '');
  return sources.map((source) => ({
    from: file,
    to: source.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), source)) : source,
  }));
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts');
const imports = files.flatMap(importsOf);

test('the floors test sees the code', () => {
  expect(files.length).toBeGreaterThan(15);
  expect(imports.length).toBeGreaterThan(files.length);
});

test('every folder is on the floor plan', () => {
  expect([...new Set(files.map(room))].filter((name) => !(name in floors))).toEqual([]);
});

test('a folder imports only what lies below it', () => {
  const wrong = imports.filter(({ from, to }) => {
    const allowed = floors[room(from)] ?? [];
    if (to.startsWith('node:')) return !allowed.includes('node');
    if (!/^[\w-]+(\/[\w.-]+)*\.ts$/.test(to)) return false;
    return room(to) !== room(from) && !allowed.includes(room(to));
  });
  expect(wrong.map(({ from, to }) => `${from} -> ${to}: move it down, or pass it in as an argument`)).toEqual(
    [],
  );
});

/** Benches load the built modules by path, unseen by the compiler. */
const benches = readdirSync(join(root, '../bench'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.mjs'))
  .flatMap((file) => {
    const text = readFileSync(join(root, '../bench', file), 'utf8');
    return [...text.matchAll(/dist\/([a-z/-]+)\.js|\bfrom\('([a-z/-]+)'\)/g)].map((match) => ({
      file,
      module: `${match[1] ?? match[2]}.ts`,
    }));
  });

test('benches load modules that exist', () => {
  expect(benches.length).toBeGreaterThan(20);
  expect(
    benches
      .filter(({ module }) => !files.includes(module))
      .map(({ file, module }) => `bench/${file} -> src/${module}: it has moved`),
  ).toEqual([]);
});
