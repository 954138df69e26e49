import type { Column, DataModel, Query, Table } from '../../model/data.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';

export const listInColumn: Rule = {
  id: 'list-in-column',
  summary: 'A list is kept in one text, separated by commas.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Give the list a table of its own, or an array',
    impact: 3,
    effort: { low: 0.5, high: 3 },
    risk: 'medium',
    rollback: 'keep the text until the table is filled and read',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) =>
      table.columns.filter(isText).flatMap((column) => {
        const splits = data.queries.filter((query) => isSplitBy(query, table, column));
        const told = tellsList(column.comment ?? '');
        return splits.length === 0 && !told ? [] : [fault(data, table, column, splits)];
      }),
    ),
};

const isText = ({ type }: Column): boolean =>
  /^(text|character varying|varchar|longtext|mediumtext|nvarchar)/i.test(type);

const tellsList = (comment: string): boolean =>
  /\b(comma|semicolon|pipe)[- ]?(separated|delimited)\b|\b(separated|delimited) by (a )?(commas?|semicolons?|pipes?)\b|\bcsv (list|of)\b/i.test(
    comment,
  );

/** A statement takes the text apart: `string_to_array(tags, ',')`, `find_in_set(x, tags)`. */
function isSplitBy({ sql, tables }: Query, table: Table, { name }: Column): boolean {
  if (!tables.includes(table.name) && !tables.includes(tableSubject(table))) return false;
  const column = `(?:\\w+\\.)?["\`]?${name.replaceAll(/[^\w]/g, '.')}["\`]?`;
  return [
    `(?:string_to_array|string_to_table|regexp_split_to_(?:array|table)|unnest_csv|string_split)\\s*\\(\\s*${column}\\s*,\\s*'[,;|]`,
    `find_in_set\\s*\\([^()]*,\\s*${column}\\s*\\)`,
    `'[,;|]'\\s*\\|\\|\\s*${column}\\s*\\|\\|\\s*'[,;|]'`,
  ].some((pattern) => new RegExp(pattern, 'i').test(sql));
}

function fault(data: DataModel, table: Table, column: Column, splits: readonly Query[]): Fault {
  const dialect = dialectOf(data);
  const item = column.name.replace(/s$/, '');
  const [child, value] = [identifier(dialect, `${table.name}_${item}`), identifier(dialect, item)];
  const array =
    dialect === 'postgresql'
      ? ` or, where the values stand for nothing else, ${identifier(dialect, column.name)} text[] with a GIN index`
      : '';
  return {
    subject: `${tableSubject(table)}.${column.name}`,
    confidence: splits.length > 0 ? 'certain' : 'likely',
    what: `${table.name}.${column.name} holds a list as text${splits.length > 0 ? ', and a statement takes it apart' : ', as its comment says'}.`,
    why: 'No index finds a value in it, no foreign key checks it, a value can stand twice, two writers overwrite each other, and a value with the separator in it breaks the list.',
    next: `A table of one row a value: create table ${child} (… references ${tableName(dialect, table)}, ${value} ${dialect === 'postgresql' ? 'text' : 'varchar(…)'} not null, primary key (…, ${value}));${array}.`,
    evidence: [{ kind: 'read', origin: column.origin }, ...seenAt(splits)],
  };
}
