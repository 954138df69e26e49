// `node bench/security/levels.mjs --app <folder> [--show misses]`
// Recall of PHP flows on an application that is insecure on purpose and has each weakness in several files named by their
// level (`<weakness>/source/low.php`, `medium`, `high`, and `impossible`, which is right). The application stays outside
// the project. A file is told when a way without doubt begins, passes or ends in it.
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { app: { type: 'string' }, show: { type: 'string' } } });
if (values.app === undefined) {
  console.error('usage: levels.mjs --app <folder> [--show misses]');
  process.exit(2);
}
const fromSource = Boolean(process.features.typescript);
const from = (path) => import(fromSource ? `../../src/${path}.ts` : `../../dist/${path}.js`);
const { readRepository } = await from('sources/repository/repository');
const { directorySource } = await from('sources/repository/directory');

/** Folders of weaknesses that are ways of untrusted text, and the kinds that answer for them. */
const suites = [
  ['sqli', ['sql-injection']],
  ['sqli_blind', ['sql-injection']],
  ['exec', ['command-injection']],
  ['fi', ['code-injection', 'path-traversal']],
  ['xss_r', ['cross-site-scripting']],
  ['xss_s', ['cross-site-scripting']],
  ['open_redirect', ['open-redirect']],
  ['upload', ['path-traversal', 'unrestricted-upload']],
];
const levels = ['low', 'medium', 'high', 'impossible'];

const source = directorySource(values.app);
const { files } = await source.list();
const paths = files.map(({ path }) => path);
const { trust } = await readRepository(source, undefined, { flows: true });

const touched = (flow) =>
  [flow.source, flow.sink, ...flow.steps].flatMap(({ origin }) =>
    origin.kind === 'read' ? [origin.file] : [],
  );

let [found, wanted, wrong, right] = [0, 0, 0, 0];
for (const [folder, kinds] of suites) {
  const told = new Set(
    trust.flows.filter(({ kind, doubt }) => doubt === undefined && kinds.includes(kind)).flatMap(touched),
  );
  const row = levels.flatMap((level) => {
    const path = paths.find(
      (each) =>
        basename(each) === `${level}.php` &&
        basename(dirname(each)) === 'source' &&
        basename(dirname(dirname(each))) === folder,
    );
    if (path === undefined) return [];
    const isTold = told.has(path);
    if (level === 'impossible') {
      right += 1;
      wrong += isTold ? 1 : 0;
    } else {
      wanted += 1;
      found += isTold ? 1 : 0;
    }
    return [`${level} ${isTold ? 'told' : '-'}`];
  });
  if (row.length > 0) console.log(`${folder.padEnd(14)} ${kinds[0].padEnd(22)} ${row.join('  ')}`);
}
console.log(`${found} of ${wanted} told, ${wrong} of ${right} that are right told all the same`);
if (values.show === 'misses')
  for (const flow of trust.flows) console.log(flow.kind, flow.doubt ?? '', touched(flow).join(' '));
