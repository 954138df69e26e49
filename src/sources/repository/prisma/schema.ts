import type { Origin } from '../../../model/origin.ts';
import type { PrismaBlock, PrismaField } from './syntax.ts';
import { argumentOf, attributeOf, mappedName, textOf } from './syntax.ts';

/** All files of one Prisma schema: one datasource and the models that live in it. */
export interface PrismaSchema {
  /** Folder of the datasource. */
  readonly folder: string;
  /** `postgresql`, `mysql`, `sqlite`, `sqlserver`, `mongodb`, `cockroachdb`. */
  readonly provider: string;
  /** False where the client keeps references instead of the database (`relationMode = "prisma"`, MongoDB). */
  readonly foreignKeys: boolean;
  readonly models: ReadonlyMap<string, PrismaBlock>;
  readonly enums: ReadonlyMap<string, PrismaBlock>;
  /** Composite types of MongoDB. */
  readonly types: ReadonlySet<string>;
  readonly views: readonly PrismaBlock[];
  readonly origin: Origin;
  /** Major version of Prisma that writes the database, where known. */
  readonly major?: number;
}

export const blockOrigin = (block: PrismaBlock): Origin => ({
  kind: 'read',
  file: block.file,
  line: block.line,
});

export const fieldOrigin = (block: PrismaBlock, line: number): Origin => ({
  kind: 'read',
  file: block.file,
  line,
});

export const tableName = (model: PrismaBlock): string => mappedName(model, '@map');
export const columnName = (field: PrismaField): string => mappedName(field, 'map');

/** Schema of `@@schema`, none for `public`. */
export function schemaName(model: PrismaBlock): string | undefined {
  const attribute = attributeOf(model, '@schema');
  const name = attribute === undefined ? undefined : textOf(argumentOf(attribute, 'name', 0));
  return name === 'public' ? undefined : name;
}

export function qualifiedName(model: PrismaBlock): string {
  const schema = schemaName(model);
  return schema === undefined ? tableName(model) : `${schema}.${tableName(model)}`;
}

/** Column names of fields of a model, in this order. */
export const columnsOf = (model: PrismaBlock, fields: readonly string[]): readonly string[] =>
  fields.map((name) => {
    const field = model.fields.find((one) => one.name === name);
    return field === undefined ? name : columnName(field);
  });

/** PostgreSQL cuts identifiers at 63 bytes; Prisma shortens the front and keeps the suffix. */
export function constraintName(parts: readonly string[], suffix: string): string {
  const front = parts.join('_');
  const room = 63 - suffix.length - 1;
  return `${front.slice(0, room)}_${suffix}`;
}
