import { quoteName, quoteNames, qualifiedName } from '../../artifacts/sql-names.ts';
import type { Column, Table } from '../../model/data.ts';

/** Columns that an answer may carry. */
export const readable = ({ columns }: Table): readonly Column[] =>
  columns.filter(({ dataClass }) => dataClass !== 'secret');

/** One row by its key. */
export const rowById = (table: Table): string =>
  `select ${quoteNames(readable(table).map(({ name }) => name))} from ${qualifiedName(table)} where ${quoteName('id')} = $1`;

/** The words of the design's row policies for who is asking. */
const callerSetting = "(select nullif(current_setting('app.user_id', true), '')::uuid)";

/** What makes a row the caller's own, in the words of the row policy, with `$caller` for the caller; undefined = no policy says. */
export function ownCondition(table: Table): string | undefined {
  const policies = table.rowSecurity?.policies ?? [];
  const own = policies.find(
    ({ command, using }) =>
      (command === 'select' || command === 'all') && using?.includes(callerSetting) === true,
  );
  return own?.using?.replaceAll(callerSetting, '$caller');
}
