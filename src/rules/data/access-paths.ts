import type { Column, Table } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';

/** An index of a table, whether it was asked for or made for a key. */
export interface AccessPath {
  readonly kind: 'primary key' | 'unique key' | 'index';
  readonly name: string;
  /** As the model writes them: names or expressions, with operator class and order. */
  readonly columns: readonly string[];
  readonly include: readonly string[];
  readonly unique: boolean;
  readonly method: string;
  readonly where?: string;
  readonly nullsNotDistinct: boolean;
  readonly origin: Origin;
}

/** Every index of a table, keys first: what stays when two do the same work comes first. */
export function accessPaths({ primaryKey, uniques, indexes }: Table): readonly AccessPath[] {
  const keys = [
    ...(primaryKey === undefined ? [] : [{ key: primaryKey, kind: 'primary key' as const }]),
    ...uniques.map((key) => ({ key, kind: 'unique key' as const })),
  ];
  return [
    ...keys.map(({ key, kind }): AccessPath => ({
      kind,
      name: key.name ?? `(${key.columns.join(', ')})`,
      columns: key.columns,
      include: [],
      unique: true,
      method: 'btree',
      nullsNotDistinct: key.nullsNotDistinct === true,
      origin: key.origin,
    })),
    ...indexes
      .toSorted((a, b) => Number(b.unique) - Number(a.unique))
      .map((index): AccessPath => ({
        ...index,
        kind: 'index',
        nullsNotDistinct: index.nullsNotDistinct === true,
      })),
  ];
}

/** The column an index element stands for; undefined for an expression. */
export function columnOf(table: Table, element: string): Column | undefined {
  if (element.startsWith('(')) return undefined;
  return table.columns
    .filter(({ name }) => element === name || element.startsWith(`${name} `))
    .reduce<Column | undefined>(
      (best, column) => (column.name.length > (best?.name.length ?? -1) ? column : best),
      undefined,
    );
}

export const plainColumn = (table: Table, element: string): string | undefined =>
  columnOf(table, element)?.name;

/** Each column that is part of the key of a b-tree. */
export const btreeColumns = (
  table: Table,
): readonly { readonly path: AccessPath; readonly column: Column }[] =>
  accessPaths(table)
    .filter(({ method }) => method === 'btree')
    .flatMap((path) =>
      path.columns.flatMap((element) => {
        const column = columnOf(table, element);
        return column === undefined ? [] : [{ path, column }];
      }),
    );

const isDescending = (element: string): boolean => / desc$/i.test(element);

/** A b-tree is read in both directions: `(a desc, b)` is `(a, b desc)` read backwards. */
export function oneDirection(columns: readonly string[]): readonly string[] {
  const turn = isDescending(columns[0] ?? '');
  return columns.map((element) => {
    const plain = element.replace(/ desc$/i, '');
    return isDescending(element) === turn ? plain : `${plain} desc`;
  });
}

/** Whether `path` leads with `prefix`, in one of the directions it can be read in. */
export const leadsWith = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.length > 0 &&
  prefix.length <= path.length &&
  oneDirection(path.slice(0, prefix.length)).join('\n') === oneDirection(prefix).join('\n');

/** A predicate in a form that compares: without case, outer parentheses, casts and space that mean nothing. */
export function plainPredicate(where: string | undefined): string {
  let text = (where ?? '').toLowerCase().replaceAll(/\s+/g, ' ').replaceAll('"', '').trim();
  while (/^\([^()]*\)$/.test(text)) text = text.slice(1, -1).trim();
  return text;
}

/** `users_email_key (email)`. */
export const pathText = ({ name, columns, include, where }: AccessPath): string =>
  `${name.startsWith('(') ? 'the key on ' : ''}${name}${name.startsWith('(') ? '' : ` (${columns.join(', ')})`}${
    include.length === 0 ? '' : ` include (${include.join(', ')})`
  }${where === undefined ? '' : ` where ${where}`}`;
