import { quoteName, quoteNames, qualifiedName } from '../../artifacts/sql-names.ts';
import type { Column, Table } from '../../model/data.ts';
import { pageStatement } from './lists.ts';
import type { Composed, Order } from './lists.ts';
import { readable } from './select.ts';

/** Rows by their keys, however many: one statement. `own`: condition for rows of the caller, with `$caller` for who that is. */
export function rowsByIds(table: Table, own: string | undefined): Composed {
  const parameters = [{ name: 'ids', type: 'uuid[]' }, ...(own === undefined ? [] : [caller])];
  const owned = own === undefined ? '' : ` and ${own.replaceAll('$caller', '$2')}`;
  const columns = quoteNames(readable(table).map(({ name }) => name));
  return {
    sql: `select ${columns} from ${qualifiedName(table)} where ${quoteName('id')} = any($1)${owned}`,
    parameters,
  };
}

const caller = { name: 'caller', type: 'uuid' };

/** Name of the column that tells whose row it is, in an answer of `pagesOf`. */
export const parentKey = 'parent key';

/** No table of a design has such a name. */
const alias = quoteName('parents of pages');

interface Pages {
  readonly table: Table;
  /** Refers to the parents. */
  readonly by: Column;
  readonly order: readonly Order[];
  readonly isNext: boolean;
  readonly own?: string;
}

/** A page for each of many parents in one statement: the page of one parent, taken for each of their keys. */
export function pagesOf({ table, by, order, isNext, own }: Pages): Composed {
  const page = pageStatement({ table, filters: [by], order, isNext, ...(own !== undefined && { own }) });
  const [, ...rest] = page.parameters;
  const one = page.sql.replace(`${quoteName(by.name)} = $1`, `${quoteName(by.name)} = ${alias}.id`);
  return {
    sql: `select ${alias}.id as ${quoteName(parentKey)}, page.* from unnest($1::uuid[]) as ${alias} (id) cross join lateral (\n${one}\n) as page`,
    parameters: [{ name: 'ids', type: 'uuid[]' }, ...rest],
  };
}
