import type { Node } from 'oxc-parser';
import { objectOf } from '../code/constants.ts';
import type { Tracer, Where } from '../code/tracing.ts';
import { plainKey } from '../javascript/syntax.ts';
import type { ModelName } from '../models/names.ts';
import { quoted } from '../sql/names.ts';

/** `column = $n and …` of a condition object of a mapper; `…` for what cannot be seen. */
export function conditionOf(
  tracer: Tracer,
  model: ModelName | undefined,
  node: Node | undefined,
  where: Where,
): string {
  if (node === undefined) return '';
  const parts = comparisons(tracer, model, node, where, 0);
  return parts.length === 0 ? '' : ` where ${parts.join(' and ')}`;
}

function comparisons(
  tracer: Tracer,
  model: ModelName | undefined,
  node: Node,
  where: Where,
  depth: number,
): readonly string[] {
  const found = objectOf(tracer, node, where);
  if (found?.node.type !== 'ObjectExpression' || depth > 5) return ['…'];
  return found.node.properties.flatMap((property): readonly string[] => {
    if (property.type !== 'Property') return ['…'];
    const key = plainKey(property.key, property.computed);
    if (key === undefined || /^(\$|OR$|NOT$)/.test(key)) return ['…'];
    if (key === 'AND') return comparisons(tracer, model, property.value, found.where, depth + 1);
    return [`${quoted(model?.columns.get(key) ?? key)} ${operatorOf(property.value)}`];
  });
}

const operators: Readonly<Record<string, string>> = {
  In: 'in (…)',
  $in: 'in (…)',
  in: 'in (…)',
  Not: '<> $n',
  $ne: '<> $n',
  ne: '<> $n',
  $nin: 'not in (…)',
  notIn: 'not in (…)',
  MoreThan: '> $n',
  $gt: '> $n',
  gt: '> $n',
  MoreThanOrEqual: '>= $n',
  $gte: '>= $n',
  gte: '>= $n',
  LessThan: '< $n',
  $lt: '< $n',
  lt: '< $n',
  LessThanOrEqual: '<= $n',
  $lte: '<= $n',
  lte: '<= $n',
  Like: 'like $n',
  ILike: 'ilike $n',
  like: 'like $n',
  iLike: 'ilike $n',
  $regex: 'like $n',
  IsNull: 'is null',
  Between: 'between $n and $n',
  between: 'between $n and $n',
};

/** What the value of a property compares by: `In([…])`, `{ $gt: 1 }`, `{ [Op.in]: ids }`, a list, a value. */
function operatorOf(value: Node): string {
  if (value.type === 'ArrayExpression') return 'in (…)';
  if (value.type === 'Literal' && value.value === null) return 'is null';
  if (value.type === 'CallExpression' && value.callee.type === 'Identifier')
    return operators[value.callee.name] ?? '= $n';
  if (value.type !== 'ObjectExpression') return '= $n';
  const [first] = value.properties;
  if (first?.type !== 'Property') return '= $n';
  const key =
    first.key.type === 'MemberExpression'
      ? plainKey(first.key.property, first.key.computed)
      : plainKey(first.key, false);
  return operators[key ?? ''] ?? '= $n';
}
