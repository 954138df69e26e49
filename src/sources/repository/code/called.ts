import type { CallExpression } from 'oxc-parser';
import { isFunctionNode, plainKey, typeName } from '../javascript/syntax.ts';
import type { Tracer } from './tracing.ts';
import type { Place } from './visit.ts';

/** What a call calls: `file#function`, or `Class.method`. */
export function calledFunction(tracer: Tracer, { callee }: CallExpression, place: Place): string | undefined {
  if (callee.type === 'Identifier') {
    const found = tracer.find(callee.name, place);
    if (found === undefined) return `${place.file.path}#${callee.name}`;
    const { binding } = found;
    const isFunction = binding.kind === 'value' && isFunctionNode(binding.node);
    return isFunction || binding.kind === 'import' ? `${found.file.path}#${callee.name}` : undefined;
  }
  if (callee.type !== 'MemberExpression') return undefined;
  const key = plainKey(callee.property, callee.computed);
  if (key === undefined) return undefined;
  if (callee.object.type === 'ThisExpression')
    return place.class?.id ? `${place.class.id.name}.${key}` : undefined;
  const field =
    callee.object.type === 'MemberExpression' && callee.object.object.type === 'ThisExpression'
      ? tracer.field(plainKey(callee.object.property, callee.object.computed) ?? '', place)
      : callee.object.type === 'Identifier'
        ? tracer.find(callee.object.name, place)
        : undefined;
  if (field?.binding.kind === 'type') {
    const name = typeName(field.binding.node);
    return name === undefined ? undefined : `${name}.${key}`;
  }
  return field?.binding.kind === 'value' &&
    field.binding.node.type === 'NewExpression' &&
    field.binding.node.callee.type === 'Identifier'
    ? `${field.binding.node.callee.name}.${key}`
    : undefined;
}
