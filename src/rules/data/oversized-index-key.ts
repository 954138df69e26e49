import type { Column, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { btreeColumns, pathText } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { literal } from './words.ts';

export const oversizedIndexKey: Rule = {
  id: 'oversized-index-key',
  summary: 'A column may hold values that its index cannot.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Index a digest, or limit the value',
    impact: 3,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'create the former index again concurrently',
  },
  check: ({ data }) =>
    dialectOf(data) === 'postgresql'
      ? data.tables.flatMap((table) =>
          btreeColumns(table).flatMap(({ path, column }) => faultOf(table, path, column)),
        )
      : [],
};

/** Largest entry of a b-tree page of 8 kB (BTMaxItemSize, access/nbtree.h). */
const largestEntry = 2704;

/** Characters that the type or a check permits; undefined when nothing limits them. */
function permitted({ checks }: Table, { name, type }: Column): number | undefined {
  if (!/^(text|citext|character varying|varchar)/i.test(type)) return undefined;
  const byType = /\((\d+)\)/.exec(type)?.[1];
  const byCheck = checks
    .map(
      ({ sql }) =>
        new RegExp(`(?:char_length|length)\\s*\\(\\s*"?${literal(name)}"?\\s*\\)\\s*<=?\\s*(\\d+)`, 'i').exec(
          sql,
        )?.[1],
    )
    .find((limit) => limit !== undefined);
  const limits = [byType, byCheck].flatMap((limit) => (limit === undefined ? [] : [Number(limit)]));
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function faultOf(table: Table, path: AccessPath, column: Column): readonly Fault[] {
  const { name } = column;
  const limit = permitted(table, column);
  if (limit === undefined || limit <= largestEntry) return [];
  const unique = path.unique ? 'unique ' : '';
  return [
    {
      subject: `${tableSubject(table)}.${path.name}`,
      confidence: 'likely',
      what: `${name} may have ${limit} characters, and an entry of ${pathText(path)} at most ${largestEntry} bytes.`,
      why: `An insert of a longer value that does not compress fails with "index row size exceeds btree maximum": the column promises what the index refuses.`,
      next: `create ${unique}index concurrently on ${tableName('postgresql', table)} (md5(${identifier('postgresql', name)})); compare by the same expression, or lower the limit of ${name} under ${largestEntry}.`,
      evidence: [{ kind: 'read', origin: path.origin }],
    },
  ];
}
