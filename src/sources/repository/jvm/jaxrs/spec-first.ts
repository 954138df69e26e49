import type { Parameter } from '../../../../model/api.ts';
import { expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { handlerMethods } from '../handlers.ts';
import type { HandlerMethod } from '../handlers.ts';
import { classOf, outside, scopeOf } from '../names.ts';
import type { Operation } from '../../documents/operations.ts';
import { documentOperations } from '../../documents/operations.ts';
import type { World } from '../world.ts';

export interface SpecifiedMethod {
  readonly handler: HandlerMethod;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

/**
 * Methods of a resource whose path stands in an interface that a build makes of an OpenAPI document: a method of a
 * class that implements `…Api` answers for the operation of its name.
 */
export function specifiedMethods(world: World, of: ClassDeclaration): readonly SpecifiedMethod[] {
  const isGenerated = of.supertypes.some(
    ({ name }) => /(Api|ApiService)$/.test(name) && classOf(world, name, outside(of)) === undefined,
  );
  const isClient = expand(world, of.annotations, scopeOf(of)).some(({ name }) => name.endsWith('Client'));
  if (!isGenerated || isClient) return [];
  const operations = documentOperations(world.repository);
  return handlerMethods(world, of).flatMap((handler): readonly SpecifiedMethod[] => {
    const operation = operations.get(handler.method.name);
    if (operation === undefined || handler.owner !== of) return [];
    const origin = { kind: 'read', file: operation.file, line: operation.line } as const;
    return [
      {
        handler,
        operation,
        parameters: operation.parameters.map((each): Parameter => ({ ...each, origin })),
      },
    ];
  });
}
