// `node bench/recovery/fixtures.mjs --truth <records.json> --repo <checkout> [--language x] [--framework y] [--show]`
// Recall and precision of recovered endpoints on public fixture records. The records and the checkout stay outside the
// project. Node 24 reads the sources as they are; older ones need `npm run build` first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { scoreEndpoints } from './score.mjs';

const { values } = parseArgs({
  options: {
    truth: { type: 'string' },
    repo: { type: 'string' },
    language: { type: 'string' },
    framework: { type: 'string' },
    fixture: { type: 'string' },
    show: { type: 'boolean', default: false },
  },
});
if (values.truth === undefined || values.repo === undefined) {
  console.error('usage: fixtures.mjs --truth <records.json> --repo <checkout> [--language x] [--show]');
  process.exit(2);
}
const fromSource = Boolean(process.features.typescript);
const from = (path) => import(fromSource ? `../../src/${path}.ts` : `../../dist/${path}.js`);
const { readRepository } = await from('sources/repository/repository');
const { directorySource } = await from('sources/repository/directory');

const truth = JSON.parse(readFileSync(values.truth, 'utf8'));
const records = (Array.isArray(truth) ? truth : truth.records).filter(
  ({ language, framework, fixture }) =>
    (values.language === undefined || values.language.split(',').includes(language)) &&
    (values.framework === undefined || framework.includes(values.framework)) &&
    (values.fixture === undefined || fixture.includes(values.fixture)),
);

/** Empty lists that assert nothing but that some other thing is not found. */
const trap = /express_false_positives_client|cli_cleo_nested_fp|cli_optionparser_generic_fp/;
const endpointsOf = async (folder) => {
  const { api } = await readRepository(directorySource(join(values.repo, folder)));
  return api.endpoints.map(({ method, path, pathResolved, protocol, parameters }) => ({
    method,
    path,
    pathResolved,
    protocol,
    params: parameters,
  }));
};

const groups = new Map();
const left = { options: 0, empty: 0, crashed: [] };
const percent = (part, whole) => (whole === 0 ? '    -' : `${((100 * part) / whole).toFixed(1).padStart(5)}`);
for (const record of records) {
  const { base, ...other } = record.optionOverrides ?? {};
  if (Object.keys(other).length > 0) {
    left.options += 1;
    continue;
  }
  // These records write a member of a Rails resource as `/posts/1`.
  const shown = (url) =>
    record.framework.startsWith('rails') ? url.replaceAll(/\/1(?=\/|$)/g, '/{id}') : url;
  const expected = record.expected
    .filter(({ protocol }) => protocol === 'http')
    .map((each) => ({ ...each, url: shown(each.url) }));
  if (record.expected.length === 0 && !trap.test(record.fixture)) {
    left.empty += 1;
    continue;
  }
  if (expected.length === 0 && record.expected.length > 0) continue;
  let all = [];
  try {
    for (const folder of base ?? [record.fixture]) all.push(...(await endpointsOf(folder)));
  } catch (error) {
    left.crashed.push(`${record.fixture}: ${error instanceof Error ? error.stack : String(error)}`);
    continue;
  }
  all = all.filter(({ protocol }) => ['http', 'trpc', 'graphql'].includes(protocol));
  const score = scoreEndpoints(
    expected,
    all.filter(({ pathResolved }) => pathResolved),
  );
  const unresolved = all.filter(({ pathResolved }) => !pathResolved);
  for (const name of [record.language, `${record.language}  ${record.framework}`]) {
    const group = groups.get(name) ?? {
      records: 0,
      exact: 0,
      expected: 0,
      hit: 0,
      exactHit: 0,
      ours: 0,
      unresolved: 0,
      params: 0,
      paramsHit: 0,
      inPath: 0,
      inPathHit: 0,
      allExpected: 0,
      allHit: 0,
    };
    groups.set(name, group);
    group.records += 1;
    group.allExpected += score.expected;
    group.allHit += score.hit;
    group.unresolved += unresolved.length;
    group.params += score.parameters.expected;
    group.paramsHit += score.parameters.found;
    group.inPath += score.parameters.inPath;
    group.inPathHit += score.parameters.inPathFound;
    if (!record.exact) continue;
    group.exact += 1;
    group.expected += score.expected;
    group.hit += score.hit;
    group.ours += score.ours;
  }
  if (!values.show) continue;
  const extra = record.exact ? score.extra : [];
  if (score.missed.length + extra.length + score.parameters.missed.length + unresolved.length === 0) continue;
  console.log(
    `\n${record.framework}  ${record.fixture}${record.exact ? '' : '  (not exact)'}${base ? `  base ${base.join(' ')}` : ''}`,
  );
  for (const each of score.missed) console.log(`  missed      ${each}`);
  for (const each of extra) console.log(`  extra       ${each}`);
  for (const { method, path } of unresolved) console.log(`  unresolved  ${method} ${path}`);
  for (const each of score.parameters.missed) console.log(`  parameter   ${String(each)}`);
}

console.log(
  '\nrecords exact  recall  precision  (exact: hit/expected/ours)   recall(all)  params  in path  unresolved',
);
for (const [name, group] of [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  console.log(
    `${String(group.records).padStart(5)} ${String(group.exact).padStart(6)}   ${percent(group.hit, group.expected)}      ${percent(group.hit, group.ours)}   ${`${group.hit}/${group.expected}/${group.ours}`.padEnd(22)}        ${percent(group.allHit, group.allExpected)}   ${percent(group.paramsHit, group.params)}    ${percent(group.inPathHit, group.inPath)}  ${String(group.unresolved).padStart(5)}   ${name}`,
  );
console.log(
  `left out: ${left.options} with options, ${left.empty} without a list, ${left.crashed.length} crashed`,
);
for (const each of left.crashed) console.log(each);
