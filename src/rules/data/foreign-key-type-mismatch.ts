import type { Column, ForeignKey, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { alterType, dialectOf } from './dialect.ts';
import type { Dialect } from './dialect.ts';
import { targetOf } from './references.ts';

export const foreignKeyTypeMismatch: Rule = {
  id: 'foreign-key-type-mismatch',
  summary: 'A foreign key has another type than the column it points at.',
  severity: 'warning',
  standards: ['pg-index-health/foreign_keys_with_unmatched_column_type'],
  remedy: {
    title: 'Give the foreign key the type of its target',
    impact: 3,
    effort: { low: 0.5, high: 2 },
    risk: 'medium',
    rollback: 'alter the type back',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) =>
      table.foreignKeys.flatMap((key) => mismatches(table, key, targetOf(data, key), dialectOf(data))),
    ),
};

function mismatches(
  table: Table,
  key: ForeignKey,
  target: Table | undefined,
  dialect: Dialect,
): readonly Fault[] {
  return key.columns.flatMap((name, at) => {
    const from = table.columns.find((column) => column.name === name);
    const to = target?.columns.find((column) => column.name === key.references.columns[at]);
    if (from === undefined || to === undefined || plain(from.type) === plain(to.type)) return [];
    return [fault(table, from, to, { key, dialect })];
  });
}

/** Types that hold the same values under different names. */
function plain(type: string): string {
  const base = type
    .toLowerCase()
    .replace(/\(.*\)/, '')
    .trim();
  const names: Readonly<Record<string, string>> = {
    serial: 'integer',
    int: 'integer',
    int4: 'integer',
    bigserial: 'bigint',
    int8: 'bigint',
    smallserial: 'smallint',
    int2: 'smallint',
    varchar: 'text',
    'character varying': 'text',
  };
  return names[base] ?? base;
}

function fault(
  table: Table,
  from: Column,
  to: Column,
  { key, dialect }: { readonly key: ForeignKey; readonly dialect: Dialect },
): Fault {
  return {
    subject: `${table.name}.${from.name}`,
    confidence: 'certain',
    what: `${table.name}.${from.name} is ${from.type}, but ${key.references.table}.${to.name} is ${to.type}.`,
    why: 'Joins compare through a conversion, and the narrower side fails first: at its largest value the insert is refused although the target exists.',
    next: alterType(dialect, table, from.name, plain(to.type)),
    evidence: [
      { kind: 'read', origin: from.origin },
      { kind: 'read', origin: to.origin },
    ],
  };
}
