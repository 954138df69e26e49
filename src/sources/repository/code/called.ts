import type { CallExpression, Node } from 'oxc-parser';
import { isFunctionNode, plainKey, typeName } from '../javascript/syntax.ts';
import type { Found, Tracer } from './tracing.ts';
import type { Place } from './visit.ts';

/** What a call calls: `file#function`, or `Class.method`; undefined where names and types do not tell. */
export function calledFunction(tracer: Tracer, { callee }: CallExpression, place: Place): string | undefined {
  if (callee.type === 'Identifier') {
    const found = tracer.find(callee.name, place);
    return found === undefined
      ? `${place.file.path}#${callee.name}`
      : functionBehind(tracer, found, callee.name, 0);
  }
  if (callee.type !== 'MemberExpression') return undefined;
  const key = plainKey(callee.property, callee.computed);
  return key === undefined ? undefined : calledMember(tracer, callee.object, key, place);
}

function calledMember(tracer: Tracer, object: Node, key: string, place: Place): string | undefined {
  if (object.type === 'ThisExpression') return place.class?.id ? `${place.class.id.name}.${key}` : undefined;
  const owner = ownerOf(tracer, object, place);
  if (owner !== undefined) return `${owner}.${key}`;
  const found = tracer.member(object, key, place);
  return found === undefined ? undefined : functionBehind(tracer, found, key, 0);
}

/** The class of an object: the type a field or name is declared with, or the class it is made from. */
function ownerOf(tracer: Tracer, object: Node, place: Place): string | undefined {
  const found =
    object.type === 'MemberExpression' && object.object.type === 'ThisExpression'
      ? tracer.field(plainKey(object.property, object.computed) ?? '', place)
      : object.type === 'Identifier'
        ? tracer.find(object.name, place)
        : undefined;
  if (found?.binding.kind === 'type') return typeName(found.binding.node);
  // A static method is called on the class itself.
  if (found?.binding.kind === 'class') return found.binding.node.id?.name;
  if (found?.binding.kind !== 'value' || found.binding.node.type !== 'NewExpression') return undefined;
  const { callee } = found.binding.node;
  return callee.type === 'Identifier' ? callee.name : undefined;
}

/** A function by the file that declares it; names that only pass it on are followed. */
function functionBehind(tracer: Tracer, found: Found, name: string, depth: number): string | undefined {
  const { binding, file } = found;
  if (binding.kind === 'import') return `${file.path}#${name}`;
  if (binding.kind !== 'value') return undefined;
  const { node } = binding;
  if (isFunctionNode(node))
    return `${file.path}#${node.type === 'ArrowFunctionExpression' ? name : (node.id?.name ?? name)}`;
  if (node.type !== 'Identifier' || depth > 3) return undefined;
  const next = tracer.find(node.name, { file });
  return next === undefined ? undefined : functionBehind(tracer, next, node.name, depth + 1);
}
