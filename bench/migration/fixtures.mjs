// `node bench/migration/fixtures.mjs --truth <cases.json> [--text-only] [--show]`
// Precision and recall per rule id on cases of { sql, settings, ids, clean }, ids being those of squawk's command line.
// The cases stay outside the project.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { check } from './check.mjs';

const { values } = parseArgs({
  options: {
    truth: { type: 'string' },
    'text-only': { type: 'boolean', default: false },
    show: { type: 'boolean', default: false },
  },
});
if (values.truth === undefined) {
  console.error('usage: fixtures.mjs --truth <cases.json> [--text-only] [--show]');
  process.exit(2);
}
const { cases } = JSON.parse(readFileSync(values.truth, 'utf8'));
const squawk = (finding) =>
  finding.standards.flatMap((standard) => (standard.startsWith('squawk/') ? [standard.slice(7)] : []));
const counts = new Map();
const count = (id) => {
  if (!counts.has(id)) counts.set(id, { expected: 0, hit: 0, extra: 0 });
  return counts.get(id);
};
const verdicts = {};
let dirty = 0;
for (const [index, { sql, settings, ids, clean }] of cases.entries()) {
  const { findings, outcome } = await check(sql, { ...settings, onlyText: values['text-only'] });
  verdicts[outcome.verdict.kind] = (verdicts[outcome.verdict.kind] ?? 0) + 1;
  const found = new Set(findings.flatMap(squawk));
  for (const id of ids) {
    count(id).expected++;
    if (found.has(id)) count(id).hit++;
  }
  for (const id of found) if (!ids.includes(id)) count(id).extra++;
  if (clean && findings.length > 0) dirty++;
  const wrong = ids.filter((id) => !found.has(id)).concat([...found].filter((id) => !ids.includes(id)));
  if (values.show && (wrong.length > 0 || (clean && findings.length > 0)))
    console.log(`#${index} ${wrong.join(' ')}\n${sql}\n`, findings.map(({ rule }) => rule).join(' '));
  if (values.show && outcome.verdict.kind === 'undecided')
    console.log(`#${index} undecided: ${outcome.verdict.reason}\n  ${outcome.incomplete.join('\n  ')}`);
}
const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
console.log('rule | expected | recall | precision');
for (const [id, { expected, hit, extra }] of rows)
  console.log(
    `${id} | ${expected} | ${expected === 0 ? '-' : (hit / expected).toFixed(3)} | ${hit + extra === 0 ? '-' : (hit / (hit + extra)).toFixed(3)}`,
  );
const sum = (key) => rows.reduce((total, [, row]) => total + row[key], 0);
console.log(
  `${cases.length} cases: ${sum('hit')} of ${sum('expected')} expected ids found, ${sum('extra')} others; clean cases with findings: ${dirty}; verdicts ${JSON.stringify(verdicts)}`,
);
