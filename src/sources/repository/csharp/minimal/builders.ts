import type { SyntaxNode } from '../../languages/syntax.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import { methodsOf } from '../code.ts';
import type { ParameterNode } from '../syntax.ts';
import { lastName, nameOf, parametersOf } from '../syntax.ts';

/** A method that is given a route builder. */
export interface BuilderMethod {
  readonly type: TypeDeclaration;
  readonly node: SyntaxNode;
  readonly name: string;
  readonly parameters: readonly ParameterNode[];
}

const builderType =
  /^(IEndpointRouteBuilder|RouteGroupBuilder|WebApplication|IApplicationBuilder|IVersionedEndpointRouteBuilder|EndpointRouteBuilder|RouteCollection|IRouteBuilder|HttpConfiguration|AreaRegistrationContext|IAppBuilder)$/;
const mentions =
  /\b(IEndpointRouteBuilder|RouteGroupBuilder|WebApplication|IApplicationBuilder|IVersionedEndpointRouteBuilder|RouteCollection|IRouteBuilder|HttpConfiguration|AreaRegistrationContext)\s+@?\w+\s*[,)]/;

export const isBuilder = ({ type }: ParameterNode): boolean => builderType.test(lastName(type));

/** Methods with a route builder among their parameters, by name. */
export function builderMethods(code: Code): ReadonlyMap<string, readonly BuilderMethod[]> {
  const found = new Map<string, BuilderMethod[]>();
  for (const { path, text } of code.files) {
    if (!mentions.test(text)) continue;
    for (const type of code.typesIn(path))
      for (const { node, type: part } of methodsOf(code, type)) {
        if (part !== type) continue;
        const parameters = parametersOf(node);
        if (!parameters.some(isBuilder)) continue;
        const name = nameOf(node);
        found.set(name, [...(found.get(name) ?? []), { type, node, name, parameters }]);
      }
  }
  return found;
}
