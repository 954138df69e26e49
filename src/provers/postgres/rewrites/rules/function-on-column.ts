import type { Node } from 'libpg-query';
import { quoteName } from '../../../../artifacts/sql-names.ts';
import type { TableFacts } from '../../rows/facts.ts';
import { edited } from '../blocks.ts';
import { conjunctsOf, sidesOf } from '../conjuncts.ts';
import type { Conjunct } from '../conjuncts.ts';
import type { Hit, RewriteRule, Subject } from '../rule.ts';
import { callOf, castOf, columnOf, constantOf, operationOf } from '../syntax.ts';

export const functionOnColumn: RewriteRule = {
  id: 'function-on-column',
  summary: 'A condition compares what a function makes of a column, so no index on the column serves it.',
  severity: 'advice',
  why: 'An index on the column holds its values, not what the function makes of them.',
  standards: ['CWE-1049'],
  find: (subject) => conjunctsOf(subject).flatMap((conjunct) => hitOf(subject, conjunct)),
};

/** A column inside of something, and how the rest of the condition says the same of the bare column. */
interface Wrapped {
  readonly inner: Node;
  readonly name: string;
  readonly ranges: (column: string, value: string) => string | undefined;
}

function hitOf(subject: Subject, { block, part, node, text }: Conjunct): readonly Hit[] {
  const operation = operationOf(node);
  if (operation === undefined || operation.kind !== 'AEXPR_OP' || operation.operator !== '=') return [];
  const sides = sidesOf(text, operation.at, '=');
  if (sides === undefined) return [];
  const [left, right] = sides;
  if (mentionsColumn(operation.right)) return [];
  const wrapped = wrappedOf(operation.left, operation.right, left);
  const column = wrapped === undefined ? undefined : columnOf(wrapped.inner);
  const found = column === undefined ? undefined : subject.column(block, column);
  if (wrapped === undefined || column === undefined || found === undefined) return [];
  if (!fits(wrapped.name, found.column.base)) return [];
  const shown =
    column.alias === undefined
      ? quoteName(column.name)
      : `${quoteName(column.alias)}.${quoteName(column.name)}`;
  const range = wrapped.ranges(shown, right);
  const place = { at: part.from, subject: `${found.table.name}.${column.name}` };
  const what = `${left} is compared, not ${shown} itself.`;
  if (range === undefined) {
    const index = `create index on ${tableText(found.table)} (${expressionText(left, column.alias)})`;
    return [{ ...place, what, next: 'Index the expression:', offer: { kind: 'index', index } }];
  }
  return [
    {
      ...place,
      what,
      next: 'Compare the bare column:',
      offer: {
        kind: 'plan',
        sql: edited(subject.sql, [{ ...part, text: range }]),
        index: `create index on ${tableText(found.table)} (${quoteName(column.name)})`,
      },
    },
  ];
}

const mentionsColumn = (node: Node): boolean => JSON.stringify(node).includes('"ColumnRef"');
export const tableText = ({ schema, name }: TableFacts): string =>
  schema === 'public' ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;

/** The expression as an index has it: without the alias of the query. */
const expressionText = (text: string, alias: string | undefined): string =>
  alias === undefined
    ? text
    : text.replaceAll(
        new RegExp(String.raw`(?<![\w"])"?${alias.replaceAll(/\W/g, String.raw`\$&`)}"?\s*\.\s*`, 'g'),
        '',
      );

const isTime = (type: string): boolean => /^(timestamp|date)/.test(type);

function fits(name: string, type: string): boolean {
  if (name === 'arithmetic') return /^(smallint|integer|bigint)$/.test(type);
  if (['date', 'year', 'day', 'month'].includes(name)) return isTime(type);
  return /^(text|character varying|citext)/.test(type);
}

function wrappedOf(node: Node, right: Node, text: string): Wrapped | undefined {
  const cast = castOf(node);
  if (cast !== undefined)
    return cast.type === 'date' ? { inner: cast.of, name: 'date', ranges: dayRange } : undefined;
  const call = callOf(node);
  const [first, second] = call?.args ?? [];
  if (call !== undefined && first !== undefined) {
    if (call.name === 'date' && second === undefined) return { inner: first, name: 'date', ranges: dayRange };
    if (
      call.name === 'extract' &&
      second !== undefined &&
      constantOf(first) === 'year' &&
      /^\d{4}$/.test(constantOf(right) ?? '')
    )
      return {
        inner: second,
        name: 'year',
        ranges: (column) => yearRange(column, Number(constantOf(right))),
      };
    if (
      call.name === 'date_trunc' &&
      second !== undefined &&
      ['day', 'month', 'year'].includes(constantOf(first) ?? '')
    )
      return {
        inner: second,
        name: 'month',
        ranges: (column, value) => truncRange(column, constantOf(first) ?? '', value),
      };
    if (['lower', 'upper', 'btrim'].includes(call.name) && call.args.length === 1)
      return { inner: first, name: call.name, ranges: () => undefined };
    return undefined;
  }
  return arithmeticOf(node, text);
}

const operand = (value: string): string =>
  /^(\$\d+|\d+|'[^']*'|[\w.]+\([^()]*\))$/.test(value) ? value : `(${value})`;

function dayRange(column: string, value: string): string {
  const day = /^'\d{4}-\d\d-\d\d'$/.test(value) ? `date ${value}` : `cast(${value} as date)`;
  return `${column} >= ${day} and ${column} < ${day} + 1`;
}

const yearRange = (column: string, year: number): string =>
  `${column} >= date '${year}-01-01' and ${column} < date '${year + 1}-01-01'`;

/** A value that is no start of a day, month or year equals nothing that was cut down to one. */
function truncRange(column: string, unit: string, value: string): string | undefined {
  const constant = /^(?:date |timestamp |timestamptz )?'(\d{4})-(\d\d)-(\d\d)'(?:::\w+)?$/.exec(value);
  if (constant === null) return undefined;
  const [, year, month, day] = constant;
  const isStart = unit === 'day' || (day === '01' && (unit === 'month' || month === '01'));
  const start = `date '${year}-${month}-${day}'`;
  return isStart ? `${column} >= ${start} and ${column} < ${start} + interval '1 ${unit}'` : undefined;
}

/** `x + 1 = 5`: the number moves to the other side. */
function arithmeticOf(node: Node, text: string): Wrapped | undefined {
  const operation = operationOf(node);
  if (operation === undefined || (operation.operator !== '+' && operation.operator !== '-')) return undefined;
  const constant = constantOf(operation.right);
  if (constant === undefined || !/^\d+$/.test(constant) || /['"]/.test(text)) return undefined;
  const back = operation.operator === '+' ? '-' : '+';
  return {
    inner: operation.left,
    name: 'arithmetic',
    ranges: (column, value) => `${column} = ${operand(value)} ${back} ${constant}`,
  };
}
