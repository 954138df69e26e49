import { findMethod } from '../../javascript/definitions.ts';
import { annotatedPart, parameterType } from '../../javascript/injection.ts';
import { lookup } from '../../javascript/scope.ts';
import { plainKey, typeName } from '../../javascript/syntax.ts';
import type { ClassValue, Value } from '../../javascript/value.ts';
import { objectOf } from '../../javascript/value.ts';
import type { Fact } from './fact.ts';
import { factOf } from './fact.ts';

/** An object of a class of the target that nobody was seen to make: its methods can be followed, its fields are not known. */
export const instanceOf = (shape: ClassValue): Fact => factOf({ ...objectOf([], 0, true), shape });

/** What a container puts in a field: an object of the class that the field is declared with. */
export function injectedInto(object: Value, key: string): Fact | undefined {
  let at: Value | undefined = object.kind === 'object' ? object.shape : undefined;
  for (let depth = 0; at?.kind === 'class' && depth < 20; depth += 1) {
    const type = declaredType(at, key);
    if (type?.kind === 'class' && !type.node.abstract) return instanceOf(type);
    at = at.parent;
  }
  return undefined;
}

function declaredType(shape: ClassValue, key: string): Value | undefined {
  const constructor = findMethod(shape, 'constructor', 'constructor');
  const given = constructor?.node.params.find((param) => nameOf(param) === key);
  if (constructor !== undefined && given !== undefined) return parameterType(constructor, given);
  for (const member of shape.node.body.body) {
    if (member.type !== 'PropertyDefinition' || plainKey(member.key, member.computed) !== key) continue;
    const name = member.typeAnnotation == null ? undefined : typeName(member.typeAnnotation);
    return name === undefined ? undefined : lookup(shape.scope, name);
  }
  return undefined;
}

/** The name of a parameter that is a field or is kept in one of the same name. */
function nameOf(param: Parameters<typeof annotatedPart>[0]): string | undefined {
  switch (param.type) {
    case 'TSParameterProperty':
      return nameOf(param.parameter);
    case 'AssignmentPattern':
      return nameOf(param.left);
    case 'Identifier':
      return param.name;
    default:
      return undefined;
  }
}
