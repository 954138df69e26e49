import type {
  DatabaseFunction,
  DatabaseRole,
  EnumType,
  Extension,
  Sequence,
  Table,
  View,
} from '../../../model/data.ts';
import { objectName } from '../../../model/object-name.ts';
import type { Gap, Origin } from '../../../model/origin.ts';

/** A table while migrations are replayed: the same fields as Table, replaced as statements change them. */
export type TableDraft = { -readonly [Name in keyof Table]: Table[Name] };

/** An enum while migrations are replayed; `formerly` is the name it had before the last one. */
export interface EnumDraft extends EnumType {
  readonly formerly?: string;
}

/** The schema after the statements applied so far. Keys are names, schema-qualified outside the default schema. */
export interface SchemaDraft {
  readonly tables: Map<string, TableDraft>;
  readonly enums: Map<string, EnumDraft>;
  readonly schemas: Set<string>;
  readonly extensions: Set<string>;
  readonly installed: Map<string, Extension>;
  readonly roles: Map<string, DatabaseRole>;
  readonly views: Map<string, View>;
  /** By name and types of arguments. */
  readonly functions: Map<string, DatabaseFunction>;
  readonly sequences: Map<string, Sequence>;
  /** Partitions, views and other relations that are known but are no tables of the model. */
  readonly otherRelations: Set<string>;
  readonly gaps: Gap[];
  /** Names are compared without case. */
  readonly folded?: boolean;
}

export const emptyDraft = (folded = false): SchemaDraft => ({
  tables: new Map(),
  enums: new Map(),
  schemas: new Set(),
  extensions: new Set(),
  installed: new Map(),
  roles: new Map(),
  views: new Map(),
  functions: new Map(),
  sequences: new Map(),
  otherRelations: new Set(),
  gaps: [],
  ...(folded ? { folded } : {}),
});

export function tell(draft: SchemaDraft, subject: string, why: string, origin: Origin): void {
  draft.gaps.push({ kind: 'apply-sql', subject, why, origin });
}

/** A name made by the server gets a number when it is taken. */
export function generatedName(
  draft: SchemaDraft,
  [table = '', ...rest]: readonly string[],
  suffix: string,
): string {
  const columns = rest.join('_');
  let name = objectName(table, columns, suffix);
  for (let count = 1; isTaken(draft, name); count += 1)
    name = objectName(table, columns, `${suffix}${count}`);
  return name;
}

function isTaken({ tables }: SchemaDraft, name: string): boolean {
  const has = (part: { readonly name?: string }): boolean => part.name === name;
  for (const { primaryKey, uniques, indexes, foreignKeys, checks } of tables.values())
    if (primaryKey?.name === name || [uniques, indexes, foreignKeys, checks].some((parts) => parts.some(has)))
      return true;
  return false;
}

export const emptyTable = (name: string, schema: string | undefined, origin: Origin): TableDraft => ({
  name,
  ...(schema === undefined ? {} : { schema }),
  columns: [],
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin,
});
