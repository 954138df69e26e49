import { addPrimaryKey, createTable } from '../../schema/changes.ts';
import { putColumn, putIndex, putReference, putUnique } from '../../schema/columns.ts';
import type { SchemaContext } from '../../schema/columns.ts';
import type { TableDraft } from '../../sql/draft.ts';
import type { PhpClass, PhpProperty } from '../classes.ts';
import { lineage } from '../codebase.ts';
import type { Machine } from '../machine.ts';
import { shortName } from '../names.ts';
import { originAt } from '../value.ts';
import { mappingsOf } from './mapping.ts';
import type { Mapping } from './mapping.ts';
import { snake } from './models.ts';
import { emptyTable } from '../../sql/draft.ts';

export interface Drawing {
  readonly machine: Machine;
  readonly on: SchemaContext;
  /** Keys that point at other tables come when all stand. */
  readonly later: (() => void)[];
}

export function tableName(machine: Machine, declared: PhpClass, mappings: readonly Mapping[]): string {
  const root = lineage(machine.codebase, declared)
    .slice(1)
    .find((each) =>
      mappingsOf(machine, each, each.attributes, each.doc).some(({ name }) => name === 'InheritanceType'),
    );
  if (root !== undefined)
    return tableName(machine, root, mappingsOf(machine, root, root.attributes, root.doc));
  const written = mappings.find(({ name }) => name === 'Table')?.text('name');
  return written?.replaceAll(/[`"]/g, '') ?? snake(shortName(declared.name));
}

export function addKey(table: TableDraft, name: string, origin: ReturnType<typeof originAt>): void {
  addPrimaryKey(table, {
    name: `${table.name}_pkey`,
    columns: [...(table.primaryKey?.columns ?? []), name],
    origin,
  });
}

/** Table and key column of the entity that a relation names. */
function targetOf(
  drawing: Drawing,
  name: string | undefined,
): { readonly table: string; readonly column: string; readonly type: string } {
  const declared = drawing.machine.codebase.class(name);
  const table =
    declared === undefined
      ? snake(shortName(name ?? 'unknown'))
      : tableName(
          drawing.machine,
          declared,
          mappingsOf(drawing.machine, declared, declared.attributes, declared.doc),
        );
  const known = drawing.on.draft.tables.get(table);
  const column = known?.primaryKey?.columns[0] ?? 'id';
  return { table, column, type: known?.columns.find((each) => each.name === column)?.type ?? 'integer' };
}

export function addReference(
  drawing: Drawing,
  table: TableDraft,
  property: PhpProperty,
  mappings: readonly Mapping[],
  relation: Mapping,
  origin: ReturnType<typeof originAt>,
  isKey: boolean,
): void {
  const joins = mappings
    .filter(({ name }) => name === 'JoinColumn')
    .concat(mappings.filter(({ name }) => name === 'JoinColumns').flatMap((each) => each.inner('value')));
  const [join] = joins;
  const name = join?.text('name')?.replaceAll(/[`"]/g, '') ?? `${snake(property.name)}_id`;
  if (table.columns.some((each) => each.name === name)) return;
  const nullable = !isKey && (join?.flag('nullable') ?? true);
  putColumn(drawing.on, table, { name, type: 'integer', nullable }, origin);
  if (isKey) addKey(table, name, origin);
  drawing.later.push(() => {
    const target = targetOf(drawing, relation.text('targetEntity') ?? property.type);
    table.columns = table.columns.map((each) => (each.name === name ? { ...each, type: target.type } : each));
    const onDelete = join?.text('onDelete');
    putReference(
      drawing.on,
      table,
      [name],
      {
        table: target.table,
        columns: [join?.text('referencedColumnName') ?? target.column],
        ...(onDelete === undefined ? {} : { onDelete }),
      },
      origin,
    );
    if (relation.name === 'OneToOne' || join?.flag('unique') === true)
      putUnique(drawing.on, table, [name], `${table.name}_${name}_uniq`, origin);
    else putIndex(table, { name: `${table.name}_${name}_idx`, columns: [name], unique: false }, origin);
  });
}

export function addJoinTable(
  drawing: Drawing,
  table: TableDraft,
  owner: PhpClass,
  property: PhpProperty,
  mappings: readonly Mapping[],
  relation: Mapping,
): void {
  const origin = originAt(owner.file, property.node);
  const target = targetOf(drawing, relation.text('targetEntity'));
  const join = mappings.find(({ name }) => name === 'JoinTable');
  const name = join?.text('name') ?? `${table.name}_${target.table}`;
  if (drawing.on.draft.tables.has(name)) return;
  const made = emptyTable(name, undefined, origin);
  createTable(drawing.on.draft, made, true);
  const own = {
    table: table.name,
    column: table.primaryKey?.columns[0] ?? 'id',
    type: table.columns.find((each) => each.name === table.primaryKey?.columns[0])?.type ?? 'integer',
  };
  const named = (kind: string): string | undefined =>
    join?.inner(kind)[0]?.text('name') ??
    mappings
      .find((each) => each.name === (kind === 'joinColumns' ? 'JoinColumn' : 'InverseJoinColumn'))
      ?.text('name');
  const left = named('joinColumns') ?? `${table.name}_id`;
  const right = named('inverseJoinColumns') ?? `${target.table}_id`;
  for (const [column, side] of [
    [left, own],
    [right, target],
  ] as const) {
    putColumn(drawing.on, made, { name: column, type: side.type, nullable: false }, origin);
    addKey(made, column, origin);
    putReference(
      drawing.on,
      made,
      [column],
      { table: side.table, columns: [side.column], onDelete: 'cascade' },
      origin,
    );
    putIndex(made, { name: `${name}_${column}_idx`, columns: [column], unique: false }, origin);
  }
}
