import type { Severity } from '../../findings/finding.ts';
import type { DataModel, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { accessPaths, pathText, plainColumn, plainPredicate } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { isNullable, keysOf } from './references.ts';
import { deletionColumn } from './soft-delete.ts';
import { literal, snakeCase } from './words.ts';

export const nullableUnique: Rule = {
  id: 'nullable-unique',
  summary: 'A unique key has a column that may be empty, and empty values are never equal.',
  severity: 'advice',
  standards: ['CWE-694'],
  remedy: {
    title: 'Close the gap that empty values leave in the unique key',
    impact: 3,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'put the former unique key back',
  },
  check: ({ data }) => {
    // SQL Server counts empty values as equal.
    if (!['postgresql', 'mysql', 'sqlite'].includes(dialectOf(data))) return [];
    return data.tables.flatMap((table) =>
      accessPaths(table).flatMap((path) => {
        const empty = openColumns(table, path);
        return empty.length === 0 ? [] : [fault(data, table, path, empty)];
      }),
    );
  },
};

/** What people tell a row by; where it may be empty, several rows have none. */
const identifying =
  /^(e_?mail(_address)?|user_?name|login|slug|sku|code|handle|isbn|iban|phone(_number)?|number)$/;

function openColumns(table: Table, path: AccessPath): readonly string[] {
  const { unique, columns, nullsNotDistinct, kind } = path;
  if (!unique || nullsNotDistinct || kind === 'primary key') return [];
  const names = columns.flatMap((element) => plainColumn(table, element) ?? []);
  if (isImplied(table, names)) return [];
  const spoken = plainPredicate(path.where);
  const empty = names.filter((name) => isNullable(table, name) && !spoken.includes(name.toLowerCase()));
  if (columns.length === 1 && !empty.every((name) => isExpected(table, name))) return [];
  return empty.filter((name) => !isClosed(table, path, name) && !isDecided(table, name));
}

const isExpected = (table: Table, name: string): boolean =>
  identifying.test(snakeCase(name)) && !isDecided(table, name);

/** A check says when it may be empty: somebody has thought of it. */
const isDecided = ({ checks }: Table, name: string): boolean =>
  checks.some(({ sql }) => new RegExp(`\\b${literal(name)}"?\\s+is\\s+(not\\s+)?null`, 'i').test(sql));

/** Fewer of the columns, all filled, are unique already: no row repeats (`superkey-index`). */
const isImplied = (table: Table, names: readonly string[]): boolean =>
  keysOf(table).some(
    (key) =>
      key.length < names.length && key.every((name) => names.includes(name) && !isNullable(table, name)),
  );

/** Another unique key holds for the rows whose value is empty. */
const isClosed = (table: Table, path: AccessPath, name: string): boolean =>
  accessPaths(table).some(
    (other) =>
      other.unique &&
      plainPredicate(other.where).includes(`${name.toLowerCase()} is null`) &&
      path.columns.every((column) => column === name || other.columns.includes(column)),
  );

function fault(data: DataModel, table: Table, path: AccessPath, empty: readonly string[]): Fault {
  const deletion = deletionColumn(table)?.name;
  const single = path.columns.length === 1;
  const isDeletion = deletion !== undefined && empty.includes(deletion);
  const names = empty.join(', ');
  const severity: Severity = isDeletion ? 'warning' : 'advice';
  return {
    subject: `${tableSubject(table)}.${path.name}`,
    confidence: isDeletion ? 'certain' : single ? 'possible' : 'likely',
    severity,
    what: `${pathText(path)} is unique, but ${names} may be empty.`,
    why: isDeletion
      ? `${names} is empty in every living row, and two empty values are not equal: the key refuses no duplicate at all among them.`
      : single
        ? `Any number of rows have no ${names}; where it is what a person or a link names the row by, those rows cannot be told apart.`
        : 'Two empty values are not equal: rows that agree in everything else are all accepted, however many.',
    next: nextOf(data, table, path, empty, isDeletion),
    evidence: [{ kind: 'read', origin: path.origin }],
  };
}

function nextOf(
  data: DataModel,
  table: Table,
  path: AccessPath,
  empty: readonly string[],
  isDeletion: boolean,
): string {
  const dialect = dialectOf(data);
  const target = tableName(dialect, table);
  const quoted = (names: readonly string[]): string =>
    names.map((name) => identifier(dialect, name)).join(', ');
  const rest = path.columns.filter((column) => !empty.includes(column));
  if (dialect === 'mysql')
    return `Give ${empty.join(', ')} a value that stands for none and make it not null, or put the key over a generated column that does.`;
  if (isDeletion)
    return `create unique index concurrently on ${target} (${quoted(rest)}) where ${empty.map((name) => `${identifier(dialect, name)} is null`).join(' and ')}; then drop ${path.name}.`;
  if (path.columns.length === 1)
    return `If every row has one: alter table ${target} alter column ${quoted(empty)} set not null; else leave it.`;
  if (dialect === 'sqlite')
    return `create unique index on ${target} (${quoted(rest)}) where ${quoted(empty)} is null; beside ${path.name}.`;
  return `Make ${empty.join(', ')} not null, or count empty values as equal (PostgreSQL 15): create unique index concurrently on ${target} (${quoted(path.columns)}) nulls not distinct; then drop ${path.name}.`;
}
