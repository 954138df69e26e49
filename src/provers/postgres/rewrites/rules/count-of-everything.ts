import { wholeOf } from '../clauses.ts';
import type { RewriteRule } from '../rule.ts';
import { six } from '../../../settle.ts';

/** Pages of 8 kB from which counting takes long. */
const many = 10_000;

export const countOfEverything: RewriteRule = {
  id: 'count-of-everything',
  summary: 'All rows of a large table are counted.',
  severity: 'advice',
  why: 'PostgreSQL keeps no count: each row is visited to see whether this transaction may see it.',
  standards: ['CWE-1049'],
  find: (subject) => {
    const block = wholeOf(subject);
    const [source, more] = block === undefined ? [] : subject.sources(block);
    const [target] = block?.targets ?? [];
    if (block === undefined || source?.table === undefined || more !== undefined || target === undefined)
      return [];
    if (block.where.length > 0 || block.group !== undefined || block.targets.length !== 1) return [];
    if (!/^count\s*\(\s*(\*|1)\s*\)(\s+as\s+\w+)?$/i.test(subject.text(target))) return [];
    const told = subject.told(source.table);
    if (told === undefined || told.pages < many) return [];
    const { name, schema } = source.table;
    return [
      {
        at: block.from,
        subject: name,
        what: `${told.rows} rows of ${name} are counted, at cost ${six(subject.planned.plan.cost)}.`,
        next: `Where about is enough: select reltuples::bigint from pg_class where oid = '${schema}.${name}'::regclass; where a list only says that there is more, ask for one row beyond the page.`,
        offer: { kind: 'none' as const },
      },
    ];
  },
};
