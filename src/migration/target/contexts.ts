import type { Backend } from '../../model/backend.ts';
import type { Pin } from '../../model/brief.ts';
import type { LegacyInventory, MigrationContext } from '../../model/migration.ts';
import { couplingOf } from '../coupling/coupling.ts';
import { seamsOf } from '../seams/seams.ts';
import { wishesOf } from '../seams/wishes.ts';

/** The cut along the seams, with a home for what no tie places; `contradictions` where decisions exclude each other. */
export interface Cut {
  readonly contexts: readonly MigrationContext[];
  readonly contradictions: readonly string[];
}

/** Home of tables and entries that nothing ties to others. */
const general = 'general';

export function contextsAlong(legacy: Backend, inventory: LegacyInventory, pins: readonly Pin[]): Cut {
  const seams = seamsOf(couplingOf(legacy), wishesOf(pins));
  const found = seams.kind === 'cut' ? seams.contexts : [];
  const isEntry = (id: string): boolean =>
    Object.hasOwn(inventory.endpoints, id) || Object.hasOwn(inventory.jobs, id);
  const known = found
    .map(({ id, name, tables, entries }) => ({
      id: /^[a-z]/.test(id) ? id : `context-${id}`,
      name,
      tables: tables.filter((table) => Object.hasOwn(inventory.tables, table)),
      entries: entries.filter(isEntry),
    }))
    .filter(({ tables }) => tables.length > 0);
  const tables = new Set(known.flatMap((context) => context.tables));
  const entries = new Set(known.flatMap((context) => context.entries));
  const left = {
    tables: Object.keys(inventory.tables).filter((table) => !tables.has(table)),
    entries: [...Object.keys(inventory.endpoints), ...Object.keys(inventory.jobs)].filter(
      (entry) => !entries.has(entry),
    ),
  };
  const rest =
    left.tables.length + left.entries.length === 0
      ? []
      : [
          {
            id: known.some(({ id }) => id === general) ? 'everything-else' : general,
            name: 'General',
            ...left,
          },
        ];
  return {
    contexts: [...known, ...rest],
    contradictions: seams.kind === 'cut' ? [] : seams.contradictions,
  };
}
