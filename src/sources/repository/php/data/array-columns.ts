import { literal } from '../../schema/columns.ts';
import type { ColumnSpec } from '../../schema/columns.ts';
import type { ArrayEntry, PhpValue } from '../value.ts';
import { textOf } from '../value.ts';

/** The value under a key that is spelled one of these ways. */
export const valueAt = (value: PhpValue | undefined, word: RegExp): PhpValue | undefined =>
  value?.kind === 'array'
    ? value.entries.findLast(({ key }) => key !== undefined && word.test(key))?.value
    : undefined;

const sqlType =
  /^((tiny|small|medium|big)?(int|serial|text|blob)|integer|serial|(n?var)?char(acter)?( varying)?|varbinary|binary|decimal|dec|numeric|float|double( precision)?|real|money|bool(ean)?|bit|date|datetime|time|timestamp|year|enum|set|json|uuid|point|geometry)\b/i;

/** A field with its type, under its name or with it; nothing where it is not of that shape. */
export function arrayColumn({ key, value }: ArrayEntry): ColumnSpec | undefined {
  const name = textOf(valueAt(value, /^(name|field|column)$/i)) ?? key;
  const written = textOf(valueAt(value, /^(data_?)?type$/i));
  if (name === undefined || written === undefined || !/^[A-Za-z_]\w*$/.test(name)) return undefined;
  if (!sqlType.test(written)) return undefined;
  const counts =
    isTrue(valueAt(value, /^auto_?increment$/i)) ||
    /auto_increment/i.test(`${written} ${textOf(valueAt(value, /^extra$/i)) ?? ''}`);
  const given = valueAt(value, /^default$/i);
  const comment = textOf(valueAt(value, /^(comment|description)$/i));
  const expression = given === undefined ? undefined : expressionOf(given);
  return {
    name,
    type: typeOf(written, value),
    nullable: !isRequired(value),
    ...(counts ? { counts } : {}),
    ...(expression === undefined ? {} : { default: expression }),
    ...(comment === undefined ? {} : { comment }),
  };
}

const isTrue = (value: PhpValue | undefined): boolean =>
  (value?.kind === 'boolean' && value.value) || (value?.kind === 'number' && value.value === 1);

const isRequired = (value: PhpValue): boolean => {
  const allowed = valueAt(value, /^(allow[ _]?)?null(able)?$/i);
  return isTrue(valueAt(value, /^not[ _]?null$/i)) || (allowed?.kind === 'boolean' && !allowed.value);
};

/** Length, size and sign may be told apart from the type. */
function typeOf(written: string, value: PhpValue): string {
  const plain = written.replace(/\s*\bauto_increment\b/i, '').trim();
  const size = textOf(valueAt(value, /^size$/i)) ?? '';
  const sized =
    /^(tiny|small|medium|big)$/.test(size) && /^(int|text|blob)$/i.test(plain) ? `${size}${plain}` : plain;
  const length = textOf(valueAt(value, /^(length|constraint|limit)$/i));
  const long =
    length !== undefined && /^[\d, ]+$/.test(length) && !sized.includes('(') ? `${sized}(${length})` : sized;
  return isTrue(valueAt(value, /^unsigned$/i)) && !/unsigned/i.test(long) ? `${long} unsigned` : long;
}

/** Some lists hold the value, others what SQL writes for it. */
function expressionOf(value: PhpValue): string | undefined {
  if (value.kind === 'boolean') return value.value ? '1' : '0';
  const text = textOf(value);
  if (text === undefined) return undefined;
  if (/^'.*'$|^-?\d+(\.\d+)?$|^(null|current_timestamp(\(\))?|now\(\))$/is.test(text)) return text;
  return literal(text);
}
