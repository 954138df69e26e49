import { nothing, objectOf } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import {
  changeColumn,
  changeColumnName,
  createTable,
  dropNamed,
  dropTable,
  removeColumn,
  renameTable,
} from '../schema/changes.ts';
import { putColumn } from '../schema/columns.ts';
import { namedType } from '../schema/types.ts';
import type { TableDraft } from '../sql/draft.ts';
import { applySql, tableOf } from './context.ts';
import type { MigrationContext } from './context.ts';
import { constrain, defaultText, index, nameOf, specOf } from './node-pg-columns.ts';
import {
  action,
  entriesAt,
  fieldAt,
  hostOf,
  isTrue,
  listAt,
  scalarAt,
  settled,
  textAt,
  textsAt,
} from './values.ts';
import { emptyTable } from '../sql/draft.ts';

/** `pgm` of node-pg-migrate; `shorthands` are those of the migration file. */
export function pgmOf(on: MigrationContext, shorthands: Value | undefined): Value {
  const host: Value = hostOf('node-pg-migrate', (name) => {
    if (name === 'func') return action(name, ([text]) => objectOf([['sql', text ?? nothing]]));
    if (name === 'db')
      return hostOf('node-pg-migrate', (key) =>
        key === 'query' ? action(key, ([sql], site) => applySql(on, sql, site)) : undefined,
      );
    const step = steps[name];
    return action(name, (args, site) => {
      step?.({ ...on, shorthands }, args, site);
    });
  });
  return host;
}

export interface Context extends MigrationContext {
  readonly shorthands: Value | undefined;
}

type Step = (on: Context, args: readonly Value[], site: Site) => void;

const onTable =
  (run: (on: Context, table: TableDraft, args: readonly Value[], site: Site) => void): Step =>
  (on, [name, ...rest], site) => {
    const table = tableOf(on, nameOf(name), site);
    if (table !== undefined) run(on, table, rest, site);
  };

const steps: Readonly<Record<string, Step>> = {
  sql: (on, [text], site) => applySql(on, text, site),
  createTable: (on, [name, columns, options], site) => create(on, nameOf(name), columns, options, site),
  dropTable: (on, [name], { origin }) => dropTable(on.draft, nameOf(name) ?? '', true, origin),
  renameTable: (on, [from, to], { origin }) =>
    renameTable(on.draft, nameOf(from) ?? '', nameOf(to) ?? '', origin),
  addColumn: onTable((on, table, [columns], site) => add(on, table, columns, site)),
  addColumns: onTable((on, table, [columns], site) => add(on, table, columns, site)),
  dropColumn: onTable((on, table, [columns]) => {
    for (const column of textsAt(columns)) removeColumn(on.draft, table, column);
  }),
  dropColumns: onTable((on, table, [columns]) => {
    for (const column of textsAt(columns)) removeColumn(on.draft, table, column);
  }),
  renameColumn: onTable((on, table, [from, to]) =>
    changeColumnName(on.draft, table, textAt(from) ?? '', textAt(to) ?? ''),
  ),
  alterColumn: onTable((on, table, [column, options], site) =>
    alter(on, table, textAt(column) ?? '', options, site),
  ),
  createIndex: onTable((_, table, [columns, options], { origin }) => index(table, columns, options, origin)),
  addIndex: onTable((_, table, [columns, options], { origin }) => index(table, columns, options, origin)),
  dropIndex: onTable((_, table, [columns, options]) => {
    const unique = isTrue(fieldAt(options, 'unique')) ? '_unique' : '';
    dropNamed(
      table,
      textAt(fieldAt(options, 'name')) ?? `${table.name}_${textsAt(columns).join('_')}${unique}_index`,
    );
  }),
  addConstraint: onTable((on, table, [name, options], site) =>
    constrain(on, table, textAt(name), options, site),
  ),
  createConstraint: onTable((on, table, [name, options], site) =>
    constrain(on, table, textAt(name), options, site),
  ),
  dropConstraint: onTable((_, table, [name]) => void dropNamed(table, textAt(name) ?? '')),
  createType: (on, [name, values], { origin }) => {
    const type = nameOf(name);
    if (type !== undefined && settled(values)?.kind === 'array')
      on.draft.enums.set(type, { name: type, labels: textsAt(values), origin });
  },
  addTypeValue: (on, [name, value]) => {
    const type = on.draft.enums.get(nameOf(name) ?? '');
    const label = textAt(value);
    if (type !== undefined && label !== undefined)
      on.draft.enums.set(type.name, { ...type, labels: [...type.labels, label] });
  },
  dropType: (on, [name]) => void on.draft.enums.delete(nameOf(name) ?? ''),
  createExtension: (on, [names]) => {
    for (const name of textsAt(names)) on.draft.extensions.add(name);
  },
  createSchema: (on, [name]) => void on.draft.schemas.add(textAt(name) ?? ''),
};

function create(
  on: Context,
  name: string | undefined,
  columns: Value | undefined,
  options: Value | undefined,
  site: Site,
): void {
  if (name === undefined) return;
  const dot = name.lastIndexOf('.');
  const table = emptyTable(name.slice(dot + 1), dot === -1 ? undefined : name.slice(0, dot), site.origin);
  add(on, table, columns, site);
  for (const each of listAt(fieldAt(options, 'constraints'))) constrain(on, table, undefined, each, site);
  createTable(on.draft, table, true);
}

function add(on: Context, table: TableDraft, columns: Value | undefined, site: Site): void {
  for (const [name, value] of entriesAt(columns)) putColumn(on, table, specOf(on, name, value), site.origin);
}

function alter(
  on: Context,
  table: TableDraft,
  name: string,
  options: Value | undefined,
  { origin }: Site,
): void {
  changeColumn(on.draft, table, name, origin, (old) => {
    const type = textAt(fieldAt(options, 'type'));
    const notNull = fieldAt(options, 'notNull');
    const allowNull = fieldAt(options, 'allowNull');
    const one = settled(options);
    const value = one?.kind === 'object' ? one.fields.get('default') : undefined;
    const { default: before, ...rest } = old;
    const text = value === undefined ? before : scalarAt(value) === null ? undefined : defaultText(value);
    const nullable =
      notNull !== undefined ? !isTrue(notNull) : allowNull !== undefined ? isTrue(allowNull) : old.nullable;
    return {
      ...rest,
      nullable,
      ...(type === undefined ? {} : { type: namedType(type, on.dialect).text }),
      ...(text === undefined ? {} : { default: text }),
    };
  });
}
