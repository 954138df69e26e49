// `node bench/api-lint.mjs --redocly <installed @redocly/cli> --document <description of an API> [--runs 5]`
// `plumbline check api` (Redocly's recommended-strict and the rules for OWASP and guidelines) beside Redocly's own
// command with recommended-strict alone on the same document in the same run. Command and document stay outside the
// project. Turn by turn, so that a machine under load slows both.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measure } from './measure.mjs';

const { values } = parseArgs({
  options: {
    redocly: { type: 'string' },
    document: { type: 'string' },
    runs: { type: 'string', default: '5' },
  },
});
const cli = resolve('dist/cli/main.js');
if (values.redocly === undefined || values.document === undefined || !existsSync(cli)) {
  console.error(
    'usage: api-lint.mjs --redocly <directory> --document <file> [--runs n], after npm run build',
  );
  process.exit(2);
}
const { bin } = JSON.parse(readFileSync(join(values.redocly, 'package.json'), 'utf8'));
const redocly = join(values.redocly, bin.redocly);
const document = resolve(values.document);
process.env.REDOCLY_TELEMETRY = 'off';
const contestants = {
  'redocly lint, recommended-strict': [
    redocly,
    'lint',
    '--extends',
    'recommended-strict',
    '--format',
    'json',
    '--max-problems',
    '100000',
    document,
  ],
  'plumbline check api, with our rules': [cli, 'check', 'api', document, '--json'],
};
const runs = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
for (let run = 0; run < Number(values.runs); run++)
  for (const [name, args] of Object.entries(contestants)) runs[name].push(measure(args));

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const [first] = Object.values(runs);
const peer = { cpu: median(first.map(({ cpu }) => cpu)), wall: median(first.map(({ wall }) => wall)) };
for (const [name, list] of Object.entries(runs)) {
  const cpu = median(list.map((each) => each.cpu));
  const wall = median(list.map((each) => each.wall));
  const rss = Math.max(...list.map((each) => each.rss));
  console.log(
    `${name}: wall ${(wall / 1000).toFixed(2)} s (${(wall / peer.wall).toFixed(2)}x), CPU ${(cpu / 1000).toFixed(2)} s (${(cpu / peer.cpu).toFixed(2)}x), peak ${Math.round(rss)} MB`,
  );
}
const told = spawnSync(process.execPath, contestants['plumbline check api, with our rules'], {
  encoding: 'utf8',
  maxBuffer: 1 << 30,
});
console.log(JSON.stringify(JSON.parse(told.stdout).measurements));
