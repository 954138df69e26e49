import type { LegacyInventory } from '../../model/migration.ts';
import type { Table } from '../../model/data.ts';
import { sharedPrefix, wordsOfTable } from '../coupling/table-names.ts';
import { tableId } from '../steps/inventory.ts';

const kinds: readonly (readonly [pattern: RegExp, because: string])[] = [
  [
    /^(migrations?|schema_(migrations?|version)|flyway_schema_history|phinxlog|doctrine_migration_versions|django_migrations|knex_migrations(_lock)?|__efmigrationshistory|databasechangelog(lock)?|ar_internal_metadata|alembic_version)$/i,
    'it says which migrations of the legacy schema have run; the target keeps its own record',
  ],
  [
    /^(ci_|php_|tbl_)?(sessions?|sess)$/i,
    'sessions end within hours or days; people sign in to the target anew',
  ],
  [/^(cache|cache_(items|locks|entries))$/i, 'what a cache holds can be computed again'],
  [
    /^(jobs|job_batches|failed_jobs|queue_jobs|messenger_messages)$/i,
    'the queue of the framework is worked off before the last job moves; the target keeps work in its own',
  ],
  [
    /^(password_resets?|password_reset_tokens)$/i,
    'tokens for a forgotten password hold for an hour or so; whoever needs one asks the target',
  ],
];

/**
 * Why a table is not carried over: the framework keeps it for itself, and nothing that is read of the system's own
 * code uses it. By the id of the table.
 */
export function goingTables(
  tables: readonly Table[],
  inventory: LegacyInventory,
): ReadonlyMap<string, string> {
  const used = new Set(
    [...Object.values(inventory.endpoints), ...Object.values(inventory.jobs)].flatMap(({ reads, writes }) => [
      ...reads,
      ...writes,
    ]),
  );
  const uses = (table: string): boolean =>
    [...used].some((reference) => reference === table || reference.startsWith(`${table}.`));
  const prefix = sharedPrefix(tables.map(tableId));
  return new Map(
    tables.flatMap((table) => {
      const bare = wordsOfTable(tableId(table));
      const name = (bare[0] === prefix ? bare.slice(1) : bare).join('_');
      const found = kinds.find(([pattern]) => pattern.test(name) || pattern.test(table.name));
      return found === undefined || uses(tableId(table)) ? [] : [[tableId(table), found[1]] as const];
    }),
  );
}
