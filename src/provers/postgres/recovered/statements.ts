import type { DataModel, Query } from '../../../model/data.ts';
import { uniqueName } from '../queries/read-queries.ts';

/** A statement of recovered code that is known whole. */
export interface RecoveredStatement {
  /** Unique, as a comment `-- name:` can hold it. */
  readonly name: string;
  /** With `$1`, `$2` … for its parameters. */
  readonly sql: string;
  /** Every query of the model that says the same. */
  readonly queries: readonly Query[];
}

export interface RecoveredStatements {
  readonly known: readonly RecoveredStatement[];
  /** Statements of which a part is only known at run time, or that are longer than the model keeps. */
  readonly partly: number;
}

const isMarked = (sql: string): boolean => /…|\{/.test(sql.replaceAll(/'(?:[^']|'')*'/g, ''));

/**
 * Statements that can be executed as they were read: nothing in them is filled in by code but values.
 * @param of which of the queries are meant
 */
export function recoveredStatements(
  { queries }: DataModel,
  of: (query: Query) => boolean,
): RecoveredStatements {
  const byText = new Map<string, Query[]>();
  let partly = 0;
  for (const query of queries.filter(of)) {
    const sql = numbered(query.sql);
    if (isMarked(sql) || query.interpolated === true) partly++;
    else byText.set(sql, [...(byText.get(sql) ?? []), query]);
  }
  const names = new Map<string, number>();
  const known = [...byText].flatMap(([sql, all]) => {
    const [first] = all;
    return first === undefined ? [] : [{ name: uniqueName(names, nameOf(first)), sql, queries: all }];
  });
  return { known, partly };
}

const nameOf = ({ id }: Query): string => id.replaceAll(/[^\w.\-/]+/g, '-');

/** Parameters of other drivers as PostgreSQL numbers them: `?`, `%s`, `:name`, `%(name)s`, `@name`, `$n`. */
export function numbered(sql: string): string {
  const text = sql.replaceAll(/\s+/g, ' ').trim().replace(/;$/, '');
  let count = 0;
  // A driver has one way to write them: beside `$1` a question mark is an operator.
  if (/\$\d/.test(text)) return text;
  const named = new Map<string, number>();
  return text.replaceAll(
    /'(?:[^']|'')*'|"[^"]*"|::|\$n\b|%s|%\((\w+)\)s|(?<![\w:]):([A-Za-z_]\w*)|(?<![\w@])@([A-Za-z_]\w*)|(?<=[=(,<>\s])\?(?=$|[\s,)])/g,
    (found, percent?: string, colon?: string, at?: string) => {
      const name = percent ?? colon ?? at;
      if (/^['":]/.test(found) && name === undefined) return found;
      if (name === undefined) return `$${++count}`;
      const known = named.get(name) ?? ++count;
      named.set(name, known);
      return `$${known}`;
    },
  );
}

/** The statements as a file that `check queries` reads. */
export const statementsFile = (statements: readonly RecoveredStatement[]): string =>
  statements
    .map(
      ({ name, sql, queries }) =>
        `-- name: ${name}\n-- seen: ${queries.map(({ id }) => id).join(', ')}\n${sql};\n`,
    )
    .join('\n');
