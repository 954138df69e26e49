import type { DataModel, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { accessPaths, columnOf, leadsWith, pathText, plainPredicate } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf, dropIndex, identifier, tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';
import { sameSet } from './references.ts';

export const superkeyIndex: Rule = {
  id: 'superkey-index',
  summary: 'An index goes on behind columns that are unique already.',
  severity: 'advice',
  standards: ['pg-index-health/intersected_indexes'],
  remedy: {
    title: 'Drop the index behind the key',
    impact: 2,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'create the index again concurrently',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) => {
      const paths = accessPaths(table);
      return paths.flatMap((path) => {
        const key = paths.find((other) => other !== path && isKeyBefore(table, other, path));
        return key === undefined || isReferenced(data, table, path) ? [] : [fault(data, table, path, key)];
      });
    }),
};

/** A key whose columns lead the other index: one row at most has them, so what follows orders and splits nothing. */
function isKeyBefore(table: Table, key: AccessPath, path: AccessPath): boolean {
  if (!key.unique || path.kind === 'primary key' || path.method !== 'btree') return false;
  if (plainPredicate(key.where) !== plainPredicate(path.where)) return false;
  const filled = key.columns.every((element) => columnOf(table, element)?.nullable === false);
  return (
    (filled || key.nullsNotDistinct) &&
    path.columns.length > key.columns.length &&
    leadsWith(path.columns, key.columns)
  );
}

/** A foreign key of several columns needs a unique key over just these columns. */
const isReferenced = ({ tables }: DataModel, table: Table, path: AccessPath): boolean =>
  path.unique &&
  tables.some(({ foreignKeys }) =>
    foreignKeys.some(
      ({ references }) =>
        [table.name, tableSubject(table)].includes(references.table) &&
        sameSet(references.columns, path.columns),
    ),
  );

function fault(data: DataModel, table: Table, path: AccessPath, key: AccessPath): Fault {
  const dialect = dialectOf(data);
  const keyColumns = key.columns.join(', ');
  return {
    subject: `${tableSubject(table)}.${path.name}`,
    confidence: 'likely',
    what: `${pathText(path)} begins with ${keyColumns}, which is unique by ${key.name}.`,
    why: path.unique
      ? `No two rows have the same ${keyColumns}, so the longer key refuses nothing that the shorter one allows; every write maintains both.`
      : `A lookup by ${keyColumns} finds one row at most, and further columns narrow nothing. It pays only where a query reads these columns alone for many keys.`,
    next:
      path.kind === 'index'
        ? `${dropIndex(dialect, table, path.name)} Keep it when index-only scans over many ${keyColumns} are measured to need it.`
        : `alter table ${tableName(dialect, table)} drop constraint ${identifier(dialect, path.name)};`,
    evidence: [
      { kind: 'read', origin: path.origin },
      { kind: 'read', origin: key.origin },
    ],
  };
}
