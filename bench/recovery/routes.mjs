// `node bench/recovery/routes.mjs --repo <checkout> --routes <list.json>... [--only /prefix] [--without /prefix]
//   [--strip /prefix] [--under folder] [--off <file>] [--show] [--chains]`
// Recovered endpoints against what an application really served: a list of `{method, path, chain?}` that somebody dumped
// from its router at run time (`record-express.cjs` makes one for Express). Such a list is the whole truth of one
// configuration, so what is recovered beside it is wrong, or belongs to another configuration: `--off <list of lines
// "METHOD /path">` names what a reader of the code found to be right but switched off. What the list marks `own: false`
// was registered by a package: it is no part of the tree and need not be found.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { normalPath } from './score.mjs';

const { values } = parseArgs({
  options: {
    repo: { type: 'string' },
    routes: { type: 'string', multiple: true },
    off: { type: 'string' },
    only: { type: 'string', default: '' },
    without: { type: 'string', multiple: true, default: [] },
    under: { type: 'string', multiple: true, default: [] },
    strip: { type: 'string', default: '' },
    show: { type: 'boolean', default: false },
    chains: { type: 'boolean', default: false },
  },
});
if (values.repo === undefined || values.routes === undefined) {
  console.error(
    'usage: routes.mjs --repo <checkout> --routes <list.json> [--only /prefix] [--show] [--chains]',
  );
  process.exit(2);
}
const base = process.features.typescript ? ['../../src', 'ts'] : ['../../dist', 'js'];
const from = (path) => import(`${base[0]}/${path}.${base[1]}`);
const { readRepository } = await from('sources/repository/repository');
const { directorySource } = await from('sources/repository/directory');
const { pathOfPattern } = await from('sources/repository/http/pattern-paths');

/** What frameworks answer by themselves. */
const automatic = new Set(['HEAD', 'OPTIONS']);
const inScope = (path) =>
  path.startsWith(values.only) && !values.without.some((prefix) => path.startsWith(prefix));

/** A rest of a path and a parameter are the same to this comparison; an optional part is both with and without it. */
const flat = (path) =>
  normalPath(path.replaceAll(/(:\w+)[*+]\??/g, '$1'))
    .replaceAll('{*}', '{}')
    .toLowerCase();
function spelled(path, group = /\/?:\w+(?:\([^()]*\))?\?/) {
  const optional = group.exec(path);
  if (optional === null) return [flat(path)];
  const before = path.slice(0, optional.index);
  const after = path.slice(optional.index + optional[0].length);
  const inside = optional[1] ?? optional[0].slice(0, -1);
  return [...spelled(`${before}${inside}${after}`, group), ...spelled(`${before}${after}` || '/', group)];
}

/** `--strip`: where the operator of this run put the application. */
const stripped = (path) => (path.startsWith(values.strip) ? path.slice(values.strip.length) || '/' : path);

/** As routers spell it: `{/:id}` and `{*rest}` of Express 5 may be left out. */
const servedAs = (path) =>
  spelled(
    (pathOfPattern(stripped(path)) ?? stripped(path)).replaceAll(/\{(\w+)\?\}/g, ':$1?'),
    /\/?:\w+(?:\([^()]*\))?\?|\{([*/:.][^{}]*)\}/,
  );

const served = new Map();
const byPackages = new Map();
const uses = new Set();
for (const file of values.routes)
  for (const each of JSON.parse(readFileSync(file, 'utf8'))) {
    if (automatic.has(each.method) || !inScope(each.path)) continue;
    for (const path of servedAs(each.path))
      if (each.method === 'USE') uses.add(path);
      else (each.own === false ? byPackages : served).set(`${each.method} ${path}`, each);
  }
const started = performance.now();
const { api, coverage } = await readRepository(directorySource(values.repo));
const took = (performance.now() - started) / 1000;
const file = ({ origin }) => (origin.kind === 'read' ? origin.file : '');
const ours = new Map();
let unresolved = 0;
for (const each of api.endpoints) {
  if (each.protocol !== 'http' || automatic.has(each.method)) continue;
  if (values.under.length > 0 && !values.under.some((folder) => file(each).startsWith(folder))) continue;
  if (!each.pathResolved) {
    unresolved += 1;
    if (values.show)
      console.log(`unresolved  ${each.method} ${each.path}  ${file(each)}:${each.origin.line}`);
  } else if (inScope(each.path))
    for (const path of spelled(each.path)) ours.set(`${each.method} ${path}`, each);
}
const split = (key) => [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
const counterpart = (key, other) => {
  const [method, path] = split(key);
  if (other.has(key)) return other.get(key);
  if (method === 'ANY') return [...other].find(([each]) => split(each)[1] === path)?.[1];
  return other.get(`ANY ${path}`);
};
const off = new Set(
  values.off === undefined
    ? []
    : readFileSync(values.off, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .flatMap((line) => spelled(split(line)[1]).map((path) => `${split(line)[0]} ${path}`)),
);
const missed = [...served.keys()].filter((key) => counterpart(key, ours) === undefined);
const beside = [...ours.keys()].filter(
  (key) => counterpart(key, served) === undefined && counterpart(key, byPackages) === undefined,
);
const isAssets = (key) => uses.has(split(key)[1]) || uses.has(split(key)[1].replace(/\/\{\}$/, '') || '/');
const groups = {
  disabled: beside.filter((key) => off.has(key)),
  middleware: beside.filter((key) => !off.has(key) && isAssets(key)),
  wrong: beside.filter((key) => !off.has(key) && !isAssets(key)),
};
const byText = (a, b) => (split(a)[1] < split(b)[1] ? -1 : 1);
if (values.show) {
  for (const key of missed.toSorted(byText)) console.log(`missed  ${key}`);
  for (const [name, keys] of Object.entries(groups))
    for (const key of keys.toSorted(byText)) {
      const at = ours.get(key);
      console.log(`${name}  ${key}  ${file(at)}:${at.origin.line}`);
    }
}
const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
console.log(
  `${served.size} served, ${served.size - missed.length} found (${percent(served.size - missed.length, served.size)}); ` +
    `${ours.size} recovered, ${groups.wrong.length} wrong (${percent(groups.wrong.length, ours.size)}), ` +
    `${groups.disabled.length} disabled, ${groups.middleware.length} answered by a middleware, ${unresolved} unresolved; ` +
    `${byPackages.size} served by packages; ${coverage.lines} lines in ${took.toFixed(1)} s`,
);

// Named functions of the application's own code before the handler: every one that runs must be told, in the same order.
const plain = (name) =>
  name
    .replace(/\(.*$/s, '')
    .replace(/^.*[. ]/, '')
    .toLowerCase();
const chains = { compared: 0, complete: 0, ordered: 0, names: 0, told: 0 };
for (const [key, { chain }] of served) {
  const mine = counterpart(key, ours);
  const theirs = (chain ?? [])
    .slice(0, -1)
    .filter(({ own, name }) => own && name !== '' && !name.includes('<anonymous>'))
    .map(({ name }) => plain(name));
  if (mine === undefined || theirs.length === 0) continue;
  const told = mine.guards.map(({ name }) => plain(name));
  const has = theirs.filter((name) => told.includes(name));
  let last = -1;
  const isOrdered = has.every((name) => {
    const next = told.indexOf(name, last + 1);
    // A wrapper's name stands there more than once; the last of them is enough.
    if (next < 0)
      return last >= 0 && told.indexOf(name) <= last && theirs.indexOf(name) !== theirs.lastIndexOf(name);
    last = next;
    return true;
  });
  chains.compared += 1;
  chains.names += theirs.length;
  chains.told += has.length;
  if (has.length === theirs.length) chains.complete += 1;
  if (isOrdered) chains.ordered += 1;
  if (values.chains && (has.length < theirs.length || !isOrdered))
    console.log(`chain  ${key}\n  run   ${theirs.join(' ')}\n  told  ${told.join(' ')}`);
}
if (chains.compared > 0)
  console.log(
    `chains: ${chains.compared} with named functions, ${percent(chains.complete, chains.compared)} complete, ` +
      `${percent(chains.ordered, chains.compared)} in order; ${chains.told} of ${chains.names} names told`,
  );
