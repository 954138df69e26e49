import { fieldAt, listAt, settled, textAt } from '../code-migrations/values.ts';
import type { Value } from '../javascript/value.ts';
import type { ModelContext } from '../models/models.ts';
import { addCheck, addPrimaryKey } from '../schema/changes.ts';
import { putIndex, putReference, putUnique } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import type { DrizzleTable, DrizzleWorld } from './columns.ts';
import { qualified } from './drizzle.ts';
import type { Names } from './drizzle.ts';

/** The third argument: a function that gives a list or an object of keys. */
export function keys(
  on: ModelContext,
  { world: { machine } }: ModelContext,
  world: DrizzleWorld,
  table: DrizzleTable,
  draft: TableDraft,
  naming: Names,
): void {
  if (table.extra === undefined) return;
  const given =
    table.extra.kind === 'function' ? machine.call(table.extra, [table.value], table.site) : table.extra;
  const one = settled(given);
  const items = one?.kind === 'object' ? [...one.fields.values()] : listAt(given);
  for (const item of items) if (item.kind === 'host') key({ on, world, table, draft, naming }, item);
}

interface KeyContext {
  readonly on: ModelContext;
  readonly world: DrizzleWorld;
  readonly table: DrizzleTable;
  readonly draft: TableDraft;
  readonly naming: Names;
}

/** What was written: `index('name').on(a, b).where(…)`. */
interface WrittenKey {
  readonly args: readonly Value[];
  readonly called: (name: string) => readonly Value[] | undefined;
  readonly names: (values: readonly Value[]) => readonly string[];
  readonly name: string | undefined;
}

function key(at: KeyContext, item: Extract<Value, { kind: 'host' }>): void {
  const args = listAt(item.fields.get('$args'));
  const chain = item.fields.get('$chain');
  const called: WrittenKey['called'] = (name) => {
    const found = fieldAt(chain, name);
    return found === undefined ? undefined : listAt(found);
  };
  const names: WrittenKey['names'] = (values) =>
    values.flatMap((value) => columnText(at.world, at.naming, value) ?? []);
  const name = textAt(args[0]) ?? textAt(fieldAt(args[0], 'name'));
  const written: WrittenKey = { args, called, names, name };
  const { on, table, draft } = at;
  const { origin } = table.site;
  switch (textAt(item.fields.get('$kind'))) {
    case 'index':
      return indexKey(at, written, false);
    case 'uniqueIndex':
      return indexKey(at, written, true);
    case 'unique': {
      const columns = names(called('on') ?? []);
      return putUnique(on, draft, columns, name ?? `${table.name}_${columns.join('_')}_unique`, origin);
    }
    case 'primaryKey': {
      const list = fieldAt(args[0], 'columns');
      const columns = names(list === undefined ? args : listAt(list));
      return addPrimaryKey(draft, { name: name ?? `${table.name}_${columns.join('_')}_pk`, columns, origin });
    }
    case 'foreignKey':
      return foreignKey(at, written);
    case 'check':
      return addCheck(draft, { name: name ?? '', sql: textAt(fieldAt(args[1], 'sql')) ?? '…', origin });
    default:
      return;
  }
}

function indexKey({ table, draft }: KeyContext, { called, names, name }: WrittenKey, unique: boolean): void {
  const columns = names(called('on') ?? called('using')?.slice(1) ?? called('onOnly') ?? []);
  const method = textAt(called('using')?.[0]);
  const where = called('where');
  putIndex(
    draft,
    {
      name: name ?? `${table.name}_${columns.join('_')}_${unique ? 'unique' : 'index'}`,
      columns,
      unique,
      ...(method === undefined ? {} : { method }),
      ...(where === undefined ? {} : { where: textAt(fieldAt(where[0], 'sql')) ?? '…' }),
    },
    table.site.origin,
  );
}

function foreignKey({ on, world, table, draft }: KeyContext, { args, called, names }: WrittenKey): void {
  const source = args[0]?.kind === 'function' ? on.world.machine.call(args[0], [], table.site) : args[0];
  const columns = names(listAt(fieldAt(source, 'columns')));
  const targets = listAt(fieldAt(source, 'foreignColumns'));
  const other = targets
    .map((value) => world.columns.get(settled(value) ?? value)?.table)
    .find((found) => found !== undefined);
  if (other === undefined) return;
  const to = names(targets);
  const onDelete = textAt(called('onDelete')?.[0]);
  const onUpdate = textAt(called('onUpdate')?.[0]);
  const made = `${table.name}_${columns.join('_')}_${other.name}_${to.join('_')}_fk`;
  putReference(
    on,
    draft,
    columns,
    {
      table: qualified(other),
      columns: to,
      name: textAt(fieldAt(source, 'name')) ?? made,
      ...(onDelete === undefined ? {} : { onDelete }),
      ...(onUpdate === undefined ? {} : { onUpdate }),
    },
    table.site.origin,
  );
}

export function columnText(world: DrizzleWorld, naming: Names, value: Value): string | undefined {
  const one = settled(value) ?? value;
  const column = world.columns.get(one);
  if (column?.table !== undefined) return naming(column.table, column) + (column.suffix ?? '');
  const sql = fieldAt(one, 'sql');
  return sql === undefined ? undefined : `(${textAt(sql) ?? '…'})`;
}
