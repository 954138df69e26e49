import type { Node } from 'oxc-parser';
import { isClassNode, plainKey, walk } from '../javascript/syntax.ts';
import type { ClassNode } from '../javascript/syntax.ts';
import type { Found, Where } from './tracing.ts';

/** A field of the class around: its value, what the constructor assigns, or its type. */
export function fieldOf(name: string, where: Where): Found | undefined {
  for (const member of where.class?.body.body ?? []) {
    if (member.type === 'PropertyDefinition' && plainKey(member.key, member.computed) === name) {
      if (member.value !== null) return { ...where, binding: { kind: 'value', node: member.value } };
      const assigned = assignedInConstructor(where.class, name);
      if (assigned !== undefined) return { ...where, binding: { kind: 'value', node: assigned } };
      if (member.typeAnnotation) return { ...where, binding: { kind: 'type', node: member.typeAnnotation } };
    }
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    for (const parameter of member.value.params) {
      if (parameter.type !== 'TSParameterProperty') continue;
      const inner =
        parameter.parameter.type === 'AssignmentPattern' ? parameter.parameter.left : parameter.parameter;
      if (inner.type === 'Identifier' && inner.name === name && inner.typeAnnotation)
        return { ...where, binding: { kind: 'type', node: inner.typeAnnotation } };
    }
  }
  const assigned = assignedInConstructor(where.class, name);
  return assigned === undefined ? undefined : { ...where, binding: { kind: 'value', node: assigned } };
}

function assignedInConstructor(owner: ClassNode | undefined, name: string): Node | undefined {
  const constructor = owner?.body.body.find(
    (member) => member.type === 'MethodDefinition' && member.kind === 'constructor',
  );
  if (constructor === undefined) return undefined;
  let found: Node | undefined;
  walk(constructor, (node) => {
    if (isClassNode(node)) return false;
    if (node.type !== 'AssignmentExpression' || node.left.type !== 'MemberExpression') return true;
    const { object, property, computed } = node.left;
    if (object.type === 'ThisExpression' && plainKey(property, computed) === name) found ??= node.right;
    return true;
  });
  return found;
}
