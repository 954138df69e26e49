// Writes what is derived from folders (the rule registry, the tests of packages), from the languages of briefs and of
// migration plans (their JSON Schemas) and from the catalogue of changes (its page). `--check` fails when a file is
// stale instead of writing it.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { runnerImport } from 'vite';

const check = process.argv.includes('--check');
const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

function ruleRegistry() {
  const files = readdirSync('src/rules', { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^[a-z-]+\/[a-z0-9-]+\.md$/.test(file))
    .map((file) => file.replace(/\.md$/, ''))
    .sort();
  if (files.length === 0) throw new Error('no rule page under src/rules: nothing to register');
  const imports = files.map((file) => `import { ${camel(file.split('/')[1])} } from './${file}.ts';`);
  const names = files.map(
    (file) => `  { concern: '${file.split('/')[0]}', rule: ${camel(file.split('/')[1])} },`,
  );
  return [
    '// Written by scripts/generate.mjs from the folders. Do not edit.',
    ...imports,
    "import type { PlacedRule, Rule } from './rule.ts';",
    '',
    '/** Every rule with the folder it stands in, in the order of folder and name. */',
    'export const placedRules: readonly PlacedRule[] = [',
    ...names,
    '];',
    '',
    'export const allRules: readonly Rule[] = placedRules.map(({ rule }) => rule);',
    '',
  ].join('\n');
}

const load = async (path) => (await runnerImport(path, { configFile: false, logLevel: 'error' })).module;

async function briefSchema() {
  const { loadPacks } = await load('./src/sources/brief/packs.ts');
  const { briefSchemaText } = await load('./src/sources/brief/schema/schema.ts');
  const packs = loadPacks();
  if (packs.packs.length === 0 || packs.problems.length > 0)
    throw new Error(`packs cannot be read: ${JSON.stringify(packs.problems)}`);
  return briefSchemaText(packs);
}

async function planSchema() {
  const { planFileSchema } = await load('./src/provers/plan/shape.ts');
  return `${JSON.stringify(planFileSchema(), null, 2)}\n`;
}

/** The tests that packages deliver are sources here, checked as all others; packages get their text. */
function suiteTexts() {
  const helpers = new Set(['harness', 'documents', 'bodies', 'calls', 'scenes', 'arazzo', 'programs']);
  const files = readdirSync('src/suite')
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => file.replace(/\.ts$/, ''));
  if (files.length === 0) throw new Error('no file under src/suite: there are no tests to deliver');
  const entry = (name) =>
    `  ${JSON.stringify(helpers.has(name) ? `${name}.ts` : `${name}.test.ts`)}: ${JSON.stringify(readFileSync(`src/suite/${name}.ts`, 'utf8'))},`;
  return [
    '// Written by scripts/generate.mjs from src/suite/. Do not edit.',
    '/** The delivered tests by their file name. */',
    'export const suiteTexts = {',
    ...files.map(entry),
    '} as const;',
    '',
  ].join('\n');
}

/** The harness that holds a target to what the legacy system does, and what else a migration delivers as code. */
function migrationTexts() {
  const files = readdirSync('src/suite', { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /^(parity|carried)\/[\w-]+\.ts$/.test(file))
    .sort();
  if (files.length === 0) throw new Error('no file under src/suite/parity: there is nothing to deliver');
  return [
    '// Written by scripts/generate.mjs from src/suite/parity/ and src/suite/carried/. Do not edit.',
    '/** What a migration delivers as code, by its path below src/suite/. */',
    'export const migrationTexts = {',
    ...files.map(
      (file) => `  ${JSON.stringify(file)}: ${JSON.stringify(readFileSync(`src/suite/${file}`, 'utf8'))},`,
    ),
    '} as const;',
    '',
  ].join('\n');
}

const outputs = {
  'src/rules/all.ts': ruleRegistry(),
  'src/artifacts/tests/texts.ts': suiteTexts(),
  'src/artifacts/migration/texts.ts': migrationTexts(),
  'examples/brief.schema.json': await briefSchema(),
  'docs/migration-plan.schema.json': await planSchema(),
  'docs/api-changes.md': (await load('./src/compatibility/page.ts')).changesPage(),
};
for (const [path, text] of Object.entries(outputs)) {
  let old = '';
  try {
    old = readFileSync(path, 'utf8');
  } catch {}
  if (old === text) continue;
  if (check) {
    console.error(`${path} is stale: run npm run generate`);
    process.exit(1);
  }
  writeFileSync(path, text);
  console.error(`wrote ${path}`);
}
