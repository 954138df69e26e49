import type {
  DatabaseFunction,
  DatabaseRole,
  EnumType,
  Extension,
  Sequence,
  Table,
  View,
} from '../../../model/data.ts';
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

/** PostgreSQL cuts identifiers to 63 bytes; a name made by the server gets a number when it is taken. */
export function generatedName(draft: SchemaDraft, parts: readonly string[], suffix: string): string {
  let name = objectName(parts, suffix);
  for (let count = 1; isTaken(draft, name); count += 1) name = objectName(parts, `${suffix}${count}`);
  return name;
}

/** As makeObjectName() of commands/indexcmds.c: the longer of the table's name and the rest is cut, byte by byte. */
export function objectName([table = '', ...rest]: readonly string[], suffix: string): string {
  let first = table;
  let second = rest.join('_');
  const fixed = suffix.length + 1 + (second === '' ? 0 : 1);
  while (Buffer.byteLength(first) + Buffer.byteLength(second) + fixed > 63)
    if (Buffer.byteLength(first) > Buffer.byteLength(second)) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  return [first, ...(rest.length === 0 ? [] : [second]), suffix].join('_');
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
