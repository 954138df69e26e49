import type { Column, Table } from '../../model/data.ts';
import type { Entity, Field } from '../../model/domain.ts';
import { quoteName, quoteText } from '../sql-names.ts';

/** A column with the SQL expression it gets in place of what it holds; `one` is the row. */
export interface Assignment {
  readonly column: string;
  readonly value: string;
  /** A value that may stand for itself: it could have been there before. */
  readonly isChoice?: true;
}

/** Nothing where nothing may stand; else a value that says nothing, different in each row where it has to be. */
export function placeholder(table: Table, column: Column, entity: Entity | undefined): Assignment {
  if (column.nullable) return { column: column.name, value: 'null' };
  const field = entity?.fields.find(({ name }) => name === column.name);
  const isText = /^(text|character|varchar|char|citext)/.test(column.type);
  const isNumber = /^(smallint|integer|bigint|numeric|real|double)/.test(column.type);
  const value = isText
    ? textFor(table, column, field)
    : isNumber
      ? String(numberFor(field))
      : (plain.find(([pattern]) => pattern.test(column.type))?.[1] ?? `${quoteText('')}::${column.type}`);
  const isChoice = field?.type.kind === 'enum' || (!isText && !/^jsonb?/.test(column.type));
  return { column: column.name, value, ...(isChoice && { isChoice }) };
}

const plain: readonly (readonly [RegExp, string])[] = [
  [/\[\]$/, "'{}'"],
  [/^jsonb?/, "'{}'"],
  [/^bool/, 'false'],
  [/^(date|timestamp)/, "'1900-01-01'"],
  [/^uuid/, "'00000000-0000-0000-0000-000000000000'"],
  [/^bytea/, "'\\x'"],
  [/^(inet|cidr)/, "'0.0.0.0/32'"],
];

/** Zero, or the number next to it that may stand there. */
const numberFor = (field: Field | undefined): number =>
  Math.min(Math.max(0, field?.minimum ?? 0), field?.maximum ?? Infinity);

const erased = 'erased';

function textFor(table: Table, column: Column, field: Field | undefined): string {
  if (field?.type.kind === 'enum') return quoteText(field.type.values[0] ?? '');
  const key = table.primaryKey?.columns.map((name) => `one.${quoteName(name)}::text`).join(" || '-' || ");
  const longest = field?.maxLength ?? 255;
  if (isUnique(table, column.name) && key !== undefined) {
    if (field?.type.kind === 'email') return `'${erased}-' || ${key} || '@erased.invalid'`;
    if (field?.type.kind === 'url') return `'https://erased.invalid/' || ${key}`;
    return longest < 64 ? `left(md5(${key}), ${longest})` : `'${erased}-' || ${key}`;
  }
  if (field?.type.kind === 'email') return quoteText('erased@erased.invalid');
  if (field?.type.kind === 'url') return quoteText('https://erased.invalid/');
  return quoteText(erased.slice(0, longest).padEnd(field?.minLength ?? 0, '-'));
}

const isUnique = ({ uniques, indexes, primaryKey }: Table, column: string): boolean =>
  [...uniques, ...(primaryKey === undefined ? [] : [primaryKey])].some(({ columns }) =>
    columns.includes(column),
  ) || indexes.some(({ unique, columns }) => unique && columns.some((text) => text.includes(column)));

const endState = /^(erased|forgotten|anonymi[sz]ed|deleted)$/;

/** A person whose life ends in a state of that name is put into it, with its time where there is a column for that. */
export function endOfLife(table: Table, entity: Entity | undefined): readonly Assignment[] {
  const { field, states = [] } = entity?.lifecycle ?? {};
  const state = states.find((name) => endState.test(name));
  if (field === undefined || state === undefined) return [];
  const time = table.columns.find(({ name, type }) => name === `${state}_at` && type.startsWith('timestamp'));
  return [
    { column: field, value: quoteText(state), isChoice: true },
    ...(time === undefined
      ? []
      : [{ column: time.name, value: `coalesce(one.${quoteName(time.name)}, now())` }]),
  ];
}
