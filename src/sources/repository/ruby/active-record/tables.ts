import type { Column } from '../../../../model/data.ts';
import { singular } from '../inflections.ts';
import type { Call } from '../syntax.ts';
import { blockParameters, callOf, option, pairsIn, statementsOf } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import type { ColumnContext } from './columns.ts';
import { columnOf, columnType } from './columns.ts';
import type { Draft, TableDraft } from './draft.ts';
import { dropColumn, emptyTable, renameColumn } from './draft.ts';
import { addCheck, addForeignKey, addIndex, removeIndex } from './keys.ts';
import { originIn } from '../../languages/syntax.ts';

/** `create_table "posts", id: :uuid do |t| … end`. */
export function createTable(draft: Draft, call: Call, on: ColumnContext): void {
  const name = textOf(call.args[0], on.scope).text;
  if (draft.tables.has(name) && option(call, 'if_not_exists')?.type === 'true') return;
  const table = emptyTable(name, originIn(on.file, call.node));
  const comment = option(call, 'comment');
  if (comment !== undefined) table.comment = textOf(comment, on.scope).text;
  addPrimaryKey(table, call, on);
  draft.tables.set(name, table);
  changeTable(draft, table, call, on);
}

function addPrimaryKey(table: TableDraft, call: Call, on: ColumnContext): void {
  const [id, key] = [option(call, 'id'), option(call, 'primary_key')];
  const origin = originIn(on.file, call.node);
  const names = key === undefined ? ['id'] : listOf(key, on.scope);
  if (names.length > 1) {
    table.primaryKey = { columns: names, origin };
    return;
  }
  if (id?.type === 'false') return;
  const [name = 'id'] = names;
  const options = id?.type === 'hash' ? pairsIn(id) : call.pairs;
  const told = id?.type === 'hash' ? option({ pairs: pairsIn(id) }, 'type') : id;
  const said = told === undefined ? undefined : textOf(told, on.scope);
  const kind = said?.resolved === true ? said.text : on.version >= 5.1 ? 'bigint' : 'integer';
  const column = columnOf(
    name,
    kind,
    { ...call, pairs: options.filter(({ name: each }) => each !== 'comment') },
    on,
  );
  const isCounted =
    /^(bigint|integer|serial|bigserial|primary_key)$/.test(kind) &&
    option({ pairs: options }, 'default') === undefined;
  const counted =
    isCounted && on.adapter === 'postgresql'
      ? { default: `nextval('${table.name}_${name}_seq'::regclass)` }
      : {};
  const generated =
    kind === 'uuid' && column.default === undefined && option({ pairs: options }, 'default')?.type !== 'nil'
      ? { default: 'gen_random_uuid()' }
      : {};
  table.columns.set(name, { ...column, ...counted, ...generated, nullable: false });
  table.primaryKey = { columns: [name], origin };
}

/** The lines inside `create_table` and `change_table`. */
export function changeTable(draft: Draft, table: TableDraft, call: Call, on: ColumnContext): void {
  const [variable] = blockParameters(call.block);
  for (const node of statementsOf(call.block)) {
    const line = callOf(node);
    if (line?.receiver !== undefined && line.receiver.text === variable) tableLine(draft, table, line, on);
  }
}

function tableLine(draft: Draft, table: TableDraft, line: Call, on: ColumnContext): void {
  const texts = line.args.flatMap((arg) => listOf(arg, on.scope));
  switch (line.name) {
    case 'index':
      return addIndex(table, line.args[0] === undefined ? [] : listOf(line.args[0], on.scope), line, on);
    case 'timestamps':
      return addTimestamps(table, line, on);
    case 'references':
    case 'belongs_to':
      for (const name of texts) addReference(draft, table, name, line, on);
      return;
    case 'foreign_key':
      return addForeignKey(table, texts[0] ?? '', line, on);
    case 'check_constraint':
      return addCheck(table, texts[0] ?? '', line, on);
    case 'unique_constraint':
      table.uniques.push({
        columns: line.args[0] === undefined ? [] : listOf(line.args[0], on.scope),
        origin: originIn(on.file, line.node),
      });
      return;
    case 'primary_key':
      for (const name of texts.slice(0, 1)) {
        table.columns.set(name, { ...columnOf(name, texts[1] ?? 'bigint', line, on), nullable: false });
        table.primaryKey = { columns: [name], origin: originIn(on.file, line.node) };
      }
      return;
    case 'exclusion_constraint':
      return;
    case 'column':
      return void table.columns.set(texts[0] ?? '', columnOf(texts[0] ?? '', texts[1] ?? 'string', line, on));
    case 'remove':
    case 'remove_columns':
      for (const name of texts) dropColumn(table, name);
      return;
    case 'rename':
      return renameColumn(table, texts[0] ?? '', texts[1] ?? '');
    case 'change':
      return void table.columns.set(texts[0] ?? '', columnOf(texts[0] ?? '', texts[1] ?? 'string', line, on));
    case 'change_null':
      return changeNull(table, texts[0] ?? '', line.args[1]?.type !== 'false');
    case 'remove_index':
      return removeIndex(table, line, on);
    default:
      for (const name of texts) addColumn(table, name, line.name, line, on);
  }
}

/** A column, with the index its options ask for. */
export function addColumn(
  table: TableDraft,
  name: string,
  kind: string,
  line: Call,
  on: ColumnContext,
): void {
  table.columns.set(name, columnOf(name, kind, line, on));
  const index = option(line, 'index');
  if (index !== undefined && index.type !== 'false')
    addIndex(table, [name], { ...line, pairs: pairsIn(index) }, on);
}

export function changeNull(table: TableDraft, name: string, nullable: boolean): void {
  const column = table.columns.get(name);
  if (column !== undefined) table.columns.set(name, { ...column, nullable });
}

export function addTimestamps(table: TableDraft, line: Call, on: ColumnContext): void {
  const isStrict = on.version >= 5 && option(line, 'null')?.type !== 'true';
  for (const name of ['created_at', 'updated_at']) {
    const column = columnOf(name, 'datetime', line, { ...on, version: on.version >= 6 ? 7 : on.version });
    table.columns.set(name, { ...column, nullable: !isStrict && option(line, 'null')?.type !== 'false' });
  }
}

/** `t.references :author, foreign_key: { to_table: :users }`. */
export function addReference(
  draft: Draft,
  table: TableDraft,
  name: string,
  line: Call,
  on: ColumnContext,
): void {
  const type = option(line, 'type');
  const said = type === undefined ? undefined : textOf(type, on.scope);
  const kind = said?.resolved === true ? said.text : on.version >= 5.1 ? 'bigint' : 'integer';
  const polymorphic = option(line, 'polymorphic');
  const isPolymorphic = polymorphic !== undefined && polymorphic.type !== 'false';
  const column = columnOf(`${name}_id`, kind, line, on);
  const kindColumn: Column | undefined = isPolymorphic
    ? {
        name: `${name}_type`,
        type: columnType('string', { pairs: pairsIn(polymorphic) }, on),
        nullable: column.nullable,
        origin: column.origin,
      }
    : undefined;
  if (kindColumn !== undefined) table.columns.set(kindColumn.name, kindColumn);
  table.columns.set(column.name, column);
  const index = option(line, 'index');
  const wanted = index === undefined ? on.version >= 5 : index.type !== 'false';
  if (wanted) {
    const columns = kindColumn === undefined ? [column.name] : [kindColumn.name, column.name];
    const standard = isPolymorphic && on.version >= 6.1 ? `index_${table.name}_on_${name}` : undefined;
    addIndex(table, columns, { ...line, pairs: pairsIn(index) }, on, standard);
  }
  const key = option(line, 'foreign_key');
  if (key === undefined || key.type === 'false') return;
  const pairs = pairsIn(key);
  const to = option({ pairs }, 'to_table');
  const target = to === undefined ? tableFor(draft, name) : textOf(to, on.scope).text;
  addForeignKey(
    table,
    target,
    { ...line, pairs: pairs.filter((pair) => pair.name !== 'column') },
    on,
    column.name,
  );
}

const tableFor = (draft: Draft, name: string): string =>
  [...draft.tables.keys()].find((table) => singular(table) === name) ?? `${name.replace(/y$/, 'ie')}s`;
