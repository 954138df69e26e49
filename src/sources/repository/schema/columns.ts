import type { Column, ReferentialAction } from '../../../model/data.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { addReference } from '../dialects/keys.ts';
import type { SchemaDraft, TableDraft } from '../sql/draft.ts';
import { generatedName } from '../sql/draft.ts';
import { addCheck, addColumn, addIndex, addPrimaryKey, addUnique, indexOf } from './changes.ts';
import { namedType } from './types.ts';

/** A column as a tool of JavaScript tells it. */
export interface ColumnSpec {
  readonly name: string;
  /** As SQL writes it. */
  readonly type: string;
  readonly nullable: boolean;
  /** Counts by itself. */
  readonly counts?: boolean;
  /** SQL expression. */
  readonly default?: string;
  readonly generated?: string;
  readonly comment?: string;
  readonly primary?: boolean;
  /** `true`, or the name of the key. */
  readonly unique?: boolean | string;
  readonly check?: string;
  readonly references?: ReferenceSpec;
}

export interface ReferenceSpec {
  readonly table: string;
  readonly columns: readonly string[];
  readonly onDelete?: string;
  readonly onUpdate?: string;
  readonly name?: string;
}

export interface SchemaContext {
  readonly draft: SchemaDraft;
  readonly dialect: Dialect;
}

export function columnOf(on: SchemaContext, table: TableDraft, spec: ColumnSpec, origin: Origin): Column {
  const type = namedType(spec.type, on.dialect);
  const counts = spec.counts === true || type.serial;
  const value = counts ? counter(on.dialect, table.name, spec.name) : spec.default;
  return {
    name: spec.name,
    type: type.text,
    nullable: spec.nullable && !counts && spec.primary !== true,
    ...(value === undefined ? {} : { default: value }),
    ...(spec.generated === undefined ? {} : { generated: spec.generated }),
    ...(spec.comment === undefined ? {} : { comment: spec.comment }),
    origin,
  };
}

const counter = (dialect: Dialect, table: string, column: string): string =>
  dialect === 'postgresql' ? `nextval('${table}_${column}_seq'::regclass)` : 'auto_increment';

/** Adds a column and the keys that are told with it. */
export function putColumn(on: SchemaContext, table: TableDraft, spec: ColumnSpec, origin: Origin): void {
  addColumn(on.draft, table, columnOf(on, table, spec, origin));
  putKeys(on, table, spec, origin);
}

export function putKeys(on: SchemaContext, table: TableDraft, spec: ColumnSpec, origin: Origin): void {
  const { name, unique, check, references } = spec;
  if (spec.primary === true) {
    const columns = [...(table.primaryKey?.columns ?? []).filter((column) => column !== name), name];
    addPrimaryKey(table, { name: table.primaryKey?.name ?? `${table.name}_pkey`, columns, origin });
  }
  if (unique !== undefined && unique !== false)
    putUnique(on, table, [name], unique === true ? undefined : unique, origin);
  if (check !== undefined)
    addCheck(table, { name: generatedName(on.draft, [table.name, name], 'check'), sql: check, origin });
  if (references !== undefined) putReference(on, table, [name], references, origin);
}

export function putUnique(
  on: SchemaContext,
  table: TableDraft,
  columns: readonly string[],
  name: string | undefined,
  origin: Origin,
): void {
  addUnique(table, {
    name: name ?? generatedName(on.draft, [table.name, ...columns], 'key'),
    columns,
    origin,
  });
}

export function putReference(
  on: SchemaContext,
  table: TableDraft,
  columns: readonly string[],
  spec: ReferenceSpec,
  origin: Origin,
): void {
  const name =
    spec.name ??
    (on.dialect === 'postgresql' ? generatedName(on.draft, [table.name, ...columns], 'fkey') : undefined);
  addReference(
    on.draft,
    table,
    columns,
    {
      references: { table: spec.table, columns: spec.columns },
      onDelete: actionOf(spec.onDelete),
      onUpdate: actionOf(spec.onUpdate),
    },
    { dialect: on.dialect, text: '', origin },
    name,
  );
}

const actions: readonly ReferentialAction[] = ['cascade', 'restrict', 'set null', 'set default'];

export const actionOf = (text: string | undefined): ReferentialAction =>
  actions.find((action) => action === text?.toLowerCase().replaceAll('_', ' ').trim()) ?? 'no action';

export interface IndexSpec {
  readonly name: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly method?: string;
  readonly where?: string;
}

export function putIndex(table: TableDraft, spec: IndexSpec, origin: Origin): void {
  addIndex(
    table,
    indexOf(spec.name, spec.columns, spec.unique, origin, {
      method: spec.method?.toLowerCase() ?? 'btree',
      ...(spec.where === undefined ? {} : { where: spec.where }),
    }),
  );
}

/** A value of the program as an SQL literal. */
export function literal(value: string | number | boolean | null | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
