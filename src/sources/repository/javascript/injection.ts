import type { FunctionValue } from './value.ts';
import { findMethod } from './definitions.ts';
import type { Machine } from './machine.ts';
import { siteOf } from './machine.ts';
import { lookup } from './scope.ts';
import { typeName } from './syntax.ts';
import type { Node } from 'oxc-parser';
import type { ClassValue, Value } from './value.ts';
import { unknown } from './value.ts';

/** Instances that a container would inject, made from the declared types of constructor parameters. */
export interface Injector {
  readonly instanceOf: (shape: ClassValue) => Value;
}

/** Chains of services longer than this are not followed. */
const deepest = 3;

/**
 * `provide` gives the object for a type of a package, e.g. the reflector. Types that lead nowhere give an unknown.
 */
export function createInjector(
  machine: Machine,
  provide: (packageName: string, path: string) => Value | undefined,
): Injector {
  const made = new Map<ClassValue, Value>();
  const instance = (shape: ClassValue, depth: number): Value => {
    const known = made.get(shape);
    if (known !== undefined) return known;
    const site = siteOf(shape.file, shape.node);
    made.set(shape, unknown(`${shape.node.id?.name ?? 'a class'} is being made`, { site }));
    const args = parameterTypes(shape).map((type) => forType(type, depth));
    const self = machine.construct(shape, args, site);
    made.set(shape, self);
    return self;
  };
  const forType = (type: Value | undefined, depth: number): Value => {
    if (type?.kind === 'library')
      return (
        provide(type.package, type.path) ?? {
          kind: 'library',
          package: type.package,
          path: `${type.path}()`,
        }
      );
    if (type?.kind === 'class' && depth < deepest) return instance(type, depth + 1);
    return unknown('an injected service');
  };
  return { instanceOf: (shape) => instance(shape, 0) };
}

/** Types of the constructor's parameters, of the class above where there is no own constructor. */
function parameterTypes(shape: ClassValue): readonly (Value | undefined)[] {
  const constructor = findMethod(shape, 'constructor', 'constructor');
  if (constructor === undefined) return [];
  return constructor.node.params.map((param) => parameterType(constructor, param));
}

/** The class or library type that a parameter is declared with. */
export function parameterType(method: FunctionValue, param: Node): Value | undefined {
  const annotated = annotatedPart(param);
  const name = annotated === undefined ? undefined : typeName(annotated);
  return name === undefined ? undefined : lookup(method.scope, name);
}

/** The type annotation of a parameter, behind defaults and parameter properties. */
export function annotatedPart(param: Node): Node | undefined {
  if (param.type === 'TSParameterProperty') return annotatedPart(param.parameter);
  if (param.type === 'AssignmentPattern') return annotatedPart(param.left);
  if (param.type === 'Identifier' || param.type === 'ObjectPattern') return param.typeAnnotation ?? undefined;
  return undefined;
}
