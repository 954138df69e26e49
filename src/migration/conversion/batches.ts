import { quoteText } from '../../artifacts/sql-names.ts';
import { landingSchema, rowColumn } from './names.ts';

/**
 * Runs a statement for one range of rows after the other, by their names in `source`, and commits each: locks are short,
 * and what was interrupted goes on where it is called again. It cannot be called inside a transaction.
 */
export const batchProcedure = `create or replace procedure ${landingSchema}.in_batches(source text, statement text, size bigint, most integer default null) language plpgsql as $$
declare
  first bigint := 1;
  last bigint;
  done integer := 0;
begin
  execute format('select max(${rowColumn}) from %s', source) into last;
  while first <= last and (most is null or done < most) loop
    execute statement using first, first + size - 1;
    commit;
    first := first + size;
    done := done + 1;
  end loop;
end $$`;

/** `statement` knows the first and the last row of a range as $1 and $2. */
export const inBatches = (source: string, statement: string, size: number): string =>
  `call ${landingSchema}.in_batches(${quoteText(source)}, $batch$${statement}$batch$, ${size})`;

/** A call of batches, as a script holds it. */
export interface BatchCall {
  readonly source: string;
  readonly statement: string;
  readonly size: number;
}

/** The call that a statement is; nothing where it is none. */
export function readBatches(sql: string): BatchCall | undefined {
  const [, source, statement, size] =
    /^call legacy\.in_batches\('((?:[^']|'')*)', \$batch\$([\s\S]*)\$batch\$, (\d+)\)$/.exec(sql) ?? [];
  return source === undefined || statement === undefined
    ? undefined
    : { source: source.replaceAll("''", "'"), statement, size: Number(size) };
}

/** The call, ended after so many batches, as if it were interrupted there. */
export const interrupted = ({ source, statement, size }: BatchCall, most: number): string =>
  inBatches(source, statement, size).replace(/\)$/, `, ${most})`);
