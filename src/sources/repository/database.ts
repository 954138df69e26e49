import type { DataModel } from '../../model/data.ts';
import type { Gap } from '../../model/origin.ts';
import type { Facts } from '../facts.ts';
import type { Repository } from './gather.ts';
import { codeMigrationSets } from './code-migrations/code-migrations.ts';
import { liquibaseSets } from './liquibase/liquibase.ts';
import type { Codebase } from './javascript/codebase.ts';
import { schemaDrift } from './prisma/drift.ts';
import { prismaSchemas, prismaTables } from './prisma/prisma.ts';
import { untoldSchemas } from './untold-schemas.ts';
import type { PrismaSchema } from './prisma/schema.ts';
import type { MigrationSet } from './sql/migrations.ts';
import { migrationSets } from './sql/migrations.ts';
import { loadSqlParser } from './sql/script.ts';
import { chosenSets } from './schema/choose.ts';
import { sqlSet } from './schema/sets.ts';
import { distinct, schemaData } from './schema/tables.ts';
import type { ModelName } from './models/names.ts';
import type { DeclaredTables } from './models/models.ts';
import { declaredTables } from './models/models.ts';

export interface DatabaseFacts extends Facts {
  /** Models that code calls, with their tables. */
  readonly models: readonly ModelName[];
}

/**
 * Tables of the repository. Migrations are replayed in order, whatever language they are written in; a schema dump
 * counts where there are none. Tables that are declared in code count where no migration makes them. No table stands
 * twice.
 */
export async function readDatabase(repository: Repository, codebase: Codebase): Promise<DatabaseFacts> {
  await loadSqlParser();
  const liquibase = liquibaseSets(repository);
  const sql = [...repository.files.values()].filter(
    ({ path }) => path.endsWith('.sql') && !liquibase.files.has(path),
  );
  const { schemas, gaps: schemaGaps } = prismaSchemas(repository);
  const gaps: Gap[] = [...schemaGaps, ...liquibase.gaps, ...untoldSchemas(repository)];
  const sets = migrationSets(sql)
    .filter((set) => isReplayed(set, schemas, gaps))
    .map((set): MigrationSet =>
      schemas.some((schema) => isOwn(set, schema) && /^(postgresql|cockroachdb)$/.test(schema.provider))
        ? { ...set, dialect: 'postgresql' }
        : set,
    );
  const chosen = chosenSets([...sets.map(sqlSet), ...codeMigrationSets(codebase), ...liquibase.sets], gaps);
  const made = schemaData(chosen, gaps);
  const replayed = chosen.length === 0 ? {} : made;
  const declared = declaredTables(codebase);
  const data = withModels(withPrisma(replayed, schemas, sets, gaps), declared, gaps);
  return { data, gaps, models: declared.flatMap(({ models }) => models) };
}

/** Prisma writes migrations in the language of the provider; only PostgreSQL's is replayed. */
function isReplayed(set: MigrationSet, schemas: readonly PrismaSchema[], gaps: Gap[]): boolean {
  const owner = schemas.find((schema) => isOwn(set, schema));
  if (owner === undefined || /^(postgresql|cockroachdb|unknown)$/.test(owner.provider)) return true;
  gaps.push({
    kind: 'skip-file',
    subject: set.path,
    why: `${set.files.length} migrations in the language of ${owner.provider}; the Prisma schema is read instead`,
  });
  return false;
}

/** Migrations lie beside the schema, or one folder above a schema of several files. */
function isOwn(set: MigrationSet, { folder }: PrismaSchema): boolean {
  const places = [folder, folder.slice(0, Math.max(folder.lastIndexOf('/'), 0))];
  return places.some((place) => set.path === (place === '' ? 'migrations' : `${place}/migrations`));
}

/** Tables of mappers' models, where no migration and no schema tells them. */
function withModels(
  known: Partial<DataModel>,
  declared: readonly DeclaredTables[],
  gaps: Gap[],
): Partial<DataModel> {
  const tables = [...(known.tables ?? [])];
  const enums = [...(known.enums ?? [])];
  for (const models of declared) {
    const { fresh, known: before } = distinct(tables, models.tables);
    gaps.push(...models.gaps);
    // What the migrations tell as a whole holds: a model that none of them makes is no table yet.
    if (before > 0 && fresh.length > 0)
      gaps.push({
        kind: 'schema-drift',
        subject: models.technology,
        why: `${fresh.length} of ${models.tables.length} tables are declared in code and made by no migration that was read`,
      });
    tables.push(...fresh);
    const used = new Set(
      fresh.flatMap(({ columns }) =>
        columns.map(({ type }) => type.replace(/\[\]$/, '').replaceAll('"', '')),
      ),
    );
    enums.push(
      ...models.enums.filter(({ name }) => used.has(name) && !enums.some((other) => other.name === name)),
    );
  }
  return tables.length + enums.length === 0 ? known : { ...known, tables, enums };
}

function withPrisma(
  replayed: Partial<DataModel>,
  schemas: readonly PrismaSchema[],
  chosen: readonly MigrationSet[],
  gaps: Gap[],
): Partial<DataModel> {
  const tables = [...(replayed.tables ?? [])];
  const enums = [...(replayed.enums ?? [])];
  for (const schema of schemas) {
    const declared = prismaTables(schema);
    if (chosen.some((set) => isOwn(set, schema))) {
      gaps.push(...schemaDrift(declared, replayed.tables ?? []));
      continue;
    }
    const key = (table: { name: string; schema?: string }): string => `${table.schema ?? ''}.${table.name}`;
    const known = new Set(tables.map(key));
    const fresh = declared.tables.filter((table) => !known.has(key(table)));
    tables.push(...fresh);
    enums.push(...declared.enums.filter((type) => !enums.some((other) => other.name === type.name)));
    if (fresh.length < declared.tables.length)
      gaps.push({
        kind: 'read-prisma',
        subject: schema.folder === '' ? '.' : schema.folder,
        why: `${declared.tables.length - fresh.length} models are tables that stand already; they are not read again`,
        origin: schema.origin,
      });
  }
  return tables.length + enums.length === 0 ? replayed : { ...replayed, tables, enums };
}
