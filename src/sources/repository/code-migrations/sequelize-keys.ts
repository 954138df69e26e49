import { referenceOf } from '../sequelize/attributes.ts';
import { unknown } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import { addCheck, addPrimaryKey } from '../schema/changes.ts';
import { putIndex, putReference, putUnique } from '../schema/columns.ts';
import type { ReferenceSpec } from '../schema/columns.ts';
import { tableNameOf, underscored } from '../sequelize/attributes.ts';
import { tableOf } from './context.ts';
import type { MigrationContext } from './context.ts';
import { entriesAt, fieldAt, isTrue, listAt, settled, textAt } from './values.ts';

export function index(
  on: MigrationContext,
  name: Value | undefined,
  second: Value | undefined,
  third: Value | undefined,
  site: Site,
): void {
  const table = tableOf(on, tableNameOf(name), site);
  if (table === undefined) return;
  const options = settled(second)?.kind === 'array' ? third : second;
  const fields = settled(second)?.kind === 'array' ? second : fieldAt(second, 'fields');
  const columns = listAt(fields).flatMap((field) => indexColumn(field) ?? []);
  const type = textAt(fieldAt(options, 'type'))?.toUpperCase();
  const unique = isTrue(fieldAt(options, 'unique')) || type === 'UNIQUE';
  const plain = columns.map((column) => column.replace(/ .*$/, ''));
  const made = underscored(`${table.name}_${plain.join('_')}`) + (unique ? '_unique' : '');
  const where = fieldAt(options, 'where');
  const method = textAt(fieldAt(options, 'using', 'method'));
  putIndex(
    table,
    {
      name: textAt(fieldAt(options, 'name', 'indexName')) ?? made,
      columns,
      unique,
      ...(method === undefined ? {} : { method }),
      ...(where === undefined ? {} : { where: conditionText(where) }),
    },
    site.origin,
  );
}

/** A column, or an object with an order or an operator class. */
export function indexColumn(field: Value): string | undefined {
  const text = textAt(field);
  if (text !== undefined) return text;
  const one = settled(field);
  if (one?.kind === 'result') return `(${textAt(one.args[0]) ?? one.callee.path})`;
  const name = textAt(fieldAt(field, 'name', 'attribute'));
  const operator = textAt(fieldAt(field, 'operator'));
  const descending = textAt(fieldAt(field, 'order'))?.toUpperCase() === 'DESC';
  return name === undefined
    ? undefined
    : `${name}${operator === undefined ? '' : ` ${operator}`}${descending ? ' desc' : ''}`;
}

/** A condition object as text, as far as it is equality. */
export function conditionText(where: Value): string {
  const parts = entriesAt(where).map(([key, value]) => {
    const inner = settled(value);
    if (inner?.kind !== 'primitive') return `${key} …`;
    return inner.value === null
      ? `${key} IS NULL`
      : `${key} = ${typeof inner.value === 'string' ? `'${inner.value}'` : String(inner.value)}`;
  });
  return parts.length === 0 ? '…' : parts.join(' AND ');
}

export function constrain(
  on: MigrationContext,
  name: Value | undefined,
  fields: Value | undefined,
  options: Value | undefined,
  site: Site,
): void {
  const table = tableOf(on, tableNameOf(name), site);
  if (table === undefined) return;
  const columns = listAt(fields).flatMap((field) => indexColumn(field) ?? []);
  const given = textAt(fieldAt(options, 'name'));
  const { origin } = site;
  switch (textAt(fieldAt(options, 'type'))?.toLowerCase()) {
    case 'unique':
      return putUnique(on, table, columns, given ?? `${table.name}_${columns.join('_')}_uk`, origin);
    case 'primary key':
      return addPrimaryKey(table, {
        name: given ?? `${table.name}_${columns.join('_')}_pk`,
        columns,
        origin,
      });
    case 'check':
      return addCheck(table, {
        name: given ?? `${table.name}_${columns.join('_')}_ck`,
        sql: conditionText(fieldAt(options, 'where') ?? unknown('')),
        origin,
      });
    case 'foreign key': {
      const reference = referenceOf(fieldAt(options, 'references'), options);
      if (reference === undefined) return;
      const named: ReferenceSpec = {
        ...reference,
        name: given ?? `${table.name}_${columns.join('_')}_${reference.table}_fk`,
      };
      return putReference(on, table, columns, named, origin);
    }
    default:
      return;
  }
}
