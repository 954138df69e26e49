import { getNamedType, isCompositeType, valueFromASTUntyped } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';

type Definition = GraphQLField<unknown, unknown>;

/** Arguments of a directive on a field of the delivered schema. */
function directive({ astNode }: Definition, name: string): Readonly<Record<string, unknown>> | undefined {
  const found = astNode?.directives?.find((each) => each.name.value === name);
  if (found === undefined) return undefined;
  return Object.fromEntries(
    (found.arguments ?? []).map((each) => [each.name.value, valueFromASTUntyped(each.value)]),
  );
}

const numberIn = (value: unknown): number | undefined => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/** `@cost(weight:)`; without it an object weighs `ofObject`, a plain value nothing. */
export const weightOf = (field: Definition, ofObject: number): number =>
  numberIn(directive(field, 'cost')?.['weight']) ??
  (isCompositeType(getNamedType(field.type)) ? ofObject : 0);

/**
 * Weights in the form of the GraphQL Cost Directives Specification are texts, and by its rules an object without one weighs 1.
 * Whole numbers are sums of what is written only.
 */
export function weightOfObjects(schema: GraphQLSchema): number {
  const weight = schema.getDirective('cost')?.args.find(({ name }) => name === 'weight');
  return weight !== undefined && String(getNamedType(weight.type)) === 'String' ? 1 : 0;
}

export interface Slicing {
  readonly assumedSize: number;
  readonly slicingArguments: readonly string[];
}

/** `@listSize(assumedSize:, slicingArguments:)`. */
export function slicingOf(field: Definition): Slicing | undefined {
  const found = directive(field, 'listSize');
  if (found === undefined) return undefined;
  const names = found['slicingArguments'];
  return {
    assumedSize: numberIn(found['assumedSize']) ?? 1,
    slicingArguments: Array.isArray(names) ? names.filter((each) => typeof each === 'string') : ['first'],
  };
}
