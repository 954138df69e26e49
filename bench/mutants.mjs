// Which faults of a preview the delivered tests of a package find: each mutant of src/preview/mutants/ is started, and the
// suites run on it until a test fails that passes without the fault.
//   npm run build && node bench/mutants.mjs <package> [--only id,id]
import { resolve } from 'node:path';
import { allMutants, startMutant } from '../dist/preview/mutants/all.js';
import { clientModule, startTestedPreview } from '../dist/preview/harness/start.js';
import { readPackage } from '../dist/preview/package.js';
import { runSuite } from '../dist/provers/suite/run-suite.js';
import { openWorkspace } from '../dist/provers/suite/workspace.js';

const [, , named, flag, ids] = process.argv;
if (named === undefined) throw new Error('give a package: node bench/mutants.mjs <package> [--only id,id]');
const delivered = readPackage(resolve(named));
const workspace = openWorkspace(resolve(named), clientModule);
const order = [
  'contract',
  'objects',
  'lists',
  'idempotency',
  'messages',
  'audit',
  'authorisation',
  'limits',
  'invariants',
  'consumers',
  'hostile',
];
const suites = order.filter((suite) => workspace.suites.includes(suite));
const timeoutMs = 300_000;

async function run(preview, suite, stopAt) {
  return runSuite(workspace, suite, {
    environment: { PREVIEW_URL: preview.url, PREVIEW_KEY: preview.key },
    timeoutMs,
    ...(stopAt && { stopAt }),
  });
}

const known = new Set();
const whole = await startTestedPreview(delivered);
for (const suite of suites) {
  const { tests, seconds, broken } = await run(whole, suite);
  const failed = tests.filter(({ state }) => state === 'failed');
  for (const { name } of failed) known.add(name);
  console.log(
    `${suite}: ${tests.length} tests, ${failed.length} failed without a fault, ${seconds.toFixed(1)} s ${broken ?? ''}`,
  );
}
await whole.close();

const chosen = flag === '--only' ? allMutants.filter(({ id }) => ids.split(',').includes(id)) : allMutants;
const missed = [];
const unstarted = [];
for (const mutant of chosen) {
  const began = performance.now();
  let found;
  let fault;
  try {
    const preview = await startMutant(delivered, mutant);
    for (const suite of [mutant.suite, ...suites.filter((each) => each !== mutant.suite)]) {
      const isNew = ({ name, state }) => state === 'failed' && !known.has(name);
      const { tests } = await run(preview, suite, isNew);
      const first = tests.find(isNew);
      if (first === undefined) continue;
      found = `${suite}: ${first.name}\n      ${String(first.why).split('\n')[0].slice(0, 200)}`;
      break;
    }
    await preview.close();
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const state = fault !== undefined ? 'NOT RUN' : found === undefined ? 'MISSED' : 'caught';
  console.log(
    `${state} ${mutant.id} (${mutant.what}), ${seconds} s\n    ${fault ?? found ?? 'no test fails that passes without it'}`,
  );
  if (fault !== undefined) unstarted.push(mutant.id);
  else if (found === undefined) missed.push(mutant.id);
}
// One that does not run has shown nothing: it counts as missed.
const caught = chosen.length - missed.length - unstarted.length;
const share = (100 * caught) / chosen.length;
console.log(
  `${caught} of ${chosen.length} mutants caught (${share.toFixed(1)} %); missed: ${missed.join(', ') || 'none'}; not run: ${unstarted.join(', ') || 'none'}`,
);
workspace.close();
process.exit(share >= 95 ? 0 : 1);
