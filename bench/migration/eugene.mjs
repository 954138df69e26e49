// `node bench/migration/eugene.mjs --repo <checkout of kaaveland/eugene> [--show]`
// Compares the ids eugene's trace gives for its own examples with ours, example by example. The checkout stays outside.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from './check.mjs';

const { values } = parseArgs({
  options: { repo: { type: 'string' }, show: { type: 'boolean', default: false } },
});
if (values.repo === undefined) {
  console.error('usage: eugene.mjs --repo <checkout> [--show]');
  process.exit(2);
}
/** Ids that eugene finds by tracing; the others come from its reading of the text. */
const traced = new Set('E1 E2 E4 E5 E6 E7 E8 E9 E10 E15'.split(' '));
const examples = join(values.repo, 'eugene/examples');
const hints = join(values.repo, 'eugene/docs/src/hints');
let same = 0;
let all = 0;
for (const id of readdirSync(examples).filter((name) => /^[EW]\d+$/.test(name)))
  for (const kind of ['bad', 'good']) {
    const file = join(examples, id, `${kind}.sql`);
    const page = join(hints, id, `${kind === 'bad' ? 'unsafe' : 'safer'}_trace.md`);
    if (!existsSync(file) || !existsSync(page)) continue;
    const expected = new Set(
      [...readFileSync(page, 'utf8').matchAll(/^##### `([EW]\d+)`/gm)].map(([, found]) => found),
    );
    const found = new Set();
    let schema = '';
    for (const script of readFileSync(file, 'utf8')
      .split(/^-- \d+\.sql$/m)
      .slice(1)) {
      const assumeInTransaction = !/concurrently/i.test(script);
      const { findings } = await check(script, { schema, assumeInTransaction });
      for (const { standards } of findings)
        for (const standard of standards)
          if (standard.startsWith('eugene/') && traced.has(standard.slice(7))) found.add(standard.slice(7));
      schema += `${script}\n;\n`;
    }
    all++;
    const print = (set) => [...set].toSorted((a, b) => a.localeCompare(b)).join(' ');
    if (print(expected) === print(found)) same++;
    else if (values.show) console.log(`${id}/${kind}: expected ${print(expected)}, found ${print(found)}`);
  }
console.log(`${same} of ${all} examples have eugene's trace ids`);
