import type { DataModel, Partition, Table } from '../../model/data.ts';
import type { Fault, Rule } from '../rule.ts';
import { accessPaths, oneDirection, pathText, plainPredicate } from './access-paths.ts';
import type { AccessPath } from './access-paths.ts';
import { dialectOf, dropIndex, identifier, tableName } from './dialect.ts';
import { tableSubject } from './pattern.ts';

export const duplicateIndex: Rule = {
  id: 'duplicate-index',
  summary: 'Two indexes of a table are the same.',
  severity: 'advice',
  standards: ['splinter/0009', 'pg-index-health/duplicated_indexes'],
  remedy: {
    title: 'Drop the duplicate index',
    impact: 2,
    effort: { low: 0.1, high: 0.3 },
    risk: 'low',
    rollback: 'create the index again concurrently',
  },
  check: ({ data }) =>
    data.tables.flatMap((table) => [
      ...duplicates(table, accessPaths(table), data),
      ...(table.partitions ?? []).flatMap((partition) => ofPartition(table, partition, data)),
    ]),
};

/** Each path that does no more than an earlier one; keys come first, so what is dropped is never a primary key. */
function duplicates(table: Table, paths: readonly AccessPath[], data: DataModel): readonly Fault[] {
  const kept = new Map<string, AccessPath>();
  return paths.flatMap((path) => {
    const same = kept.get(shape(path));
    if (same === undefined) {
      kept.set(shape(path), path);
      return [];
    }
    // Two uniques that treat NULL differently are two rules.
    if (path.unique && path.nullsNotDistinct && !same.nullsNotDistinct) return [];
    return [fault(table, path, same, data)];
  });
}

/** A partition has its part of each index of the table, and may have one of its own that is the same. */
function ofPartition(table: Table, partition: Partition, data: DataModel): readonly Fault[] {
  const own = accessPaths({ ...table, indexes: partition.indexes }).filter(({ kind }) => kind === 'index');
  if (own.length === 0) return [];
  const names = new Set(own.map(({ name }) => name));
  return duplicates({ ...table, name: partition.name }, [...accessPaths(table), ...own], data).filter(
    ({ subject }) => names.has(subject.slice(subject.lastIndexOf('.') + 1)),
  );
}

const shape = ({ method, columns, include, where }: AccessPath): string =>
  JSON.stringify([method, oneDirection(columns), [...include].sort(), plainPredicate(where)]);

function fault(table: Table, path: AccessPath, same: AccessPath, data: DataModel): Fault {
  const dialect = dialectOf(data);
  const unique = path.unique && same.unique ? ' Both refuse the same duplicates.' : '';
  return {
    subject: `${tableSubject(table)}.${path.name}`,
    confidence: 'certain',
    what: `${pathText(path)} is the same index as ${pathText(same)}.`,
    why: `Every write to ${table.name} maintains both, and each takes its share of the cache.${unique}`,
    next:
      path.kind === 'index'
        ? dropIndex(dialect, table, path.name)
        : `alter table ${tableName(dialect, table)} drop constraint ${identifier(dialect, path.name)}; foreign keys that point at its columns then rest on ${same.name}.`,
    evidence: [
      { kind: 'read', origin: path.origin },
      { kind: 'read', origin: same.origin },
    ],
  };
}
