// `node bench/api-changes.mjs [--peers <directory where openapi-diff is installed>]`
// The mutations that are labelled by hand (src/testing/api-mutations), given to our engine and to others in the same
// run. Others are asked one question: is it breaking? Where the label says dangerous, either answer of theirs is right.
// openapi-diff is no dependency: without a directory it is fetched by npx, and `not measured` where it cannot be had.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { apiDiff } from 'api-smart-diff';
import { runnerImport } from 'vite';

const { values } = parseArgs({ options: { peers: { type: 'string' } } });
const load = async (path) => (await runnerImport(path, { configFile: false, logLevel: 'error' })).module;
const { apiMutations } = await load('./src/testing/api-mutations/all.ts');
const { edited } = await load('./src/testing/api-mutations/edit.ts');
const { compareOpenApi } = await load('./src/compatibility/openapi/compare.ts');
const { compareAsyncApi } = await load('./src/compatibility/asyncapi/compare.ts');
const { located } = await load('./src/compatibility/located.ts');

const cases = apiMutations.map(({ name, base, edits, expected, isReversed }) => {
  const mutant = edited(base, edits);
  const [old, next] = isReversed ? [mutant, base] : [base, mutant];
  const severities = expected.map((each) => each.split(': ')[1]);
  const label = severities.includes('breaking')
    ? 'breaking'
    : severities.includes('dangerous')
      ? 'dangerous'
      : 'compatible';
  return { name, old, next, expected, label, isOpenApi: 'openapi' in base };
});

const ours = ({ old, next, expected, isOpenApi }) => {
  const changes = (isOpenApi ? compareOpenApi : compareAsyncApi)(located(old), located(next));
  const told = [...new Set(changes.map(({ id, severity }) => `${id}: ${severity}`))].toSorted((a, b) =>
    a < b ? -1 : 1,
  );
  return told.toString() === expected.toSorted((a, b) => (a < b ? -1 : 1)).toString();
};
const agrees = (label, isBreaking) => label === 'dangerous' || isBreaking === (label === 'breaking');

const smart = ({ old, next, label }) => {
  const found = apiDiff(structuredClone(old), structuredClone(next));
  return agrees(
    label,
    found.some(({ type }) => type === 'breaking'),
  );
};

/** OpenAPI 3.1 as 3.0 without cycles, which is all that openapi-diff reads. */
const readable = (document) => {
  const copy = as30(document);
  const { Order } = copy.components?.schemas ?? {};
  if (Order?.properties?.parent !== undefined) Order.properties.parent = { type: 'object' };
  return copy;
};
const as30 = (value) => {
  if (Array.isArray(value)) return value.map(as30);
  if (typeof value !== 'object' || value === null) return value;
  const { const: fixed, webhooks: _, ...rest } = value;
  const copy = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, as30(inner)]));
  if (fixed !== undefined) copy.enum = [fixed];
  if (Array.isArray(copy.type) && copy.type.includes('null'))
    Object.assign(copy, { type: copy.type.find((type) => type !== 'null'), nullable: true });
  return 'openapi' in copy ? { ...copy, openapi: '3.0.3' } : copy;
};

const scratch = mkdtempSync(join(tmpdir(), 'plumbline-api-changes-'));
const [command, ...first] =
  values.peers === undefined
    ? ['npx', '-y', 'openapi-diff@0.24.1']
    : [join(values.peers, 'node_modules/.bin/openapi-diff')];
const openApiDiff = ({ old, next, label }) => {
  writeFileSync(join(scratch, 'old.json'), JSON.stringify(readable(old)));
  writeFileSync(join(scratch, 'next.json'), JSON.stringify(readable(next)));
  const { status, stdout } = spawnSync(command, [...first, 'old.json', 'next.json'], {
    cwd: scratch,
    encoding: 'utf8',
  });
  const isRead =
    /"breakingDifferencesFound"|No changes found|Non breaking changes found|Breaking changes found/.test(
      stdout ?? '',
    );
  return isRead && agrees(label, status !== 0);
};

const count = (list, judge) => {
  const wrong = list.filter((each) => {
    try {
      return !judge(each);
    } catch {
      return true;
    }
  });
  return { right: list.length - wrong.length, of: list.length, wrong };
};
const said = ({ right, of }) => `${right} of ${of}`;
const openapi = cases.filter(({ isOpenApi }) => isOpenApi);
const asyncapi = cases.filter(({ isOpenApi }) => !isOpenApi);
const row = (name, ...cells) =>
  console.log([name.padEnd(44), ...cells.map((cell) => cell.padEnd(14))].join('  '));
row('right', 'OpenAPI', 'AsyncAPI');
row('plumbline, every id and severity', said(count(openapi, ours)), said(count(asyncapi, ours)));
row('api-smart-diff, breaking or not', said(count(openapi, smart)), said(count(asyncapi, smart)));
const canAsk =
  values.peers === undefined
    ? spawnSync(command, [...first, '--version'], { stdio: 'ignore', timeout: 60_000 }).status === 0
    : existsSync(command);
const peer = canAsk ? count(openapi, openApiDiff) : undefined;
row('openapi-diff, breaking or not', peer === undefined ? 'not measured' : said(peer), 'cannot');
const smartWrong = count(cases, smart).wrong;
console.log(`api-smart-diff is wrong on: ${smartWrong.map(({ name }) => name).join('; ')}`);
if (peer !== undefined)
  console.log(`openapi-diff is wrong on: ${peer.wrong.map(({ name }) => name).join('; ')}`);
rmSync(scratch, { recursive: true, force: true });
