// `node bench/security/peers.mjs --target <repository> --peers <folder> [--leave-out frontend,test]`
// Whole-process wall time and number of security findings of Plumbline's rules beside eslint-plugin-security,
// eslint-plugin-sonarjs and secretlint on the same files, one after the other in one run, best of three. `--peers` is a
// folder outside the project where they were installed: eslint, @typescript-eslint/parser, eslint-plugin-security,
// eslint-plugin-sonarjs, secretlint, @secretlint/secretlint-rule-preset-recommend. How many findings are true is judged
// by reading, not here.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    target: { type: 'string' },
    peers: { type: 'string' },
    'leave-out': { type: 'string', default: 'frontend,node_modules,dist,build' },
  },
});
if (values.target === undefined || values.peers === undefined) {
  console.error('usage: peers.mjs --target <repository> --peers <folder> [--leave-out frontend,test]');
  process.exit(2);
}
const target = resolve(values.target);
const peers = resolve(values.peers);
const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist');
const folder = mkdtempSync(join(tmpdir(), 'peers-'));
const left = values['leave-out'].split(',');

const eslintConfig = (plugin, rules) => {
  const file = join(folder, `${plugin}.mjs`);
  writeFileSync(
    file,
    `import { createRequire } from 'node:module';
const load = createRequire(${JSON.stringify(join(peers, 'package.json'))});
const plugin = load(${JSON.stringify(plugin)});
const parser = load('@typescript-eslint/parser');
export default [
  { ignores: ${JSON.stringify(left.map((name) => `**/${name}/**`))} },
  { files: ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'], languageOptions: { parser }, linterOptions: { noInlineConfig: true },
    plugins: { own: plugin }, rules: ${rules} },
];\n`,
  );
  return file;
};
const security = eslintConfig(
  'eslint-plugin-security',
  `Object.fromEntries(Object.keys(plugin.configs.recommended.rules).map((name) => name.replace("security/", "")).map((name) => ['own/' + name, 'warn']))`,
);
const sonar = eslintConfig(
  'eslint-plugin-sonarjs',
  `Object.fromEntries(Object.keys(plugin.configs.recommended.rules).filter((name) => plugin.configs.recommended.rules[name] !== 'off').map((name) => [name.replace('sonarjs/', 'own/'), 'warn']))`,
);
writeFileSync(
  join(folder, 'secretlint.json'),
  JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }),
);
writeFileSync(join(folder, 'ignore'), left.map((name) => `**/${name}/**`).join('\n'));

const eslint = (config) => [
  join(peers, 'node_modules/eslint/bin/eslint.js'),
  '--no-config-lookup',
  '-c',
  config,
  '-f',
  'json',
  '.',
];
// As the command starts: compiling is put off for what runs once.
const own = `
const { compileLate } = await import(${JSON.stringify(`${dist}/cli/compile-late.js`)});
compileLate();
const { readRepository } = await import(${JSON.stringify(`${dist}/sources/repository/repository.js`)});
const { directorySource } = await import(${JSON.stringify(`${dist}/sources/repository/directory.js`)});
const { examine } = await import(${JSON.stringify(`${dist}/rules/rule.js`)});
const { placedRules } = await import(${JSON.stringify(`${dist}/rules/all.js`)});
const backend = await readRepository(directorySource('.'), undefined, { flows: true });
const rules = placedRules.filter(({ concern }) => concern === 'trust').map(({ rule }) => rule);
console.log(JSON.stringify(examine(backend, rules)));`;

const countLint = (text) =>
  JSON.parse(text).reduce(
    (sum, { messages }) => sum + messages.filter(({ ruleId }) => ruleId !== null).length,
    0,
  );
const tools = [
  ['plumbline (trust rules)', ['--input-type=module', '-e', own], (text) => JSON.parse(text).length],
  ['eslint-plugin-security', eslint(security), countLint],
  ['eslint-plugin-sonarjs', eslint(sonar), countLint],
  [
    'secretlint',
    [
      join(peers, 'node_modules/secretlint/bin/secretlint.js'),
      '--secretlintrc',
      join(folder, 'secretlint.json'),
      '--secretlintignore',
      join(folder, 'ignore'),
      '--format',
      'json',
      '--output',
      join(folder, 'secretlint.out'),
      `${target}/**/*`,
    ],
    // Through a pipe it ends before all is written.
    () =>
      JSON.parse(readFileSync(join(folder, 'secretlint.out'), 'utf8')).reduce(
        (sum, { messages }) => sum + messages.length,
        0,
      ),
    // It looks for its rules where it is run.
    peers,
  ],
];

const best = new Map();
for (let round = 0; round < 3; round += 1)
  for (const [name, args, count, cwd = target] of tools) {
    const before = performance.now();
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      env: { ...process.env, NODE_PATH: join(peers, 'node_modules') },
    });
    const ms = performance.now() - before;
    let found = NaN;
    try {
      found = count(stdout);
    } catch {
      if (round === 0) console.error(name, String(stderr).slice(0, 400), String(stdout).slice(0, 400));
    }
    const known = best.get(name);
    best.set(name, { found, ms: Math.min(ms, known?.ms ?? Infinity) });
  }
const { version } = JSON.parse(readFileSync(join(dist, '../package.json'), 'utf8'));
console.log(`plumbline ${version}, target ${target}`);
for (const [name, { found, ms }] of best)
  console.log(
    `${name.padEnd(26)} ${String(found).padStart(6)} findings  ${(ms / 1000).toFixed(2).padStart(7)} s`,
  );
