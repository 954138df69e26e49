// `node bench/recovery/document.mjs --repo <checkout> --document <openapi file>... [--strip /prefix] [--add /prefix] [--show]`
// Recall of recovered endpoints against a committed OpenAPI document. A document is not the whole truth (it misses
// routes that are served), so what it does not name is listed and not counted as wrong.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { normalPath } from './score.mjs';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    document: { type: 'string', multiple: true },
    strip: { type: 'string', default: '' },
    add: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    show: { type: 'boolean', default: false },
  },
});
if (values.repo === undefined || values.document === undefined) {
  console.error('usage: document.mjs --repo <checkout> --document <openapi file> [--show]');
  process.exit(2);
}
const base = process.features.typescript ? ['../../src', 'ts'] : ['../../dist', 'js'];
const from = (path) => import(`${base[0]}/${path}.${base[1]}`);
const { readRepository } = await from('sources/repository/repository');
const { directorySource } = await from('sources/repository/directory');

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options']);
const expected = new Set();
for (const file of values.document) {
  const root = parse(readFileSync(file, 'utf8'));
  const server = /^(?:https?:\/\/[^/]*)?(\/[^?#{]*)?$/.exec(root.servers?.[0]?.url ?? '')?.[1] ?? '';
  const prefix = values.add === '' ? (root.basePath ?? server) : values.add;
  for (const [path, item] of Object.entries(root.paths ?? {}))
    for (const method of Object.keys(item ?? {}))
      if (verbs.has(method))
        expected.add(`${method.toUpperCase()} ${normalPath(`${prefix}/${path}`.replace(values.strip, ''))}`);
}
const started = performance.now();
const { api, coverage, gaps } = await readRepository(directorySource(values.repo));
const took = (performance.now() - started) / 1000;
const ours = new Set();
const anyMethod = new Set();
for (const { method, path, pathResolved, protocol } of api.endpoints) {
  if (!pathResolved || protocol !== 'http' || !path.startsWith(values.only)) continue;
  if (method === 'ANY') anyMethod.add(normalPath(path));
  else ours.add(`${method} ${normalPath(path)}`);
}
const isFound = (key) => ours.has(key) || anyMethod.has(key.slice(key.indexOf(' ') + 1));
const missed = [...expected].filter((key) => !isFound(key));
const beside = [...ours].filter((key) => !expected.has(key));
const count = (access) => api.endpoints.filter((endpoint) => endpoint.access === access).length;
const byText = (a, b) => (a < b ? -1 : 1);
if (values.show) {
  for (const key of missed.toSorted(byText)) console.log(`missed  ${key}`);
  for (const key of beside.toSorted(byText)) console.log(`beside  ${key}`);
}
console.log(
  `${expected.size - missed.length} of ${expected.size} documented operations found (${((100 * (expected.size - missed.length)) / expected.size).toFixed(1)} %); ` +
    `${ours.size + anyMethod.size} endpoints, ${beside.length} not documented, ${api.endpoints.filter(({ pathResolved }) => !pathResolved).length} unresolved; ` +
    `access ${count('guarded')} guarded, ${count('public')} public, ${count('unknown')} unknown; ` +
    `${coverage.lines} lines in ${took.toFixed(1)} s, ${gaps.length} gaps`,
);
