import type { Origin } from '../../../model/origin.ts';
import { objectOf, primitive, unknown } from '../javascript/value.ts';
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
import { columnOf, putColumn, putKeys, putUnique } from '../schema/columns.ts';
import { attributeSpec, enumFor, tableNameOf, underscored } from '../sequelize/attributes.ts';
import type { TableDraft } from '../sql/draft.ts';
import { applySql, callBack, tableOf } from './context.ts';
import type { MigrationContext } from './context.ts';
import { constrain, index } from './sequelize-keys.ts';
import { action, entriesAt, fieldAt, hostOf, settled, textAt, textsAt } from './values.ts';
import { emptyTable } from '../sql/draft.ts';

/** `queryInterface` of Sequelize, which does to the draft what the server would do. */
export function queryInterface(on: MigrationContext): Value {
  const host: Value = hostOf('sequelize', (name) => member(on, name, () => host));
  return host;
}

function member(on: MigrationContext, name: string, self: () => Value): Value | undefined {
  const step = steps[name];
  if (step !== undefined) return action(name, (args, site) => step(on, args, site));
  switch (name) {
    case 'sequelize':
      return sequelizeOf(on, self);
    case 'describeTable':
      return action(name, ([table]) => describe(on, tableNameOf(table)));
    case 'tableExists':
      return action(name, ([table]) => primitive(on.draft.tables.has(tableNameOf(table) ?? '')));
    case 'context':
      return self();
    case 'transaction':
      return action(name, (args, site) => callBack(on, args, [unknown('a transaction')], site));
    default:
      return action(name, () => unknown(`${name} of the query interface`));
  }
}

function sequelizeOf(on: MigrationContext, self: () => Value): Value {
  return hostOf('sequelize', (name) => {
    switch (name) {
      case 'query':
        return action(name, ([sql], site) => {
          applySql(on, sql, site);
          return unknown('rows of the database');
        });
      case 'transaction':
        return action(name, (args, site) => callBack(on, args, [unknown('a transaction')], site));
      case 'getQueryInterface':
        return action(name, () => self());
      case 'getDialect':
        return action(name, () => primitive(dialectName(on)));
      case 'options':
        return objectOf([['dialect', primitive(dialectName(on))]], 0, true);
      case 'literal':
      case 'fn':
      case 'col':
        return { kind: 'library', package: 'sequelize', path: name };
      default:
        return undefined;
    }
  });
}

const dialectName = ({ dialect }: MigrationContext): string =>
  dialect === 'postgresql' ? 'postgres' : dialect;

function describe(on: MigrationContext, name: string | undefined): Value {
  const table = on.draft.tables.get(name ?? '');
  if (table === undefined) return unknown('a table that is not known');
  return objectOf(
    table.columns.map((column) => [
      column.name,
      objectOf([
        ['type', primitive(column.type)],
        ['allowNull', primitive(column.nullable)],
      ]),
    ]),
  );
}

type Step = (on: MigrationContext, args: readonly Value[], site: Site) => void;

const steps: Readonly<Record<string, Step>> = {
  createTable: (on, [name, attributes, options], site) =>
    create(on, tableNameOf(name, options), attributes, options, site),
  dropTable: (on, [name], { origin }) => dropTable(on.draft, tableNameOf(name) ?? '', true, origin),
  renameTable: (on, [from, to], { origin }) =>
    renameTable(on.draft, tableNameOf(from) ?? '', tableNameOf(to) ?? '', origin),
  addColumn: (on, [name, column, attribute], site) => add(on, name, column, attribute, site),
  removeColumn: (on, [name, column], site) => {
    const table = tableOf(on, tableNameOf(name), site);
    const text = textAt(column);
    if (table !== undefined && text !== undefined) removeColumn(on.draft, table, text);
  },
  changeColumn: (on, [name, column, attribute], site) => change(on, name, column, attribute, site),
  renameColumn: (on, [name, from, to], site) => {
    const table = tableOf(on, tableNameOf(name), site);
    const [old, next] = [textAt(from), textAt(to)];
    if (table !== undefined && old !== undefined && next !== undefined)
      changeColumnName(on.draft, table, old, next);
  },
  addIndex: (on, [name, fields, options], site) => index(on, name, fields, options, site),
  removeIndex: (on, [name, key], site) => {
    const table = tableOf(on, tableNameOf(name), site);
    if (table === undefined) return;
    const given = settled(key)?.kind === 'array' ? undefined : textAt(key);
    const made = underscored(`${table.name}_${textsAt(key).join('_')}`);
    if (!dropNamed(table, given ?? made) && given === undefined) dropNamed(table, `${made}_unique`);
  },
  addConstraint: (on, [name, second, third], site) => {
    const old = settled(second)?.kind === 'array';
    const options = old ? third : second;
    constrain(on, name, old ? second : fieldAt(second, 'fields'), options, site);
  },
  removeConstraint: (on, [name, key], site) => {
    const table = tableOf(on, tableNameOf(name), site);
    if (table !== undefined) dropNamed(table, textAt(key) ?? '');
  },
  createSchema: (on, [name]) => void on.draft.schemas.add(textAt(name) ?? ''),
};

function create(
  on: MigrationContext,
  name: string | undefined,
  attributes: Value | undefined,
  options: Value | undefined,
  site: Site,
): void {
  if (name === undefined) return;
  const { origin } = site;
  const dot = name.lastIndexOf('.');
  const table = emptyTable(name.slice(dot + 1), dot === -1 ? undefined : name.slice(0, dot), origin);
  for (const [key, attribute] of entriesAt(attributes)) {
    const spec = attributeSpec(on, table.name, key, attribute);
    if (spec !== undefined) putColumn(on, table, spec, originOf(attribute, origin));
    enumFor(on, table.name, key, attribute, origin);
  }
  for (const [key, unique] of entriesAt(fieldAt(options, 'uniqueKeys')))
    putUnique(
      on,
      table,
      textsAt(fieldAt(unique, 'fields') ?? unique),
      /^\d+$/.test(key) ? undefined : key,
      origin,
    );
  const comment = textAt(fieldAt(options, 'comment'));
  if (comment !== undefined) table.comment = comment;
  createTable(on.draft, table, true);
}

const originOf = (value: Value, origin: Origin): Origin =>
  value.kind === 'result' ? value.site.origin : origin;

function add(
  on: MigrationContext,
  name: Value | undefined,
  column: Value | undefined,
  attribute: Value | undefined,
  site: Site,
): void {
  const table = tableOf(on, tableNameOf(name), site);
  const key = textAt(column);
  if (table === undefined || key === undefined || attribute === undefined) return;
  const spec = attributeSpec(on, table.name, key, attribute);
  if (spec === undefined || (on.machine.level > 0 && has(table, spec.name))) return;
  enumFor(on, table.name, key, attribute, site.origin);
  putColumn(on, table, spec, site.origin);
}

const has = (table: TableDraft, column: string): boolean => table.columns.some(({ name }) => name === column);

/** Gives type, nullability and default anew; with a reference only the foreign key is added. */
function change(
  on: MigrationContext,
  name: Value | undefined,
  column: Value | undefined,
  attribute: Value | undefined,
  site: Site,
): void {
  const table = tableOf(on, tableNameOf(name), site);
  const key = textAt(column);
  if (table === undefined || key === undefined || attribute === undefined) return;
  const spec = attributeSpec(on, table.name, key, attribute);
  if (spec === undefined) return;
  enumFor(on, table.name, key, attribute, site.origin);
  const next = columnOf(on, table, spec, site.origin);
  changeColumn(on.draft, table, spec.name, site.origin, (old) => {
    if (spec.references !== undefined && on.dialect === 'postgresql')
      return {
        ...old,
        nullable: old.nullable && next.nullable,
        ...(spec.default === undefined ? {} : { default: spec.default }),
      };
    const inKey = table.primaryKey?.columns.includes(spec.name) === true;
    return { ...next, nullable: inKey ? false : next.nullable };
  });
  putKeys(on, table, { ...spec, primary: false }, site.origin);
}
