import { arrayOf, objectOf, primitive, unknown } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import {
  addCheck,
  addPrimaryKey,
  changeColumn,
  changeColumnName,
  createTable,
  dropNamed,
  dropTable,
  removeColumn,
  renameTable,
} from '../schema/changes.ts';
import { columnOf, putKeys } from '../schema/columns.ts';
import type { TableDraft } from '../sql/draft.ts';
import { hashedName } from '../typeorm/names.ts';
import { applySql, callBack, tableOf } from './context.ts';
import type { MigrationContext } from './context.ts';
import { nameOf, putForeignKeyOf, putIndexOf, putSpec, putUniqueOf, specOf } from './typeorm-specs.ts';
import { action, fieldAt, hostOf, listAt, textAt, textsAt } from './values.ts';
import { emptyTable } from '../sql/draft.ts';

/** `queryRunner` of TypeORM. */
export function queryRunner(on: MigrationContext): Value {
  const host: Value = hostOf('typeorm', (name) => member(on, name, () => host));
  return host;
}

function member(on: MigrationContext, name: string, self: () => Value): Value | undefined {
  const step = steps[name];
  if (step !== undefined) return action(name, (args, site) => step(on, args, site));
  switch (name) {
    case 'manager':
    case 'connection':
    case 'dataSource':
    case 'queryRunner':
      return self();
    case 'options':
      return objectOf([['type', primitive(on.dialect === 'postgresql' ? 'postgres' : on.dialect)]], 0, true);
    case 'driver':
      return objectOf(
        [
          [
            'options',
            objectOf([['type', primitive(on.dialect === 'postgresql' ? 'postgres' : on.dialect)]], 0, true),
          ],
        ],
        0,
        true,
      );
    case 'transaction':
      return action(name, (args, site) => callBack(on, args, [self()], site));
    case 'hasTable':
      return action(name, ([table]) => primitive(on.draft.tables.has(nameOf(table) ?? '')));
    case 'hasColumn':
      return action(name, ([table, column]) =>
        primitive(columnNames(on, table).includes(textAt(column) ?? textAt(fieldAt(column, 'name')) ?? '')),
      );
    case 'getTable':
      return action(name, ([table]) => known(on, table));
    default:
      return action(name, () => unknown(`${name} of the query runner`));
  }
}

const columnNames = (on: MigrationContext, table: Value | undefined): readonly string[] =>
  (on.draft.tables.get(nameOf(table) ?? '')?.columns ?? []).map(({ name }) => name);

/** A table as `getTable` answers it: with the keys that migrations look for to drop them. */
function known(on: MigrationContext, value: Value | undefined): Value {
  const table = on.draft.tables.get(nameOf(value) ?? '');
  if (table === undefined) return unknown('a table that is not known');
  const named = (name: string | undefined, columns: readonly string[]): Value =>
    objectOf([
      ['name', primitive(name)],
      ['columnNames', arrayOf(columns.map(primitive))],
    ]);
  return objectOf(
    [
      ['name', primitive(table.name)],
      [
        'columns',
        arrayOf(
          table.columns.map((column) =>
            objectOf(
              [
                ['name', primitive(column.name)],
                ['type', primitive(column.type)],
              ],
              0,
              true,
            ),
          ),
        ),
      ],
      ['foreignKeys', arrayOf(table.foreignKeys.map((key) => named(key.name, key.columns)))],
      ['indices', arrayOf(table.indexes.map((index) => named(index.name, index.columns)))],
      ['uniques', arrayOf(table.uniques.map((key) => named(key.name, key.columns)))],
      [
        'findColumnByName',
        action('findColumnByName', ([name]) =>
          table.columns.some((column) => column.name === textAt(name))
            ? objectOf([['name', primitive(textAt(name))]], 0, true)
            : primitive(undefined),
        ),
      ],
    ],
    0,
    true,
  );
}

type Step = (on: MigrationContext, args: readonly Value[], site: Site) => void;

const table = (on: MigrationContext, args: readonly Value[], site: Site): TableDraft | undefined =>
  tableOf(on, nameOf(args[0]), site);

const steps: Readonly<Record<string, Step>> = {
  query: (on, [sql], site) => applySql(on, sql, site),
  createTable: (on, [spec], site) => create(on, spec, site),
  dropTable: (on, [name], { origin }) => dropTable(on.draft, nameOf(name) ?? '', true, origin),
  renameTable: (on, [from, to], { origin }) =>
    renameTable(on.draft, nameOf(from) ?? '', nameOf(to) ?? '', origin),
  createSchema: (on, [name]) => void on.draft.schemas.add(textAt(name) ?? ''),
  addColumn: (on, args, site) => addColumns(on, args, site),
  addColumns: (on, args, site) => addColumns(on, args, site),
  dropColumn: (on, args, site) => dropColumns(on, args, site),
  dropColumns: (on, args, site) => dropColumns(on, args, site),
  renameColumn: (on, args, site) => {
    const found = table(on, args, site);
    const [from, to] = [nameOf(args[1]), nameOf(args[2])];
    if (found !== undefined && from !== undefined && to !== undefined)
      changeColumnName(on.draft, found, from, to);
  },
  changeColumn: (on, args, site) => change(on, args, site),
  createIndex: (on, args, site) => indexes(on, args, site),
  createIndices: (on, args, site) => indexes(on, args, site),
  createForeignKey: (on, args, site) => foreignKeys(on, args, site),
  createForeignKeys: (on, args, site) => foreignKeys(on, args, site),
  createUniqueConstraint: (on, args, site) => uniques(on, args, site),
  createUniqueConstraints: (on, args, site) => uniques(on, args, site),
  createCheckConstraint: (on, args, site) => {
    const found = table(on, args, site);
    const sql = textAt(fieldAt(args[1], 'expression'));
    if (found !== undefined && sql !== undefined)
      addCheck(found, {
        name: textAt(fieldAt(args[1], 'name')) ?? hashedName('CHK', found.name, [sql]),
        sql,
        origin: site.origin,
      });
  },
  createPrimaryKey: (on, args, site) => {
    const found = table(on, args, site);
    if (found !== undefined)
      addPrimaryKey(found, {
        name: hashedName('PK', found.name, textsAt(args[1])),
        columns: textsAt(args[1]),
        origin: site.origin,
      });
  },
  dropPrimaryKey: (on, args, site) => {
    const found = table(on, args, site);
    if (found !== undefined) delete found.primaryKey;
  },
  dropIndex: drop,
  dropIndices: drop,
  dropForeignKey: drop,
  dropForeignKeys: drop,
  dropUniqueConstraint: drop,
  dropUniqueConstraints: drop,
  dropCheckConstraint: drop,
};

/** A key by its name, or by what it was made of. */
function drop(on: MigrationContext, args: readonly Value[], site: Site): void {
  const found = table(on, args, site);
  if (found === undefined) return;
  for (const item of listAt(args[1])) {
    const name = textAt(item) ?? textAt(fieldAt(item, 'name'));
    if (name !== undefined) dropNamed(found, name);
    else
      for (const word of ['FK', 'IDX', 'UQ', 'REL'] as const)
        dropNamed(found, hashedName(word, found.name, textsAt(fieldAt(item, 'columnNames'))));
  }
}

function create(on: MigrationContext, spec: Value | undefined, site: Site): void {
  const whole = nameOf(spec);
  if (whole === undefined) return;
  const dot = whole.lastIndexOf('.');
  const schema = textAt(fieldAt(spec, 'schema')) ?? (dot === -1 ? undefined : whole.slice(0, dot));
  const made = emptyTable(whole.slice(dot + 1), schema === 'public' ? undefined : schema, site.origin);
  for (const column of listAt(fieldAt(spec, 'columns'))) putSpec(on, made, column, site);
  const key = made.primaryKey;
  if (key !== undefined) made.primaryKey = { ...key, name: hashedName('PK', made.name, key.columns) };
  for (const each of listAt(fieldAt(spec, 'uniques'))) putUniqueOf(on, made, each, site);
  for (const each of listAt(fieldAt(spec, 'indices'))) putIndexOf(made, each, site);
  for (const each of listAt(fieldAt(spec, 'foreignKeys'))) putForeignKeyOf(on, made, each, site);
  for (const each of listAt(fieldAt(spec, 'checks'))) {
    const sql = textAt(fieldAt(each, 'expression'));
    if (sql !== undefined)
      addCheck(made, {
        ...(textAt(fieldAt(each, 'name')) === undefined ? {} : { name: textAt(fieldAt(each, 'name')) ?? '' }),
        sql,
        origin: site.origin,
      });
  }
  createTable(on.draft, made, true);
}

function addColumns(on: MigrationContext, args: readonly Value[], site: Site): void {
  const found = table(on, args, site);
  if (found === undefined) return;
  for (const column of listAt(args[1])) {
    if (on.machine.level > 0 && columnNames(on, args[0]).includes(nameOf(column) ?? '')) continue;
    putSpec(on, found, column, site);
  }
}

function dropColumns(on: MigrationContext, args: readonly Value[], site: Site): void {
  const found = table(on, args, site);
  if (found === undefined) return;
  for (const column of listAt(args[1])) removeColumn(on.draft, found, nameOf(column) ?? '');
}

function change(on: MigrationContext, args: readonly Value[], site: Site): void {
  const found = table(on, args, site);
  const old = nameOf(args[1]);
  const spec = found === undefined || args[2] === undefined ? undefined : specOf(on, found, args[2], site);
  if (found === undefined || old === undefined || spec === undefined) return;
  if (old !== spec.name) changeColumnName(on.draft, found, old, spec.name);
  const next = columnOf(on, found, spec, site.origin);
  changeColumn(on.draft, found, spec.name, site.origin, () => next);
  putKeys(on, found, { ...spec, primary: false }, site.origin);
}

function indexes(on: MigrationContext, args: readonly Value[], site: Site): void {
  const found = table(on, args, site);
  if (found !== undefined) for (const each of listAt(args[1])) putIndexOf(found, each, site);
}

function uniques(on: MigrationContext, args: readonly Value[], site: Site): void {
  const found = table(on, args, site);
  if (found !== undefined) for (const each of listAt(args[1])) putUniqueOf(on, found, each, site);
}

function foreignKeys(on: MigrationContext, args: readonly Value[], site: Site): void {
  const found = table(on, args, site);
  if (found !== undefined) for (const each of listAt(args[1])) putForeignKeyOf(on, found, each, site);
}
