import type { Column } from '../../../model/data.ts';
import { readerOf } from '../../repository/dialects/reader.ts';
import { ddlTokens } from '../../repository/dialects/tokens.ts';
import { readType } from '../../repository/dialects/types.ts';
import { textOf } from '../ask.ts';
import type { Row } from '../ask.ts';
import { catalogOf } from './origins.ts';

/** A column as the catalogue tells it, its type as the newest server prints it: the same words as from a file. */
export function columnOf(row: Row, database: string, family: string, tableCollation: string | null): Column {
  const name = textOf(row, 'column_name');
  const extra = textOf(row, 'extra');
  const fallback = defaultOf(row, family);
  const onUpdate = /on update (\S+)/i.exec(extra)?.[1];
  const generated = row['generation_expression'] ?? '';
  const collation = row['collation_name'] ?? null;
  const comment = textOf(row, 'column_comment');
  return {
    name,
    type: typeText(textOf(row, 'column_type')),
    nullable: row['is_nullable'] === 'YES',
    ...(/auto_increment/i.test(extra)
      ? { default: 'auto_increment' }
      : fallback === undefined || generated !== ''
        ? {}
        : { default: fallback }),
    ...(generated !== '' && { generated }),
    ...(collation !== null && collation !== tableCollation && { collation }),
    ...(onUpdate !== undefined && { onUpdate: clock(onUpdate) }),
    ...(comment !== '' && { comment }),
    origin: catalogOf(database, textOf(row, 'table_name'), name),
  };
}

const typeText = (written: string): string => readType(readerOf(ddlTokens(written)), written, 'mysql').text;

/** MariaDB prints an expression, MySQL the bare value and beside it whether it is an expression. */
function defaultOf(row: Row, family: string): string | undefined {
  const value = row['column_default'];
  if (value === null || value === undefined) return undefined;
  if (family === 'mariadb') return /^null$/i.test(value) ? undefined : clock(value);
  const isExpression = /default_generated/i.test(textOf(row, 'extra')) || /^current_timestamp/i.test(value);
  const isBare = /^(tinyint|smallint|mediumint|int|bigint|decimal|float|double|bit|year)$/i.test(
    textOf(row, 'data_type'),
  );
  return isExpression || isBare ? clock(value) : `'${value.replaceAll("'", "''")}'`;
}

/** `current_timestamp()` as MySQL writes it. */
const clock = (value: string): string =>
  value.replace(/^(current_timestamp|now)(\((\d*)\))?$/i, (_, _name, _call, digits: string | undefined) =>
    digits === undefined || digits === '' || digits === '0'
      ? 'CURRENT_TIMESTAMP'
      : `CURRENT_TIMESTAMP(${digits})`,
  );
