import type { Column, Table } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf } from './dialect.ts';
import { someOf, tableSubject } from './pattern.ts';
import { singular } from './words.ts';

export const repeatedColumns: Rule = {
  id: 'repeated-columns',
  summary: 'A list is kept in numbered columns.',
  severity: 'advice',
  standards: ['pg-index-health/tables_with_incrementing_columns'],
  remedy: {
    title: 'Give the list a table of its own',
    impact: 2,
    effort: { low: 0.5, high: 3 },
    risk: 'medium',
    rollback: 'keep the numbered columns until the table is filled and read',
  },
  check: ({ data }) =>
    dialectOf(data) === 'mongodb'
      ? []
      : data.tables.flatMap((table) => groups(table).map((group) => fault(table, group))),
};

/** Numbers that are part of a word: hashes, lines of an address, coordinates, protocols. */
const isNumberOfWord =
  /^(md|sha|crc|utf|base|ipv|mp|h|s|ec|co|x|y|z|lat|lng|lon|q|p|iso_?\d*|address|address_line|line|street|street_line|addr|addr_line|sha_?)_?$/i;

interface Group {
  readonly stem: string;
  readonly columns: readonly Column[];
}

function groups(table: Table): readonly Group[] {
  const byStem = new Map<string, Column[]>();
  for (const column of table.columns) {
    const stem = /^(\D+?)_?\d{1,3}$/.exec(column.name)?.[1];
    if (stem === undefined || isNumberOfWord.test(stem)) continue;
    byStem.set(stem, [...(byStem.get(stem) ?? []), column]);
  }
  return [...byStem].flatMap(([stem, columns]) => (columns.length > 1 ? [{ stem, columns }] : []));
}

function fault(table: Table, { stem, columns }: Group): Fault {
  const names = columns.map(({ name }) => name);
  const child = `${singular(table.name)}_${stem.toLowerCase().replace(/_$/, '')}`;
  const key = table.primaryKey?.columns.join(', ') ?? 'id';
  return {
    subject: `${tableSubject(table)}.${stem}`,
    confidence: 'likely',
    what: `${table.name} keeps a list in ${someOf(names, 6)}.`,
    why: 'Each question has to name every column, one value more takes a migration, a value can stand twice, and no index finds it wherever it stands.',
    next: `create table ${child} (${singular(table.name)}_${key} …, position smallint, ${stem.toLowerCase().replace(/_$/, '')} ${columns[0]?.type ?? 'text'} not null, primary key (${singular(table.name)}_${key}, position)); fill it from the columns.`,
    evidence: seenAt(columns),
  };
}
