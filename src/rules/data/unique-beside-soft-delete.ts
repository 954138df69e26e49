import type { Column, DataModel, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { accessPaths, pathText, plainColumn } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf, identifier, tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { columnNamed } from './references.ts';
import { deletionColumn } from './soft-delete.ts';
import { snakeCase } from './words.ts';

export const uniqueBesideSoftDelete: Rule = {
  id: 'unique-beside-soft-delete',
  summary: 'A unique key also counts rows that are only marked as deleted.',
  severity: 'advice',
  standards: [],
  remedy: {
    title: 'Let the unique key hold for living rows only',
    impact: 3,
    effort: { low: 0.2, high: 0.5 },
    risk: 'low',
    rollback: 'put the former unique key back while no value is in use twice',
  },
  check: ({ data }) =>
    dialectOf(data) === 'mongodb'
      ? []
      : data.tables.flatMap((table) => {
          const deleted = deletionColumn(table);
          if (deleted === undefined) return [];
          return accessPaths(table)
            .filter((path) => blocksReuse(data, table, path, deleted))
            .map((path) => fault(data, table, path, deleted));
        }),
};

/** Values that nobody gives a second time: made by a machine, or the name of something elsewhere. */
const neverReused =
  /(^|_)(uuid|guid|token|access_code|invite_code|hash|secret|nonce|digest|checksum|fingerprint|external|remote|stripe|provider|public_id|key|etag|uid|cuid|ulid|nanoid)(_|$)/;

function blocksReuse(data: DataModel, table: Table, path: AccessPath, deleted: Column): boolean {
  if (!path.unique || path.kind === 'primary key' || path.where !== undefined) return false;
  const names = path.columns.flatMap((element) => plainColumn(table, element) ?? []);
  if (names.length !== path.columns.length || names.includes(deleted.name)) return false;
  const isReusable = (name: string): boolean => {
    const column = columnNamed(table, name);
    const points = table.foreignKeys.some(({ columns }) => columns.includes(name));
    const isText = /^(text|character varying|varchar|citext|character|char|nvarchar)\b/i.test(
      column?.type ?? '',
    );
    const words = snakeCase(name);
    const isMachineName = neverReused.test(words) || (/(^|_)id$/.test(words) && !points);
    return !isMachineName && (points || isText) && !/uuid|random|gen_/.test(column?.default ?? '');
  };
  // The one child of a row is deleted with its parent or replaced by hand; a pair, as a membership, comes back.
  const onlyChild =
    names.length === 1 && table.foreignKeys.some(({ columns }) => columns.includes(names[0] ?? ''));
  return names.every(isReusable) && !onlyChild && !isTargeted(data, table, names);
}

/** A partial index cannot be the target of a foreign key. */
const isTargeted = ({ tables }: DataModel, table: Table, names: readonly string[]): boolean =>
  tables.some(({ foreignKeys }) =>
    foreignKeys.some(
      ({ references }) =>
        references.table === tableSubject(table) && references.columns.join('\n') === names.join('\n'),
    ),
  );

function fault(data: DataModel, table: Table, path: AccessPath, deleted: Column): Fault {
  const dialect = dialectOf(data);
  const isFlag = !deleted.nullable || /^(bool|tinyint|bit|smallint)/i.test(deleted.type);
  const column = identifier(dialect, deleted.name);
  const living = isFlag ? `not ${column}` : `${column} is null`;
  const columns = path.columns.map((name) => identifier(dialect, name)).join(', ');
  return {
    subject: `${tableSubject(table)}.${path.name}`,
    confidence: 'likely',
    what: `${pathText(path)} is unique over all rows, and ${deleted.name} keeps deleted ones.`,
    why: `Once a row is deleted, its ${path.columns.join(', ')} cannot be used again: a new row is refused because of one that nobody sees.`,
    next:
      dialect === 'mysql'
        ? `Put the key over a generated column that is null for deleted rows.`
        : `create unique index ${dialect === 'postgresql' ? 'concurrently ' : ''}on ${tableName(dialect, table)} (${columns}) where ${living}; then drop ${path.name}.`,
    evidence: [
      { kind: 'read', origin: path.origin },
      { kind: 'read', origin: deleted.origin },
    ],
  };
}
