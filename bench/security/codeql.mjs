// `node bench/security/codeql.mjs --tests <javascript/ql/test> [--half even|odd|both] [--show misses|negatives] [--only CWE-022]`
// Recall of flows on CodeQL's JavaScript security tests, and the share of lines that are marked as good and told all the
// same. The tests stay outside the project. Files are halved by the first byte of the SHA-256 of their path: rules are
// tuned on the even half, the odd one is only counted. Node 24 reads the sources as they are; older ones need a build.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    tests: { type: 'string' },
    half: { type: 'string', default: 'both' },
    show: { type: 'string' },
    only: { type: 'string' },
  },
});
if (values.tests === undefined) {
  console.error(
    'usage: codeql.mjs --tests <javascript/ql/test> [--half even|odd|both] [--show misses|negatives]',
  );
  process.exit(2);
}
const fromSource = Boolean(process.features.typescript);
const from = (path) => import(fromSource ? `../../src/${path}.ts` : `../../dist/${path}.js`);
const { readRepository } = await from('sources/repository/repository');
const { memorySource } = await from('sources/repository/source');

/** Folders of the tests, the queries that answer for untrusted input, and the kinds of flow that do. */
const suites = [
  ['CWE-022', ['TaintedPath', 'ZipSlip'], ['path-traversal']],
  ['CWE-073', ['TemplateObjectInjection'], ['code-injection']],
  ['CWE-078', ['CommandInjection', 'SecondOrderCommandInjection'], ['command-injection']],
  ['CWE-089', ['SqlInjection'], ['sql-injection', 'nosql-injection']],
  ['CWE-094', ['CodeInjection'], ['code-injection']],
  ['CWE-079', ['ReflectedXss'], ['cross-site-scripting']],
  ['CWE-117', ['LogInjection'], ['log-injection']],
  // A pattern that is slow by itself, in a search for a text of a request.
  ['CWE-400', ['PolynomialReDoS'], ['slow-pattern']],
  ['CWE-502', ['UnsafeDeserialization'], ['unsafe-deserialisation']],
  ['CWE-601', ['ServerSideUrlRedirect'], ['open-redirect']],
  ['CWE-611', ['Xxe'], ['external-entities']],
  ['CWE-643', ['XpathInjection'], ['xpath-injection']],
  ['CWE-730', ['RegExpInjection'], ['pattern-injection']],
  // Prototype pollution is CWE-1321, a child of this one.
  ['CWE-915', ['PrototypePollutingAssignment', 'PrototypePollutingMergeCall'], ['prototype-pollution']],
  ['CWE-918', ['RequestForgery'], ['request-forgery']],
];
/** Input of a library, of the command line or of the environment (Threat-models-enabled): not from outside of a backend. */
const otherInput =
  /UnsafeShellCommandConstruction|IndirectCommandInjection|ShellCommandInjectionFromEnvironment|UnsafeCodeConstruction|ImproperCodeSanitization|UnsafeDynamicMethodAccess|ClientSide|Heuristic/;

const root = values.tests;
const base = join(root, 'query-tests/Security');
const isEven = (path) => createHash('sha256').update(`javascript/ql/test/${path}`).digest()[0] % 2 === 0;
const inHalf = (path) => values.half === 'both' || (values.half === 'even') === isEven(relative(root, path));

function* filesBelow(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** Rows of the `#select` section: where the query tells something, once each. */
function expectedRows(file) {
  const text = readFileSync(file, 'utf8');
  const section = /^#select\n([\s\S]*?)(?:\n\w+\n\||$(?![\s\S]))/m.exec(text)?.[1] ?? '';
  const rows = new Map();
  for (const line of section.split('\n')) {
    const place = /^\| ([^|]+?):(\d+):(\d+):(\d+):(\d+) \|/.exec(line);
    const source = /^\| [^|]+\| [^|]+\| ([^|]+?):(\d+):/.exec(line.replaceAll('\\|', '/'));
    if (place !== null)
      rows.set(`${place[1]}:${place[2]}:${place[3]}`, {
        file: join(dirname(file), place[1]),
        line: Number(place[2]),
        end: Number(place[4]),
        source: source === null ? '' : `${source[1]}:${source[2]}`,
      });
  }
  return [...rows.values()];
}

/** Test runners' names would make tests of them, which nobody analyses. */
const shownName = (path) => path.replaceAll(/(^|[/._-])(tests?|spec|mock)(?=[/._-])/gi, '$1case');

async function flowsOf(folder, files) {
  const texts = new Map();
  const originals = new Map();
  for (const file of files) {
    const path = shownName(relative(folder, file));
    texts.set(path, readFileSync(file, 'utf8'));
    originals.set(path, file);
  }
  const backend = await readRepository(memorySource(texts), undefined, { flows: true });
  return backend.trust.flows.map((flow) => ({
    ...flow,
    file: originals.get(flow.sink.origin.file),
    line: flow.sink.origin.line,
    from: { file: originals.get(flow.source.origin.file), line: flow.source.origin.line },
  }));
}

const isServer = (text) =>
  /require\(|from ['"]|import ['"]/.test(text) &&
  /['"](node:)?(express|http|https|http2|koa|fastify|hapi|@hapi\/hapi|restify|fs|fs-extra|child_process|mysql2?|pg|pg-promise|mongodb|mongoose|sqlite3|sequelize|net|path|vm|[\w@./-]+)['"]/.test(
    text,
  );

const totals = new Map();
const count = (cwe, key, by = 1) => {
  const row = totals.get(cwe) ?? {
    positives: 0,
    found: 0,
    other: 0,
    otherFound: 0,
    good: 0,
    flagged: 0,
    certain: 0,
    spurious: 0,
    spuriousFound: 0,
    unmarked: 0,
  };
  totals.set(cwe, row);
  row[key] += by;
};

for (const [cwe, queries, kinds] of suites) {
  if (values.only !== undefined && values.only !== cwe) continue;
  const folder = join(base, cwe);
  const all = [...filesBelow(folder)];
  const expectations = all.filter((path) => path.endsWith('.expected'));
  for (const expectation of expectations) {
    const query = /([^/]+)\.expected$/.exec(expectation)[1];
    const home = dirname(expectation);
    const code = all.filter((path) => path.startsWith(`${home}/`) && /\.([cm]?[jt]sx?|json)$/.test(path));
    const isOurs = queries.includes(query) && !home.endsWith('Threat-models-enabled');
    if (!isOurs && !otherInput.test(query) && !queries.includes(query)) continue;
    const flows = (await flowsOf(home, code)).filter(({ kind }) => kinds.includes(kind));
    const rows = expectedRows(expectation).filter(({ file }) => inHalf(file));
    const known = new Set();
    for (const row of rows) {
      const text = readFileSync(row.file, 'utf8');
      for (let line = row.line; line <= row.end; line += 1) known.add(`${row.file}:${line}`);
      if (/SPURIOUS/.test(text.split('\n')[row.line - 1] ?? '')) {
        count(cwe, 'spurious');
        continue;
      }
      if (!isServer(text)) continue;
      // Of an archive's entries, the query tells the place where the name comes in.
      const isFound = flows.some(
        ({ file, line, from: start }) =>
          (file === row.file && line >= row.line && line <= row.end) ||
          (query === 'ZipSlip' && start.file === row.file && start.line >= row.line && start.line <= row.end),
      );
      const isRemote = isOurs && !(cwe === 'CWE-400' && row.file.includes('/lib/'));
      count(cwe, isRemote ? 'positives' : 'other');
      if (isFound) count(cwe, isRemote ? 'found' : 'otherFound');
      else if (values.show === 'misses' && isRemote)
        console.log(
          `miss ${relative(base, row.file)}:${row.line}  ${text.split('\n')[row.line - 1]?.trim()}   <- ${row.source}`,
        );
    }
    if (!isOurs) continue;
    for (const file of code.filter(inHalf).filter((path) => !path.endsWith('.json'))) {
      const lines = readFileSync(file, 'utf8').split('\n');
      for (const [at, line] of lines.entries()) {
        const isTold = flows.some(
          (flow) =>
            flow.file === file &&
            flow.line === at + 1 &&
            !(query === 'ZipSlip' && known.has(`${flow.from.file}:${flow.from.line}`)),
        );
        const isGood =
          /\/\/.*\b(OK|GOOD|safe)\b/.test(line) &&
          !/NOT OK|\$.*Alert|SPURIOUS|INCONSISTENCY/.test(line) &&
          /\S/.test(line.split('//')[0]) &&
          !known.has(`${file}:${at + 1}`);
        if (isGood) count(cwe, 'good');
        if (isTold && isGood) count(cwe, 'flagged');
        if (
          isGood &&
          flows.some((flow) => flow.file === file && flow.line === at + 1 && flow.doubt === undefined)
        )
          count(cwe, 'certain');
        if (isTold && !known.has(`${file}:${at + 1}`)) {
          if (!isGood) count(cwe, 'unmarked');
          if (values.show === 'negatives')
            console.log(`${isGood ? 'good ' : 'other'} ${relative(base, file)}:${at + 1}  ${line.trim()}`);
        }
      }
    }
  }
}

const percent = (part, whole) => (whole === 0 ? '    -' : `${((100 * part) / whole).toFixed(1).padStart(5)}`);
const sum = (key) => [...totals.values()].reduce((all, row) => all + row[key], 0);
console.log(`half: ${values.half}`);
console.log('CWE       found/of   %      good lines told   elsewhere  library/CLI input found/of');
for (const [cwe, row] of totals)
  console.log(
    `${cwe}  ${String(row.found).padStart(4)}/${String(row.positives).padEnd(4)} ${percent(row.found, row.positives)}   ${row.flagged} (${row.certain} as error)/${row.good}  ${String(row.unmarked).padStart(12)}   ${row.otherFound}/${row.other}`,
  );
console.log(
  `all      ${String(sum('found')).padStart(4)}/${String(sum('positives')).padEnd(4)} ${percent(sum('found'), sum('positives'))}   ${sum('flagged')}/${sum('good')} = ${percent(sum('flagged'), sum('good')).trim()} %   with the other inputs ${percent(sum('found') + sum('otherFound'), sum('positives') + sum('other')).trim()} %`,
);

// Patterns that the query for exponential backtracking tells, whatever they are given.
if (values.only === undefined || values.only === 'CWE-400') {
  const { forgetPatterns, slownessOf } = await from('sources/repository/flows/slowness/slowness');
  const { parseSync } = await import('oxc-parser');
  const folder = join(base, 'CWE-400/ReDoS');
  const rows = expectedAll(join(folder, 'ReDoS.expected'));
  const counts = { patterns: 0, expected: 0, found: 0, beyond: 0, open: 0 };
  for (const file of [...filesBelow(folder)].filter((path) => path.endsWith('.js')).filter(inHalf)) {
    const text = readFileSync(file, 'utf8');
    const { program } = parseSync(file, text);
    for (const { start, end, regex } of regexLiterals(program)) {
      const before = text.slice(0, start).split('\n');
      const [line, from_] = [before.length, (before.at(-1)?.length ?? 0) + 1];
      const isExpected = rows.some(
        (row) =>
          row.file === file && row.line === line && row.from >= from_ && row.from <= from_ + end - start,
      );
      forgetPatterns();
      const slowness = slownessOf(regex.pattern, regex.flags);
      counts.patterns += 1;
      if (isExpected) counts.expected += 1;
      if (slowness.kind === 'exponential') counts[isExpected ? 'found' : 'beyond'] += 1;
      if (slowness.kind === 'not decided') counts.open += 1;
      if (values.show === 'misses' && isExpected && slowness.kind !== 'exponential')
        console.log(`miss ${relative(base, file)}:${line}  ${slowness.kind}  ${text.slice(start, end)}`);
    }
  }
  console.log(
    `exponential patterns: ${counts.found}/${counts.expected} of those the query tells, ${counts.beyond} beyond it (each tried), ${counts.open} of ${counts.patterns} not decided`,
  );
}

/** Every row of a file of expectations that has no sections. */
function expectedAll(path) {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const place = /^\| ([^|]+?):(\d+):(\d+):/.exec(line);
      return place === null
        ? []
        : [{ file: join(dirname(path), place[1]), line: Number(place[2]), from: Number(place[3]) }];
    });
}

function* regexLiterals(node) {
  if (Array.isArray(node)) for (const each of node) yield* regexLiterals(each);
  else if (node !== null && typeof node === 'object') {
    if (node.type === 'Literal' && node.regex !== undefined && node.regex !== null) yield node;
    for (const [key, value] of Object.entries(node)) if (key !== 'regex') yield* regexLiterals(value);
  }
}
