import { tokensOf } from './tokens.ts';

/** A statement as a driver takes it: `$1`, `$2` … and the names of the values in that order. */
export interface Bound {
  readonly sql: string;
  readonly names: readonly string[];
}

const known = new Map<string, Bound>();
/** Statements are those of a design: some hundred. */
const most = 5000;

/**
 * `:name` as `$n`. Each mention has a number of its own, so that PostgreSQL may take one value as a text here and as a
 * uuid there.
 */
export function boundOf(text: string): Bound {
  const found = known.get(text);
  if (found !== undefined) return found;
  const values = tokensOf(text).filter(({ kind }) => kind === 'value');
  let [sql, from] = ['', 0];
  for (const [index, value] of values.entries()) {
    sql += `${text.slice(from, value.from)}$${index + 1}`;
    from = value.to;
  }
  const bound = { sql: sql + text.slice(from), names: values.map(({ text: name }) => name) };
  if (known.size >= most) known.clear();
  known.set(text, bound);
  return bound;
}
