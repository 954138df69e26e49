import type { Origin } from '../../../../model/origin.ts';
import { replayFile } from '../../sql/replay.ts';
import {
  changeColumn,
  changeColumnName,
  createTable,
  dropTable,
  removeColumn,
  renameTable,
  tableIn,
} from '../../schema/changes.ts';
import type { SchemaContext } from '../../schema/columns.ts';
import { namedType } from '../../schema/types.ts';
import type { TableDraft } from '../../sql/draft.ts';
import { callFunction } from '../evaluator/calls.ts';
import type { CallEvent, Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { Arguments, Value } from '../evaluator/value.ts';
import { argument, booleanOf, itemsOf, noArguments } from '../evaluator/value.ts';
import { originAt } from '../reading/judge.ts';
import { textOf, textsOf } from '../reading/texts.ts';
import type { Module } from '../evaluator/scope.ts';
import { settled } from '../evaluator/modules.ts';
import { keywordsOf } from './django-state.ts';
import { constrain, nameText } from './alembic-constraints.ts';
import { putItem } from './sql-columns.ts';
import { sqlType } from './sql-types.ts';
import { emptyTable } from '../../sql/draft.ts';

interface Revision {
  readonly id: string;
  readonly before: readonly string[];
  readonly module: Module;
}

/** Alembic: `upgrade` of every revision, in the order in which they follow one another. */
export function replayAlembic(machine: Machine, on: SchemaContext): number {
  const revisions = inOrder(revisionsOf(machine));
  for (const { module } of revisions) {
    const found = module.scope.names.get('upgrade');
    const upgrade = found === undefined ? undefined : settled(machine, found);
    if (upgrade?.kind !== 'function') continue;
    const from = machine.events.length;
    callFunction(machine, upgrade, noArguments);
    for (const event of machine.events.slice(from)) apply(machine, on, event);
  }
  return revisions.length;
}

function revisionsOf(machine: Machine): readonly Revision[] {
  return [...machine.modules.values()].flatMap((module): readonly Revision[] => {
    const read = (name: string): Value | undefined => {
      const found = module.scope.names.get(name);
      return found === undefined ? undefined : settled(machine, found);
    };
    const id = module.scope.names.has('upgrade') ? textOf(read('revision')) : undefined;
    return id === undefined
      ? []
      : [{ id, before: itemsOf(read('down_revision')).flatMap((each) => textsOf(each)), module }];
  });
}

function inOrder(all: readonly Revision[]): readonly Revision[] {
  const byId = new Map(all.map((each) => [each.id, each]));
  const seen = new Set<Revision>();
  const result: Revision[] = [];
  for (const start of all.toSorted((a, b) => (a.module.path < b.module.path ? -1 : 1))) {
    // Long histories are followed without recursion.
    const open: Revision[] = [start];
    while (open.length > 0) {
      const at = open.at(-1);
      if (at === undefined) break;
      const next = at.before
        .flatMap((id) => byId.get(id) ?? [])
        .find((each) => !seen.has(each) && !open.includes(each));
      if (next !== undefined) open.push(next);
      else {
        open.pop();
        if (!seen.has(at)) result.push(at);
        seen.add(at);
      }
    }
  }
  return result;
}

function apply(machine: Machine, on: SchemaContext, { callee, args, place }: CallEvent): void {
  const [, batch, name] =
    /(?:^|\.)op\.(batch_alter_table\(\)\.)?(\w+)$/.exec(libraryPath(callee) ?? '') ?? [];
  if (name === undefined || name === 'f') return;
  const origin = originAt(place);
  const of = batch !== undefined && callee.kind === 'member' ? keywordsOf(callee.object) : undefined;
  const inner =
    of === undefined ? args : { ...args, positional: withTable(name, args, argument(of, 0, 'table_name')) };
  operate(machine, on, name, inner, origin);
}

/** In a batch the table is left out. */
const withTable = (name: string, args: Arguments, table: Value | undefined): readonly Value[] => {
  if (table === undefined) return args.positional;
  const named =
    /^(create_(index|unique_constraint|foreign_key|check_constraint|primary_key)|drop_(constraint|index))$/.test(
      name,
    );
  return named
    ? [
        args.positional[0] ?? args.keywords.get('constraint_name') ?? table,
        table,
        ...args.positional.slice(1),
      ]
    : [table, ...args.positional];
};

function operate(
  machine: Machine,
  on: SchemaContext,
  name: string,
  args: Arguments,
  origin: Origin & { readonly kind: 'read' },
): void {
  const schema = textOf(args.keywords.get('schema'));
  const text = (at: number, ...names: readonly string[]): string =>
    nameText(argument(args, at, ...names)) ?? '';
  const qualified = (table: string): string =>
    schema === undefined || schema === 'public' ? table : `${schema}.${table}`;
  const table = (at: number, ...names: readonly string[]): TableDraft | undefined =>
    tableIn(on.draft, qualified(text(at, ...names)), origin);
  switch (name) {
    case 'create_table': {
      const made = emptyTable(text(0, 'table_name'), schema === 'public' ? undefined : schema, origin);
      createTable(on.draft, made, false);
      for (const each of args.positional.slice(1)) putItem(on, machine, made, each, origin);
      counted(made, args.positional.slice(1));
      return;
    }
    case 'drop_table':
      dropTable(on.draft, qualified(text(0, 'table_name')), true, origin);
      return;
    case 'rename_table':
      renameTable(
        on.draft,
        qualified(text(0, 'old_table_name')),
        qualified(text(1, 'new_table_name')),
        origin,
      );
      return;
    case 'add_column': {
      const to = table(0, 'table_name');
      const column = argument(args, 1, 'column');
      if (to !== undefined && column !== undefined) putItem(on, machine, to, column, origin);
      return;
    }
    case 'drop_column': {
      const from = table(0, 'table_name');
      if (from !== undefined) removeColumn(on.draft, from, text(1, 'column_name'));
      return;
    }
    case 'alter_column': {
      const of = table(0, 'table_name');
      if (of !== undefined) alterColumn(machine, on, of, text(1, 'column_name'), args, origin);
      return;
    }
    case 'execute': {
      const sql = textOf(args.positional[0]) ?? textOf(keywordsOf(args.positional[0])?.positional[0]);
      if (sql !== undefined && /^\s*(create|alter|drop|comment)\b/i.test(sql))
        replayFile(on.draft, { path: origin.file, text: sql });
      return;
    }
    default:
      constrain(on, name, args, { text, table }, origin);
  }
}

function alterColumn(
  machine: Machine,
  on: SchemaContext,
  table: TableDraft,
  column: string,
  args: Arguments,
  origin: Origin,
): void {
  const nullable = booleanOf(args.keywords.get('nullable'));
  const type = sqlType(machine, args.keywords.get('type_'));
  if (type?.enumeration !== undefined && !on.draft.enums.has(type.enumeration.name))
    on.draft.enums.set(type.enumeration.name, type.enumeration);
  if (nullable !== undefined || type !== undefined)
    changeColumn(on.draft, table, column, origin, (before) => ({
      ...before,
      ...(nullable === undefined ? {} : { nullable }),
      ...(type === undefined ? {} : { type: namedType(type.text, 'postgresql').text }),
    }));
  const renamed = nameText(args.keywords.get('new_column_name'));
  if (renamed !== undefined && renamed !== column) changeColumnName(on.draft, table, column, renamed);
}

/** A single integer key that points nowhere counts by itself. */
export function counted(table: TableDraft, items: readonly Value[]): void {
  const [only, ...others] = table.primaryKey?.columns ?? [];
  if (
    only === undefined ||
    others.length > 0 ||
    table.foreignKeys.some(({ columns }) => columns.includes(only))
  )
    return;
  const off = items.some(
    (each) =>
      textOf(keywordsOf(each)?.positional[0]) === only &&
      booleanOf(keywordsOf(each)?.keywords.get('autoincrement')) === false,
  );
  if (off) return;
  table.columns = table.columns.map((column) =>
    column.name === only && /^(integer|bigint|smallint)$/.test(column.type) && column.default === undefined
      ? { ...column, nullable: false, default: `nextval('${table.name}_${only}_seq'::regclass)` }
      : column.name === only
        ? { ...column, nullable: false }
        : column,
  );
}
