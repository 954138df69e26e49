import { nothing, unknown } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import {
  addPrimaryKey,
  changeColumn,
  changeColumnName,
  createTable,
  dropNamed,
  dropTable,
  removeColumn,
  renameTable,
} from '../schema/changes.ts';
import { columnOf, literal, putColumn, putIndex, putReference } from '../schema/columns.ts';
import type { ColumnSpec } from '../schema/columns.ts';
import { applySql, tableOf } from './context.ts';
import type { MigrationContext } from './context.ts';
import { action, entriesAt, fieldAt, hostOf, isTrue, numberAt, scalarAt, textAt, textsAt } from './values.ts';
import { emptyTable } from '../sql/draft.ts';

/** `db` of db-migrate. Its steps end by calling back, so what follows in a callback is walked as well. */
export function dbOf(on: MigrationContext): Value {
  return hostOf('db-migrate', (name) =>
    action(name, (args, site) => {
      steps[name]?.(on, args, site);
      const callback = args.findLast((arg) => arg.kind === 'function');
      if (callback !== undefined) on.machine.call(callback, [nothing, unknown('rows of the database')], site);
    }),
  );
}

type Step = (on: MigrationContext, args: readonly Value[], site: Site) => void;

const steps: Readonly<Record<string, Step>> = {
  runSql: (on, [sql], site) => applySql(on, sql, site),
  all: (on, [sql], site) => applySql(on, sql, site),
  createTable: (on, [name, given], site) => {
    const key = textAt(name);
    if (key === undefined) return;
    const table = emptyTable(key, undefined, site.origin);
    const keys: string[] = [];
    for (const [column, options] of entriesAt(fieldAt(given, 'columns') ?? given)) {
      const spec = specOf(column, options);
      if (spec.primary === true) keys.push(column);
      putColumn(on, table, spec, site.origin);
    }
    if (keys.length > 1) addPrimaryKey(table, { name: `${key}_pkey`, columns: keys, origin: site.origin });
    createTable(on.draft, table, true);
  },
  dropTable: (on, [name], { origin }) => dropTable(on.draft, textAt(name) ?? '', true, origin),
  renameTable: (on, [from, to], { origin }) =>
    renameTable(on.draft, textAt(from) ?? '', textAt(to) ?? '', origin),
  addColumn: (on, [name, column, options], site) => {
    const table = tableOf(on, textAt(name), site);
    if (table !== undefined && options !== undefined)
      putColumn(on, table, specOf(textAt(column) ?? '', options), site.origin);
  },
  removeColumn: (on, [name, column], site) => {
    const table = tableOf(on, textAt(name), site);
    if (table !== undefined) removeColumn(on.draft, table, textAt(column) ?? '');
  },
  renameColumn: (on, [name, from, to], site) => {
    const table = tableOf(on, textAt(name), site);
    if (table !== undefined) changeColumnName(on.draft, table, textAt(from) ?? '', textAt(to) ?? '');
  },
  changeColumn: (on, [name, column, options], site) => {
    const table = tableOf(on, textAt(name), site);
    if (table === undefined || options === undefined) return;
    const spec = specOf(textAt(column) ?? '', options);
    const next = columnOf(on, table, spec, site.origin);
    changeColumn(on.draft, table, spec.name, site.origin, (old) => ({
      ...old,
      ...(spec.type === 'unknown' ? {} : { type: next.type }),
      ...(fieldAt(options, 'notNull') === undefined ? {} : { nullable: next.nullable }),
      ...(next.default === undefined ? {} : { default: next.default }),
    }));
  },
  addIndex: (on, [name, index, columns, unique], site) => {
    const table = tableOf(on, textAt(name), site);
    if (table !== undefined && columns !== undefined)
      putIndex(
        table,
        { name: textAt(index) ?? '', columns: textsAt(columns), unique: isTrue(unique) },
        site.origin,
      );
  },
  removeIndex: (on, args) => {
    const name = textAt(args[1]) ?? textAt(args[0]) ?? '';
    for (const table of on.draft.tables.values()) dropNamed(table, name);
  },
  addForeignKey: (on, [name, target, key, mapping, rules], site) => {
    const table = tableOf(on, textAt(name), site);
    if (table === undefined) return;
    const pairs = entriesAt(mapping);
    const onDelete = textAt(fieldAt(rules, 'onDelete'));
    const onUpdate = textAt(fieldAt(rules, 'onUpdate'));
    const given = textAt(key);
    putReference(
      on,
      table,
      pairs.map(([column]) => column),
      {
        table: textAt(target) ?? '',
        columns: pairs.map(([, column]) => textAt(column) ?? ''),
        ...(given === undefined ? {} : { name: given }),
        ...(onDelete === undefined ? {} : { onDelete }),
        ...(onUpdate === undefined ? {} : { onUpdate }),
      },
      site.origin,
    );
  },
  removeForeignKey: (on, [name, key], site) => {
    const table = tableOf(on, textAt(name), site);
    if (table !== undefined) dropNamed(table, textAt(key) ?? '');
  },
};

const words: Readonly<Record<string, string>> = {
  string: 'varchar',
  int: 'integer',
  datetime: 'timestamp',
  blob: 'bytea',
};

function specOf(name: string, options: Value): ColumnSpec {
  const type = textAt(options) ?? textAt(fieldAt(options, 'type')) ?? 'unknown';
  const length = numberAt(fieldAt(options, 'length'));
  const value = scalarAt(fieldAt(options, 'defaultValue'));
  const raw = textAt(fieldAt(options, 'defaultValue')) ?? '';
  const text = /^(now\(\)|current_timestamp)$/i.test(raw) ? raw : literal(value);
  return {
    name,
    type: (words[type] ?? type) + (length === undefined ? '' : `(${length})`),
    nullable: !isTrue(fieldAt(options, 'notNull')),
    counts: isTrue(fieldAt(options, 'autoIncrement')),
    primary: isTrue(fieldAt(options, 'primaryKey')),
    unique: isTrue(fieldAt(options, 'unique')),
    ...(text === undefined ? {} : { default: text }),
  };
}
