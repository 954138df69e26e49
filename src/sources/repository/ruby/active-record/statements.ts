import type { SyntaxNode } from '../../languages/syntax.ts';

import { plural } from '../inflections.ts';
import type { Call } from '../syntax.ts';
import { callOf, option, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import type { ColumnContext } from './columns.ts';
import { columnOf, defaultOf } from './columns.ts';
import type { Draft, TableDraft } from './draft.ts';
import { dropColumn, dropTable, emptyTable, keep, renameColumn, renameTable } from './draft.ts';
import { addCheck, addForeignKey, addIndex, removeIndex } from './keys.ts';
import { addColumn, addReference, addTimestamps, changeNull, changeTable, createTable } from './tables.ts';
import { originIn } from '../../languages/syntax.ts';

/** Applies statements of a schema or a migration in order. */
export function applyStatements(
  draft: Draft,
  nodes: readonly SyntaxNode[],
  on: ColumnContext,
  depth = 0,
): void {
  if (depth > 12) return;
  for (const node of nodes) {
    if (/^(if|unless|begin|then|else|elsif|rescue_modifier)(_modifier)?$/.test(node.type)) {
      applyStatements(
        draft,
        node.children
          .filter(({ field, type }) => field !== 'condition' && type !== 'rescue')
          .flatMap(statementsOf),
        on,
        depth + 1,
      );
      continue;
    }
    const call = callOf(node);
    if (call === undefined) continue;
    if (
      call.receiver === undefined ||
      /^(connection|ActiveRecord::Base\.connection|self|schema)$/.test(call.receiver.text)
    )
      applyCall(draft, call, on, depth);
    else if (call.name === 'up' || call.name === 'each')
      applyStatements(draft, statementsOf(call.block), on, depth + 1);
  }
}

function applyCall(draft: Draft, call: Call, on: ColumnContext, depth: number): void {
  const texts = call.args.map((arg) => listOf(arg, on.scope)[0] ?? '');
  const table = draft.tables.get(texts[0] ?? '');
  if (applyTable(draft, call, texts, on)) return;
  if (table !== undefined && applyToTable(draft, table, call, texts, on)) return;
  if (
    /^(reversible|safety_assured|say_with_time|suppress_messages|with_lock_retries|transaction|disable_statement_timeout|up_only|change_column_concurrently|without_statement_timeout)$/.test(
      call.name,
    )
  )
    applyStatements(draft, statementsOf(call.block), on, depth + 1);
  else if (call.name === 'execute') draft.statements.push(originIn(on.file, call.node));
}

/** Statements about tables as a whole. */
function applyTable(draft: Draft, call: Call, texts: readonly string[], on: ColumnContext): boolean {
  const [first = '', second = ''] = texts;
  switch (call.name) {
    case 'create_table':
      createTable(draft, call, on);
      return true;
    case 'create_join_table':
      joinTable(draft, call, texts, on);
      return true;
    case 'drop_table':
      for (const name of texts) dropTable(draft, name);
      return true;
    case 'drop_join_table':
      dropTable(draft, [plural(first), plural(second)].toSorted().join('_'));
      return true;
    case 'rename_table':
      renameTable(draft, first, second);
      return true;
    case 'change_table': {
      const table = draft.tables.get(first);
      if (table !== undefined) changeTable(draft, table, call, on);
      return true;
    }
    case 'create_enum':
      draft.enums.set(first, {
        name: first,
        labels: call.args[1] === undefined ? [] : listOf(call.args[1], on.scope),
        origin: originIn(on.file, call.node),
      });
      return true;
    case 'enable_extension':
      draft.extensions.add(first.replace('pg_catalog.', ''));
      return true;
    case 'disable_extension':
      draft.extensions.delete(first);
      return true;
    default:
      return false;
  }
}

function joinTable(draft: Draft, call: Call, texts: readonly string[], on: ColumnContext): void {
  const given = option(call, 'table_name');
  const name =
    given === undefined
      ? texts
          .slice(0, 2)
          .map((text) => (text.endsWith('s') ? text : plural(text)))
          .toSorted()
          .join('_')
      : textOf(given, on.scope).text;
  const table = emptyTable(name, originIn(on.file, call.node));
  for (const text of texts.slice(0, 2)) {
    const column = `${text.replace(/ies$/, 'y').replace(/s$/, '')}_id`;
    table.columns.set(column, {
      ...columnOf(column, on.version >= 5.1 ? 'bigint' : 'integer', { ...call, pairs: [] }, on),
      nullable: false,
    });
  }
  draft.tables.set(name, table);
  changeTable(draft, table, call, on);
}

function applyToTable(
  draft: Draft,
  table: TableDraft,
  call: Call,
  texts: readonly string[],
  on: ColumnContext,
): boolean {
  const [, second = '', third = ''] = texts;
  switch (call.name) {
    case 'add_column':
      addColumn(table, second, third, call, on);
      return true;
    case 'add_columns':
      for (const name of texts.slice(1))
        table.columns.set(name, columnOf(name, textOf(option(call, 'type'), on.scope).text, call, on));
      return true;
    case 'remove_column':
      dropColumn(table, second);
      return true;
    case 'remove_columns':
      for (const name of texts.slice(1)) dropColumn(table, name);
      return true;
    case 'rename_column':
      renameColumn(table, second, third);
      return true;
    case 'change_column':
      changeColumn(table, second, third, call, on);
      return true;
    case 'change_column_null':
      changeNull(table, second, call.args[2]?.type !== 'false');
      return true;
    case 'change_column_default':
      changeDefault(table, second, call, on);
      return true;
    case 'add_timestamps':
      addTimestamps(table, call, on);
      return true;
    case 'remove_timestamps':
      for (const name of ['created_at', 'updated_at']) dropColumn(table, name);
      return true;
    case 'add_reference':
    case 'add_belongs_to':
      addReference(draft, table, second, call, on);
      return true;
    case 'remove_reference':
    case 'remove_belongs_to':
      dropColumn(table, `${second}_id`);
      dropColumn(table, `${second}_type`);
      return true;
    default:
      return applyKeys(table, call, second, on);
  }
}

function applyKeys(table: TableDraft, call: Call, second: string, on: ColumnContext): boolean {
  switch (call.name) {
    case 'add_index':
      addIndex(table, call.args[1] === undefined ? [] : listOf(call.args[1], on.scope), call, on);
      return true;
    case 'remove_index':
      removeIndex(table, { ...call, args: call.args.slice(1) }, on);
      return true;
    case 'rename_index': {
      const [from, to] = [second, textOf(call.args[2], on.scope).text];
      const index = table.indexes.findIndex(({ name }) => name === from);
      const found = table.indexes[index];
      if (found !== undefined) table.indexes[index] = { ...found, name: to };
      return true;
    }
    case 'add_foreign_key':
      addForeignKey(table, second, call, on);
      return true;
    case 'remove_foreign_key': {
      const column = option(call, 'column');
      const name = column === undefined ? undefined : textOf(column, on.scope).text;
      keep(table.foreignKeys, (key) =>
        name === undefined ? key.references.table !== second : !key.columns.includes(name),
      );
      return true;
    }
    case 'add_check_constraint':
      addCheck(table, second, call, on);
      return true;
    case 'remove_check_constraint': {
      const name = option(call, 'name');
      keep(table.checks, (check) =>
        name === undefined ? check.sql !== second : check.name !== textOf(name, on.scope).text,
      );
      return true;
    }
    case 'add_unique_constraint':
      table.uniques.push({
        columns: call.args[1] === undefined ? [] : listOf(call.args[1], on.scope),
        origin: originIn(on.file, call.node),
      });
      return true;
    default:
      return false;
  }
}

function changeColumn(table: TableDraft, name: string, kind: string, call: Call, on: ColumnContext): void {
  const before = table.columns.get(name);
  const after = columnOf(name, kind, call, on);
  const keepsNull = option(call, 'null') === undefined && before !== undefined;
  const keepsDefault = option(call, 'default') === undefined && before?.default !== undefined;
  table.columns.set(name, {
    ...after,
    ...(keepsNull ? { nullable: before.nullable } : {}),
    ...(keepsDefault ? { default: before.default } : {}),
  });
}

/** `change_column_default :t, :c, 1` or `from: …, to: …`. */
function changeDefault(table: TableDraft, name: string, call: Call, on: ColumnContext): void {
  const column = table.columns.get(name);
  if (column === undefined) return;
  const { default: _before, ...rest } = column;
  const value = defaultOf(option(call, 'to') ?? call.args[2], column.type, on);
  table.columns.set(name, { ...rest, ...(value === undefined ? {} : { default: value }) });
}
