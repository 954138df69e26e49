import { quoteName, quoteText } from '../../artifacts/sql-names.ts';
import type { Column, Table } from '../../model/data.ts';
import type { DraftPair } from './draft.ts';
import type { MappedColumn, MappedReference } from './mapping.ts';
import { fillsTable } from './names.ts';
import { columnPath, siblingValue } from './references.ts';

/** What a person stated for the column, if it is a value of its type. */
export const fillOf = (target: Table, { name, type }: Column): string =>
  `(select f.value from ${fillsTable} as f where f.target_column = ${quoteText(columnPath(target, name))} and pg_input_is_valid(f.value, ${quoteText(type)}))::${type}`;

/** A default that is another one at each moment says nothing of a row that is years old. */
export const isSteady = (given: string): boolean =>
  !/\(\)|current_|localtime|random|nextval|identity/i.test(given);

/** A column that no legacy column is carried to: the row beside it, a default, NULL, or what a person states. */
export function unsourced(
  pair: DraftPair,
  column: Column,
  reference: MappedReference | undefined,
  pairs: readonly DraftPair[],
): MappedColumn {
  const { name, type, nullable, default: given } = column;
  const base = {
    name,
    type,
    nullable,
    sources: [],
    asksPerson: false,
    ...(reference !== undefined && { reference }),
  };
  const sibling = reference === undefined ? undefined : siblingValue(pair, reference, pairs);
  if (sibling !== undefined)
    return {
      ...base,
      carried: true,
      value: sibling,
      faults: [],
      words: ['the row that the same legacy row becomes'],
    };
  if (given !== undefined)
    return {
      ...base,
      carried: false,
      value: /identity|nextval/i.test(given) ? `null::${type}` : `(${given})::${type}`,
      faults: [],
      words: [`nothing is carried: the default of the target, ${given}`],
    };
  if (nullable)
    return {
      ...base,
      carried: false,
      value: `null::${type}`,
      faults: [],
      words: ['nothing is carried: NULL'],
    };
  return {
    ...base,
    carried: true,
    asksPerson: true,
    value: fillOf(pair.target, column),
    faults: [
      {
        column: name,
        fault: 'no-source',
        when: `m.${quoteName(name)} is null`,
        action: 'quarantined',
        repair: `the row: state a value in ${fillsTable}`,
        old: 'null::text',
      },
    ],
    words: [
      `demanded by the target, and nothing is carried: what ${fillsTable} states, else the rows are kept apart`,
    ],
  };
}
