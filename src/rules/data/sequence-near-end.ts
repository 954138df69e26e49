import type { Column, DataModel, Sequence, Table } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';
import type { Fault, Rule } from '../rule.ts';
import { alterType, dialectOf } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { soleKeyColumn } from './references.ts';

export const sequenceNearEnd: Rule = {
  id: 'sequence-near-end',
  summary: 'A counter will soon pass its largest value.',
  severity: 'warning',
  standards: ['pg-index-health/sequence_overflow'],
  remedy: {
    title: 'Widen the counter before it ends',
    impact: 5,
    effort: { low: 1, high: 5 },
    risk: 'high',
    rollback: 'keep the old column until the swap is proved',
  },
  check: ({ data }) =>
    ['postgresql', 'mysql', 'sqlserver'].includes(dialectOf(data))
      ? [
          ...(data.sequences ?? []).flatMap((one) => ofSequence(data, one)),
          ...data.tables.flatMap((table) => ofTable(data, table)),
        ]
      : [],
};

/** Told from this share of used values on, and for counters that end within these years. */
const usedShare = 0.9;
const yearsAhead = 3;

const largest: Readonly<Record<string, number>> = {
  smallint: 32_767,
  integer: 2_147_483_647,
  bigint: 2 ** 63,
};

const typeOf = (type: string): string | undefined => {
  if (/^(smallint|int2|smallserial)$/i.test(type)) return 'smallint';
  if (/^(integer|int|int4|serial)$/i.test(type)) return 'integer';
  return /^(bigint|int8|bigserial)$/i.test(type) ? 'bigint' : undefined;
};

interface Owner {
  readonly table: Table;
  readonly column: Column;
}

/** The column that takes its values from the counter: it ends with the narrower of the two. */
function ownerOf({ tables }: DataModel, sequence: Sequence): Owner | undefined {
  for (const table of tables)
    for (const column of table.columns) {
      const named = /nextval\('(?:[\w"]+\.)?"?([^'"]+)"?'/i.exec(column.default ?? '')?.[1];
      const counts = named === sequence.name;
      const identity =
        /as identity/.test(column.default ?? '') && `${table.name}_${column.name}_seq` === sequence.name;
      if (counts || identity) return { table, column };
    }
  return undefined;
}

function ofSequence(data: DataModel, sequence: Sequence): readonly Fault[] {
  const { at, increment, cycles, type, max } = sequence;
  if (at === undefined || cycles || increment <= 0) return [];
  const owner = ownerOf(data, sequence);
  const ends = [max, largest[type], owner && largest[typeOf(owner.column.type) ?? 'bigint']];
  const end = Math.min(...ends.flatMap((value) => (value === undefined ? [] : [value])));
  if (at / end < usedShare) return [];
  return [
    fault(
      sequence.name,
      `${sequence.name} stands at ${at} of ${end}: ${percent(at / end)} % of its values are used.`,
      owner === undefined
        ? `alter sequence ${sequence.name} as bigint no maxvalue; and widen what stores its values.`
        : widen(data, owner.table, owner.column),
      sequence.origin,
    ),
  ];
}

/** Rows that are known or projected: a counter has given at least as many values. */
function ofTable(data: DataModel, table: Table): readonly Fault[] {
  const column = soleKeyColumn(table);
  if (table.rows === undefined || column === undefined) return [];
  const counts =
    /nextval|identity|auto_?increment/i.test(`${column.default ?? ''}${column.generated ?? ''}`) ||
    /serial/i.test(column.type);
  const end = largest[typeOf(column.type) ?? ''];
  if (!counts || end === undefined) return [];
  const growth = table.growthPerYear?.value ?? 0;
  const years = growth > 0 ? (end - table.rows.value) / growth : Infinity;
  if (table.rows.value / end < usedShare && years > yearsAhead) return [];
  const when =
    years === Infinity
      ? ''
      : ` at ${growth} rows a year it ends ${years <= 0 ? 'now' : `in ${Number(years.toPrecision(2))} years`},`;
  return [
    fault(
      `${tableSubject(table)}.${column.name}`,
      `${table.name}.${column.name} counts in ${column.type}, and the table has ${table.rows.value} rows:${when} at ${end}.`,
      widen(data, table, column),
      column.origin,
    ),
  ];
}

const percent = (share: number): number => Math.floor(share * 1000) / 10;

const widen = (data: DataModel, table: Table, column: Column): string =>
  `Add a bigint column, fill it by batches and swap it in; ${alterType(dialectOf(data), table, column.name, 'bigint')} rewrites the table under an exclusive lock. Widen the foreign keys that point at it first.`;

const fault = (subject: string, what: string, next: string, origin: Origin): Fault => ({
  subject,
  confidence: 'certain',
  what,
  why: 'After the last value every insert fails until the column is wider, and on a large table that takes hours. Rolled back inserts use values up too.',
  next,
  evidence: [{ kind: 'read', origin }],
});
