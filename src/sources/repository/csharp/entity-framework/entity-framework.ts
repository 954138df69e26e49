import type { Facts } from '../../../facts.ts';
import type { Table } from '../../../../model/data.ts';
import type { Gap } from '../../../../model/origin.ts';
import type { Code } from '../code.ts';
import { contextModels } from './contexts.ts';
import type { EntityNames } from './model.ts';
import { namesOf, tablesOf } from './model.ts';
import { snapshotsOf } from './snapshot.ts';
import type { Snapshot } from './snapshot.ts';

const preference: readonly Snapshot['provider'][] = ['postgresql', 'mssql', 'mysql', 'sqlite', 'other'];

export interface EntityFacts {
  readonly facts: Facts;
  /** Where entities are kept, by the names of their classes. */
  readonly names: ReadonlyMap<string, EntityNames>;
}

/**
 * Tables of Entity Framework Core: model snapshots tell what the migrations make; where the same tables are told for
 * several databases one is taken. Without any, contexts and their entities are read.
 */
export function entityTables(code: Code): EntityFacts {
  const gaps: Gap[] = [];
  const tables: Table[] = [];
  const snapshots = snapshotsOf(code).toSorted(
    (a, b) => preference.indexOf(a.provider) - preference.indexOf(b.provider),
  );
  const models = snapshots.length > 0 ? snapshots.map(({ entities }) => entities) : contextModels(code);
  for (const snapshot of snapshots) {
    const own = tablesOf(snapshot.entities);
    const known = own.filter((table) => tables.some((other) => isSame(other, table)));
    if (known.length > own.length / 2 && known.length > 0) {
      gaps.push({
        kind: 'skip-file',
        subject: snapshot.file,
        why: `the same tables for ${snapshot.provider}; another snapshot is read`,
      });
      continue;
    }
    tables.push(...own.filter((table) => !known.includes(table)));
  }
  const declared = snapshots.length > 0 ? [] : models.flatMap((entities) => tablesOf(entities));
  tables.push(...declared.filter((table) => !tables.some((other) => isSame(other, table))));
  const names = new Map(models.toReversed().flatMap((entities) => [...namesOf(entities)]));
  return { facts: tables.length === 0 ? { gaps } : { data: { tables }, gaps }, names };
}

function isSame(a: Table, b: Table): boolean {
  if (a.name !== b.name || (a.schema ?? '') !== (b.schema ?? '')) return false;
  const names = new Set(a.columns.map(({ name }) => name));
  const shared = b.columns.filter(({ name }) => names.has(name)).length;
  return shared > Math.min(a.columns.length, b.columns.length) * 0.5;
}
