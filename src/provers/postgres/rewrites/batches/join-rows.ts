import { quoteName } from '../../../../artifacts/sql-names.ts';
import { withParameters } from '../../parameters.ts';
import type { Batch, InsertedRow } from './find-batches.ts';

/** Most parameters of one statement: their number is two bytes long (PostgreSQL protocol, Bind). */
export const mostParameters = 65_535;

/** How many parameters a row has; those of each further row are numbered on. */
const parametersOf = ({ text }: InsertedRow): number =>
  Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));

const movedBy = (text: string, by: number): string => withParameters(text, (number) => `$${number + by}`);

/** One statement for all rows; only the first ones are written out where they are many, which the text says. */
export function oneInsert({ head, tail, rows }: Batch, shown = rows.length): string {
  let before = 0;
  const texts = rows.slice(0, shown).map((row) => {
    const text = movedBy(row.text, before);
    before += parametersOf(row);
    return text;
  });
  const rest = rows.length - texts.length;
  const more = rest > 0 ? ` /* and ${rest} more rows */` : '';
  return `${head} ${texts.join(', ')}${more}${tail === '' ? '' : ` ${tail}`}`;
}

/**
 * The same with one array for each column, which stays one statement however many rows there are. Only where each
 * value is a parameter and nothing else.
 */
export function insertOfArrays({ head, tail, rows, columns, table }: Batch): string | undefined {
  if (!rows.every(({ parameters }) => parameters.every((number, at) => number === at + 1))) return undefined;
  if (/\$\d/.test(tail)) return undefined;
  const types = columns.map((name) => table.columns.find((column) => column.name === name)?.type);
  if (types.some((type) => type === undefined || type.endsWith('[]'))) return undefined;
  const arrays = types.map((type, at) => `$${at + 1}::${type ?? ''}[]`);
  const into = /\(/.test(head)
    ? head
    : head.replace(/\s*values$/i, ` (${columns.map(quoteName).join(', ')}) values`);
  return `${into.replace(/\s*values$/i, '')} select * from unnest(${arrays.join(', ')})${tail === '' ? '' : ` ${tail}`}`;
}
