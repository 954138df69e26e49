import { quoteName } from '../../../../artifacts/sql-names.ts';
import { edited } from '../blocks.ts';
import { conjunctsOf, sidesOf } from '../conjuncts.ts';
import type { Conjunct } from '../conjuncts.ts';
import type { Hit, RewriteRule, Subject } from '../rule.ts';
import { castOf, columnOf, constantOf, operationOf, parameterOf } from '../syntax.ts';
import { tableText } from './function-on-column.ts';

export const castOnColumn: RewriteRule = {
  id: 'cast-on-column',
  summary: 'A comparison converts a column to another type, so its index is lost.',
  severity: 'advice',
  why: 'An index is ordered by the type of the column; compared as another type, each row has to be converted first.',
  standards: ['CWE-1049'],
  find: (subject) => conjunctsOf(subject).flatMap((conjunct) => hitOf(subject, conjunct)),
};

const whole = /^(smallint|integer|bigint)$/;

/** `id = 5.0`, `id = $1::numeric`, `id::text = '5'`, `id::text = $1`: the value should have the type of the column. */
function hitOf(subject: Subject, { block, part, node, text }: Conjunct): readonly Hit[] {
  const operation = operationOf(node);
  if (operation === undefined || operation.kind !== 'AEXPR_OP' || operation.operator !== '=') return [];
  const sides = sidesOf(text, operation.at, '=');
  const cast = castOf(operation.left);
  const column = columnOf(cast?.of ?? operation.left);
  const found = column === undefined ? undefined : subject.column(block, column);
  if (sides === undefined || column === undefined || found === undefined) return [];
  const { base } = found.column;
  const shown =
    column.alias === undefined
      ? quoteName(column.name)
      : `${quoteName(column.alias)}.${quoteName(column.name)}`;
  const other = valueOf(operation.right, base, cast?.type);
  if (other === undefined) return [];
  return [
    {
      at: part.from,
      subject: `${found.table.name}.${column.name}`,
      what: `${text} compares ${shown} (${base}) as ${cast === undefined ? 'numeric' : cast.type}.`,
      next: other.retyped
        ? `Give the parameter as ${base}; a value that ${base} cannot hold is then refused:`
        : 'Give the value in the type of the column:',
      offer: {
        kind: 'plan',
        sql: edited(subject.sql, [{ ...part, text: `${shown} = ${other.text}` }]),
        index: `create index on ${tableText(found.table)} (${quoteName(column.name)})`,
        retyped: other.retyped,
      },
    },
  ];
}

type Value = { readonly text: string; readonly retyped: boolean };

function valueOf(
  right: Parameters<typeof parameterOf>[0],
  base: string,
  columnCast: string | undefined,
): Value | undefined {
  const constant = constantOf(right);
  const parameter = parameterOf(right);
  const valueCast = castOf(right)?.type;
  if (columnCast === undefined) {
    if (!whole.test(base)) return undefined;
    if (constant !== undefined && /^-?\d+\.0*$/.test(constant))
      return { text: constant.replace(/\..*$/, ''), retyped: false };
    const isWider = valueCast === 'numeric' || valueCast === 'float8' || valueCast === 'float4';
    return parameter !== undefined && isWider ? { text: `$${parameter}`, retyped: true } : undefined;
  }
  if (!/^(text|varchar)$/.test(columnCast) || !(whole.test(base) || base === 'uuid')) return undefined;
  const isPlain = valueCast === undefined || /^(text|varchar)$/.test(valueCast);
  if (parameter !== undefined && isPlain) return { text: `$${parameter}`, retyped: true };
  const isCanonical = whole.test(base)
    ? /^(0|-?[1-9]\d{0,8})$/.test(constant ?? '')
    : /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(constant ?? '');
  if (constant === undefined || !isCanonical) return undefined;
  return { text: whole.test(base) ? constant : `'${constant}'`, retyped: false };
}
