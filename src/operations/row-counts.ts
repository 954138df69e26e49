import { parseRows } from '../sources/brief/values/count.ts';
import { UserError } from './operation.ts';

export interface RowCount {
  /** As it was written, perhaps with a schema. */
  readonly table: string;
  readonly rows: number;
  /** The whole part: `orders=50M`. */
  readonly text: string;
}

/** What `--rows` says. @throws UserError for what is no list of `table=rows` */
export const readRowCounts = (given: string): readonly RowCount[] =>
  given
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(readRowCount);

function readRowCount(text: string): RowCount {
  const at = text.lastIndexOf('=');
  const table = text.slice(0, Math.max(0, at)).trim();
  const count = parseRows(text.slice(at + 1));
  if (table !== '' && count.kind === 'value' && count.value.value >= 1)
    return { table, rows: count.value.value, text };
  throw new UserError(
    `"${text}" does not say how many rows a table holds`,
    'Write the name of a table, = and a count: --rows orders=50M,app.visits=2G.',
  );
}
