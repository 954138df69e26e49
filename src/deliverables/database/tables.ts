import type { Column, DataModel, Table } from '../../model/data.ts';
import type { Backend } from '../../model/backend.ts';
import { compareText } from '../../model/text.ts';

/** `schema.name`, or the plain name in the default schema: as references and queries write it. */
export const nameOf = ({ schema, name }: Table): string =>
  schema === undefined ? name : `${schema}.${name}`;

export const tableNamed = ({ tables }: DataModel, name: string): Table | undefined =>
  tables.find((table) => nameOf(table) === name);

export const columnOf = ({ columns }: Table, name: string): Column | undefined =>
  columns.find((column) => column.name === name);

export const byName = (tables: readonly Table[]): readonly Table[] =>
  tables.toSorted((a, b) => compareText(nameOf(a), nameOf(b)));

/** Tables of each context in the order of the contexts; those of no known context come last, under `''`. */
export function tablesByContext({
  architecture,
  data,
}: Backend): readonly (readonly [string, readonly Table[]])[] {
  const known = architecture.contexts.map(({ id }) => id);
  const of = (context: string): readonly Table[] =>
    data.tables.filter((table) => (table.context ?? '') === context);
  const rest = data.tables.filter(({ context }) => context === undefined || !known.includes(context));
  return [...known.map((context) => [context, of(context)] as const), ['', rest] as const].filter(
    ([, tables]) => tables.length > 0,
  );
}
