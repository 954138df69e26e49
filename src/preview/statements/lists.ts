import { quoteName, quoteNames, qualifiedName } from '../../artifacts/sql-names.ts';
import type { Column, Table } from '../../model/data.ts';

export interface Order {
  readonly column: Column;
  readonly descending: boolean;
}

/** What a page is asked by. */
export interface Page {
  readonly table: Table;
  readonly filters: readonly Column[];
  /** Total: its last column is unique. */
  readonly order: readonly Order[];
  /** A page after the first one. */
  readonly isNext: boolean;
  /** Condition for rows of the caller, with `$caller` for who that is. */
  readonly own?: string;
}

/** A statement whose parameters have names, in the order of their numbers. */
export interface Composed {
  readonly sql: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
}

/**
 * A page by filters and an order that the delivered statements do not have together, in their form: keyset pagination, so
 * that no page costs more than the first. Where a delivered statement does the same, the text is the same (tested).
 */
export function pageStatement({ table, filters, order, isNext, own }: Page): Composed {
  const parameters: { readonly name: string; readonly type: string }[] = [];
  const add = (name: string, type: string): string => `$${parameters.push({ name, type })}`;
  const equal = filters.map(({ name, type }) => `${quoteName(name)} = ${add(name, type)}`);
  const owned = own === undefined ? [] : [own.replaceAll('$caller', add('caller', 'uuid'))];
  const where = [...equal, ...owned, ...(isNext ? [after(order, add)] : [])];
  const limit = add('limit', 'integer');
  const shown = table.columns.filter(({ dataClass }) => dataClass !== 'secret');
  const sql = [
    `select ${quoteNames(shown.map(({ name }) => name))} from ${qualifiedName(table)}`,
    ...(where.length === 0 ? [] : [`where ${where.join(' and ')}`]),
    `order by ${order.map(orderSql).join(', ')} limit ${limit}`,
  ].join('\n');
  return { sql, parameters };
}

const orderSql = ({ column, descending }: Order): string =>
  `${quoteName(column.name)}${descending ? ' desc' : ''}${descending && column.nullable ? ' nulls last' : ''}`;

function after(order: readonly Order[], add: (name: string, type: string) => string): string {
  const marks = order.map(({ column }) => add(`after.${column.name}`, column.type));
  const [first] = order;
  if (order.every(({ descending }) => descending === first?.descending)) {
    const names = order.map(({ column }) => quoteName(column.name)).join(', ');
    return `(${names}) ${first?.descending === true ? '<' : '>'} (${marks.join(', ')})`;
  }
  const cases = order.map(({ column, descending }, depth) => {
    const equal = order
      .slice(0, depth)
      .map((each, index) => `${quoteName(each.column.name)} = ${marks[index]}`);
    return `(${[...equal, `${quoteName(column.name)} ${descending ? '<' : '>'} ${marks[depth]}`].join(' and ')})`;
  });
  return `(${cases.join(' or ')})`;
}
