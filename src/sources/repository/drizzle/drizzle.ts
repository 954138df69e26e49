import { fieldAt, settled, textAt } from '../code-migrations/values.ts';
import type { Codebase } from '../javascript/codebase.ts';
import { importersOf } from '../javascript/relevance.ts';
import type { Site } from '../javascript/value.ts';
import type { ModelContext, ModelReader } from '../models/models.ts';
import { putColumn, putReference } from '../schema/columns.ts';
import type { SchemaContext } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import { snake } from '../typeorm/naming.ts';
import { drizzleLibrary } from './columns.ts';
import type { DrizzleColumn, DrizzleTable, DrizzleWorld } from './columns.ts';
import { keys } from './keys.ts';
import { emptyTable } from '../sql/draft.ts';

/** Tables of Drizzle's schema files. */
export function drizzleModels(codebase: Codebase): ModelReader {
  const world: DrizzleWorld = { tables: [], enums: [], columns: new Map(), relations: new Map() };
  const snakes = [...codebase.repository.files.values()].some(({ text }) =>
    /casing:\s*['"]snake_case['"]/.test(text),
  );
  return {
    technology: 'Drizzle',
    library: drizzleLibrary(world, (site, name) => specifierOf(codebase, site, name)),
    files: (all) =>
      importersOf(all, ['drizzle-orm']).filter((path) =>
        /\b(pg|mysql|sqlite|singlestore)(Table|TableCreator|Schema)\b|\.table\(|createTable\(/.test(
          all.repository.files.get(path)?.text ?? '',
        ),
      ),
    read: (on, paths) => {
      for (const path of paths) on.world.machine.runModule(path);
      const made = new Map<DrizzleTable, TableDraft>();
      const nameOf = (key: string, column: DrizzleColumn): string =>
        column.name ?? (snakes ? snake(key) : key);
      const naming: Names = (table, column) => {
        const found = [...table.columns].find(
          ([, one]) => one === column || (one.site.node === column.site.node && one.name === column.name),
        );
        return found === undefined ? (column.name ?? '') : nameOf(found[0], found[1]);
      };
      for (const table of world.tables) made.set(table, columnsOf(on, table, nameOf));
      for (const { name, labels, site } of world.enums)
        if (!on.draft.enums.has(name)) on.draft.enums.set(name, { name, labels, origin: site.origin });
      for (const [table, draft] of made) {
        const own = { ...on, dialect: table.dialect };
        references(own, world, table, draft, naming);
        keys(own, on, world, table, draft, naming);
      }
      return paths.flatMap((path) =>
        on.world.machine.exportsOf(path).flatMap(([name, value]) => {
          const table = world.relations.get(value);
          if (table === undefined) return [];
          const columns = new Map([...table.columns].map(([key, column]) => [key, nameOf(key, column)]));
          return [{ technology: 'Drizzle', name, table: qualified(table), columns }];
        }),
      );
    },
  };
}

export type Names = (table: DrizzleTable, column: DrizzleColumn) => string;

/** What a file imports a name from: only that tells `integer` of PostgreSQL from that of SQLite. */
function specifierOf(codebase: Codebase, { file }: Site, name: string): string | undefined {
  const facts = codebase.files.get(file.path)?.imports ?? [];
  const core = facts.filter(({ specifier }) => /drizzle-orm\/.*-core/.test(specifier));
  if (core.length <= 1) return core[0]?.specifier;
  const found = new RegExp(`import[^;]*\\b${name}\\b[^;]*from\\s*['"](drizzle-orm/[\\w-]*-core)`).exec(
    file.text,
  );
  return found?.[1] ?? core[0]?.specifier;
}

export const qualified = ({ name, schema }: DrizzleTable): string =>
  schema === undefined ? name : `${schema}.${name}`;

function columnsOf(
  on: ModelContext,
  table: DrizzleTable,
  nameOf: (key: string, column: DrizzleColumn) => string,
): TableDraft {
  const known = on.draft.tables.get(qualified(table));
  const draft = known ?? emptyTable(table.name, table.schema, table.site.origin);
  const own: SchemaContext = { ...on, dialect: table.dialect };
  if (known === undefined)
    for (const [key, column] of table.columns) {
      const name = nameOf(key, column);
      const unique = column.unique === true ? `${table.name}_${name}_unique` : column.unique;
      putColumn(
        own,
        draft,
        {
          name,
          type: column.type + (column.array ? '[]' : ''),
          nullable: column.nullable,
          primary: column.primary,
          counts: column.counts,
          ...(unique === undefined ? {} : { unique }),
          ...(column.default === undefined ? {} : { default: column.default }),
          ...(column.generated === undefined ? {} : { generated: column.generated }),
        },
        column.site.origin,
      );
    }
  on.draft.tables.set(qualified(table), draft);
  return draft;
}

function references(
  on: ModelContext,
  world: DrizzleWorld,
  table: DrizzleTable,
  draft: TableDraft,
  naming: Names,
): void {
  for (const column of table.columns.values()) {
    if (column.references === undefined) continue;
    const { target, actions } = column.references;
    const value = target.kind === 'function' ? on.world.machine.call(target, [], column.site) : target;
    const other = world.columns.get(settled(value) ?? value);
    if (other?.table === undefined) continue;
    const onDelete = textAt(fieldAt(actions, 'onDelete'));
    const onUpdate = textAt(fieldAt(actions, 'onUpdate'));
    const [own, to] = [naming(table, column), naming(other.table, other)];
    putReference(
      on,
      draft,
      [own],
      {
        table: qualified(other.table),
        columns: [to],
        name: `${table.name}_${own}_${other.table.name}_${to}_fk`,
        ...(onDelete === undefined ? {} : { onDelete }),
        ...(onUpdate === undefined ? {} : { onUpdate }),
      },
      column.site.origin,
    );
  }
}
