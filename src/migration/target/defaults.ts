import type { Column } from '../../model/data.ts';
import type { Field } from '../../model/domain.ts';
import { zeroDate } from '../../model/legacy-table.ts';

/** The literal of a default as its text: without quotes and without a cast. */
const literalOf = (sql: string): string =>
  sql
    .trim()
    .replace(/::[\w ]+(\(\d+\))?(\[\])?$/, '')
    .replace(/^\((.*)\)$/, '$1')
    .replace(/^b?'((?:[^']|'')*)'$/, '$1');

const now = /^(now\(\)|current_timestamp(\(\d*\))?|getdate\(\)|localtimestamp(\(\d*\))?)$/i;

/** A date that is none stands for a value that is missing. */
export const isZeroDate = ({ default: standard }: Pick<Column, 'default'>): boolean =>
  standard !== undefined && zeroDate.test(literalOf(standard));

/** A text that may be empty by default is one that may be missing. */
export const isEmptyText = ({ default: standard }: Pick<Column, 'default'>): boolean =>
  standard !== undefined && literalOf(standard) === '' && standard.trim() !== '';

/** The default of a column as the design takes it; undefined where it has none or cannot be said. */
export function defaultOf(
  { default: standard }: Pick<Column, 'default'>,
  { type }: Pick<Field, 'type'>,
): Field['default'] {
  if (standard === undefined) return undefined;
  const text = literalOf(standard);
  if (/^(null|auto_increment|nextval)/i.test(text)) return undefined;
  switch (type.kind) {
    case 'datetime':
    case 'date':
      return now.test(text) || now.test(standard.trim()) ? 'now' : undefined;
    case 'bool':
      return /^(1|true|t|y|yes)$/i.test(text) ? true : /^(0|false|f|n|no)$/i.test(text) ? false : undefined;
    case 'int':
    case 'bigint':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'decimal':
      return /^-?\d{1,12}(\.\d{1,8})?$/.test(text) ? Number(text) : undefined;
    case 'money':
      return /^-?\d{1,12}(\.\d{1,8})?$/.test(text) ? Math.round(Number(text) * 100) : undefined;
    case 'enum':
      return type.values.includes(text) ? text : undefined;
    case 'string':
    case 'text':
      return text !== '' && /^[^()\n]{1,60}$/.test(text) ? text : undefined;
    case 'email':
    case 'url':
    case 'uuid':
    case 'json':
    case 'ref':
      return undefined;
  }
}
