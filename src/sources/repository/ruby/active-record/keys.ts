import type { Index } from '../../../../model/data.ts';
import { singular } from '../inflections.ts';
import type { Call } from '../syntax.ts';
import { option, pairsIn } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import type { ColumnContext } from './columns.ts';
import type { TableDraft } from './draft.ts';
import { actionOf, keep } from './draft.ts';
import { originIn } from '../../languages/syntax.ts';

export function addIndex(
  table: TableDraft,
  columns: readonly string[],
  line: Call,
  on: ColumnContext,
  standard?: string,
): void {
  const [name, where, using, unique, order, include] = [
    'name',
    'where',
    'using',
    'unique',
    'order',
    'include',
  ].map((key) => option(line, key));
  const directions = new Map(
    pairsIn(order).map((pair) => [pair.name, pair.value.text.replace(/^:|["']/g, '')]),
  );
  const all = order?.type === 'simple_symbol' ? order.text.slice(1) : undefined;
  const written = columns.map((column) => {
    if (!/^\w+$/.test(column)) return `(${column})`;
    const direction = directions.get(column) ?? all;
    return direction !== undefined && /^desc/i.test(direction)
      ? `${column} ${direction.toLowerCase()}`
      : column;
  });
  const index: Index = {
    name:
      name === undefined
        ? (standard ??
          `index_${table.name.replaceAll('.', '_')}_on_${columns.join('_and_').replaceAll(/\W+/g, '_')}`)
        : textOf(name, on.scope).text,
    columns: written,
    include: include === undefined ? [] : listOf(include, on.scope),
    unique: unique?.type === 'true',
    method: using === undefined ? 'btree' : textOf(using, on.scope).text,
    ...(where === undefined ? {} : { where: textOf(where, on.scope).text }),
    serves: [],
    origin: originIn(on.file, line.node),
  };
  keep(table.indexes, (each) => each.name !== index.name);
  table.indexes.push(index);
}

export function removeIndex(table: TableDraft, line: Call, on: ColumnContext): void {
  const named = option(line, 'name');
  const column = option(line, 'column') ?? line.args.at(-1);
  const name = named === undefined ? undefined : textOf(named, on.scope).text;
  const columns = column === undefined ? [] : listOf(column, on.scope);
  keep(table.indexes, (index) =>
    name === undefined ? index.columns.join() !== columns.join() : index.name !== name,
  );
}

export function addForeignKey(
  table: TableDraft,
  to: string,
  line: Call,
  on: ColumnContext,
  own?: string,
): void {
  const [column, key, onDelete, onUpdate, name] = [
    'column',
    'primary_key',
    'on_delete',
    'on_update',
    'name',
  ].map((each) => option(line, each));
  const plainName = to.slice(to.lastIndexOf('.') + 1);
  const columns = column === undefined ? [own ?? `${singular(plainName)}_id`] : listOf(column, on.scope);
  table.foreignKeys.push({
    ...(name === undefined ? {} : { name: textOf(name, on.scope).text }),
    columns,
    references: { table: to, columns: key === undefined ? ['id'] : listOf(key, on.scope) },
    onDelete: actionOf(onDelete === undefined ? undefined : textOf(onDelete, on.scope).text),
    onUpdate: actionOf(onUpdate === undefined ? undefined : textOf(onUpdate, on.scope).text),
    origin: originIn(on.file, line.node),
  });
}

export function addCheck(table: TableDraft, sql: string, line: Call, on: ColumnContext): void {
  const name = option(line, 'name');
  table.checks.push({
    ...(name === undefined ? {} : { name: textOf(name, on.scope).text }),
    sql,
    origin: originIn(on.file, line.node),
  });
}
