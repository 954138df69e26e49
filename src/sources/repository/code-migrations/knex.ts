import { native, objectOf, primitive, unknown } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import { createTable, dropTable, renameTable } from '../schema/changes.ts';
import { tell, emptyTable } from '../sql/draft.ts';
import { applySql, callBack, tableOf } from './context.ts';
import type { MigrationContext } from './context.ts';
import { tableBuilder } from './knex-table.ts';
import { action, hostOf, textAt } from './values.ts';

/** `knex` itself: called with a table it makes a query, which changes no schema. */
export function knexOf(on: MigrationContext): Value {
  const fields = new Map<string, Value>();
  const self: Value = {
    kind: 'host',
    technology: 'knex',
    fields,
    member: (name) => member(on, name, () => self),
  };
  return self;
}

function member(on: MigrationContext, name: string, self: () => Value): Value | undefined {
  switch (name) {
    case 'schema':
      return schemaOf(on, undefined);
    case 'raw':
      return action(name, (args, site) => raw(on, args, site));
    case 'fn':
      return hostOf('knex', (key) =>
        action(key, ([precision]) =>
          rawValue(
            functionText(
              key,
              textAt(precision) ?? (precision?.kind === 'primitive' ? String(precision.value) : ''),
            ),
          ),
        ),
      );
    case 'transaction':
      return action(name, (args, site) => callBack(on, args, [self()], site));
    case 'client': {
      const driver = on.dialect === 'postgresql' ? 'pg' : on.dialect;
      const config = objectOf([['client', primitive(driver === 'mysql' ? 'mysql2' : driver)]], 0, true);
      return objectOf(
        [
          ['config', config],
          ['dialect', primitive(on.dialect)],
          ['driverName', primitive(driver)],
        ],
        0,
        true,
      );
    }
    case 'withSchema':
      return action(name, () => self());
    default:
      return action(name, () => unknown(`${name} of knex`));
  }
}

/** A piece of SQL is kept as an object, because it may be a default as well as a statement. */
const rawValue = (sql: string): Value => objectOf([['sql', primitive(sql)]], 0, true);

const functionText = (name: string, precision: string): string =>
  name === 'uuid'
    ? 'gen_random_uuid()'
    : name === 'now'
      ? `CURRENT_TIMESTAMP${precision === '' ? '' : `(${precision})`}`
      : `${name}()`;

function raw(on: MigrationContext, args: readonly Value[], site: Site): Value {
  const text = textAt(args[0]);
  if (text === undefined || /^\s*(create|alter|drop|comment|do|rename|grant)\b/i.test(text))
    applySql(on, args[0], site);
  else if (/\bcreate\s+(table|unique|index|type)\b|\balter\s+table\b/i.test(text))
    applySql(on, args[0], site);
  return text === undefined ? unknown('SQL that is not known') : rawValue(text);
}

function schemaOf(on: MigrationContext, schema: string | undefined): Value {
  const self: Value = hostOf('knex', (name) => schemaMember(on, schema, name, () => self));
  return self;
}

function schemaMember(
  on: MigrationContext,
  schema: string | undefined,
  name: string,
  self: () => Value,
): Value | undefined {
  const qualified = (value: Value | undefined): string | undefined => {
    const text = textAt(value);
    return text === undefined || schema === undefined || schema === 'public' ? text : `${schema}.${text}`;
  };
  const step = (run: (args: readonly Value[], site: Site) => void): Value =>
    action(name, (args, site) => {
      run(args, site);
      return self();
    });
  switch (name) {
    case 'withSchema':
      return action(name, ([given]) => schemaOf(on, textAt(given)));
    case 'createTable':
    case 'createTableIfNotExists':
      return step((args, site) => create(on, qualified(args[0]), args, site));
    case 'alterTable':
    case 'table':
      return step((args, site) => alter(on, qualified(args[0]), args, site));
    case 'dropTable':
    case 'dropTableIfExists':
      return step(([table], { origin }) => dropTable(on.draft, qualified(table) ?? '', true, origin));
    case 'renameTable':
      return step(([from, to], { origin }) =>
        renameTable(on.draft, qualified(from) ?? '', textAt(to) ?? '', origin),
      );
    case 'raw':
      return step((args, site) => void raw(on, args, site));
    case 'createSchema':
    case 'createSchemaIfNotExists':
      return step(([given]) => void on.draft.schemas.add(textAt(given) ?? ''));
    case 'createView':
    case 'createViewOrReplace':
    case 'createMaterializedView':
      return step(([view]) => void on.draft.otherRelations.add(qualified(view) ?? ''));
    case 'hasTable':
      return action(name, ([table]) => primitive(on.draft.tables.has(qualified(table) ?? '')));
    case 'hasColumn':
      return action(name, ([table, column]) => {
        const found = on.draft.tables.get(qualified(table) ?? '');
        return primitive(found?.columns.some((one) => one.name === textAt(column)) === true);
      });
    case 'then':
    case 'catch':
    case 'finally':
      return native(name, ([callback], site) =>
        name !== 'catch' && callback?.kind === 'function'
          ? on.machine.call(callback, [unknown('an answer')], site)
          : self(),
      );
    default:
      return action(name, () => self());
  }
}

function alter(on: MigrationContext, name: string | undefined, args: readonly Value[], site: Site): void {
  const table = tableOf(on, name, site);
  if (table === undefined) return;
  const builder = tableBuilder(on, table);
  callBack(on, args, [builder.host], site);
  builder.finish();
}

function create(on: MigrationContext, name: string | undefined, args: readonly Value[], site: Site): void {
  if (name === undefined)
    return tell(
      on.draft,
      `${site.origin.file}:${site.origin.line}`,
      'a table whose name is only known at run time is created',
      site.origin,
    );
  const dot = name.lastIndexOf('.');
  const table = emptyTable(name.slice(dot + 1), dot === -1 ? undefined : name.slice(0, dot), site.origin);
  const builder = tableBuilder(on, table);
  callBack(on, args, [builder.host], site);
  builder.finish();
  createTable(on.draft, table, true);
}
