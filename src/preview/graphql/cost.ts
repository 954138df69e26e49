import { GraphQLError, Kind, getArgumentValues, getNamedType, isCompositeType, isObjectType } from 'graphql';
import type {
  DocumentNode,
  FieldNode,
  GraphQLCompositeType,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { Refusal } from '../http/problems.ts';
import { slicingOf, weightOf, weightOfObjects } from './directives.ts';

/** What a request may ask for at most. */
export interface Limits {
  /** Levels of fields. */
  readonly depth: number;
  /** Sum of @cost, lists multiplied by their length. */
  readonly cost: number;
  /** Entries of one list. */
  readonly listSize: number;
  /** Values of an answer, of whatever weight: what aliases of cheap fields add up to. */
  readonly values: number;
}

export interface Measured {
  readonly depth: number;
  readonly cost: number;
  readonly values: number;
}

interface Document {
  readonly schema: GraphQLSchema;
  readonly node: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced, with defaults. */
  readonly variables: Readonly<Record<string, unknown>>;
}

const nothing: Measured = { depth: 0, cost: 0, values: 0 };

/**
 * Adds up what a valid document asks for, before any of it is done. Each fragment is measured once for each type, so the time is
 * that of the length of the document and not of what its fragments unfold to.
 */
export function measured({ schema, node, operation, variables }: Document, listSize: number): Measured {
  const fragments = new Map(
    node.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const known = new Map<string, Measured>();
  const ofObject = weightOfObjects(schema);
  const ofFragment = (name: string, parent: GraphQLCompositeType): Measured => {
    const found = known.get(name);
    if (found !== undefined) return found;
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const condition = fragment && schema.getType(fragment.typeCondition.name.value);
    const made =
      fragment === undefined
        ? nothing
        : ofSet(fragment.selectionSet, isCompositeType(condition) ? condition : parent);
    known.set(name, made);
    return made;
  };
  const ofSet = ({ selections }: SelectionSetNode, parent: GraphQLCompositeType): Measured => {
    let sum = nothing;
    for (const each of selections) {
      if (each.kind === Kind.FIELD) sum = plus(sum, ofField(each, parent));
      else if (each.kind === Kind.FRAGMENT_SPREAD) sum = plus(sum, ofFragment(each.name.value, parent));
      else {
        const condition = each.typeCondition && schema.getType(each.typeCondition.name.value);
        sum = plus(sum, ofSet(each.selectionSet, isCompositeType(condition) ? condition : parent));
      }
    }
    return sum;
  };
  const ofField = (field: FieldNode, parent: GraphQLCompositeType): Measured => {
    // What introspection answers is bounded by the rules of graphql itself.
    if (field.name.value.startsWith('__')) return { ...nothing, values: 1 };
    const definition = isObjectType(parent) ? parent.getFields()[field.name.value] : undefined;
    const type = definition && getNamedType(definition.type);
    const times = definition === undefined ? 1 : timesOf(definition, field, variables, listSize);
    const below =
      field.selectionSet === undefined || !isCompositeType(type) ? nothing : ofSet(field.selectionSet, type);
    return {
      depth: below.depth + 1,
      cost: (definition === undefined ? 0 : weightOf(definition, ofObject)) + times * below.cost,
      values: 1 + times * below.values,
    };
  };
  const root = schema.getRootType(operation.operation);
  return root === undefined || root === null ? nothing : ofSet(operation.selectionSet, root);
}

const plus = (a: Measured, b: Measured): Measured => ({
  depth: Math.max(a.depth, b.depth),
  cost: a.cost + b.cost,
  values: a.values + b.values,
});

/** By how many entries what stands below a field is multiplied. @throws GraphQLError for a list that is too long */
function timesOf(
  definition: GraphQLField<unknown, unknown>,
  field: FieldNode,
  variables: Readonly<Record<string, unknown>>,
  most: number,
): number {
  const slicing = slicingOf(definition);
  if (slicing === undefined) return 1;
  const given: Readonly<Record<string, unknown>> = getArgumentValues(definition, field, variables);
  const sizes = slicing.slicingArguments.flatMap((name) => {
    const value = given[name];
    return typeof value === 'number' ? [value] : [];
  });
  const size = sizes.length === 0 ? slicing.assumedSize : Math.max(...sizes);
  if (size > most || sizes.some((each) => each < 1))
    throw new GraphQLError(`${field.name.value} gives from 1 to ${most} entries.`, {
      nodes: field,
      originalError: new Refusal('malformed', `${field.name.value} gives from 1 to ${most} entries.`),
    });
  return size;
}

/** @throws Refusal naming the limit, what was asked for, and what to do */
export function holdToLimits(asked: Measured, limits: Limits): void {
  const over = (what: string, is: number, most: number, next: string): Refusal =>
    new Refusal('malformed', `The ${what} is ${is}, the limit is ${most}: ${next}.`);
  if (asked.depth > limits.depth)
    throw over('nesting', asked.depth, limits.depth, 'ask for less inside each other');
  if (asked.cost > limits.cost)
    throw over('cost', asked.cost, limits.cost, 'ask for shorter lists or fewer of them');
  if (asked.values > limits.values)
    throw over('number of values', asked.values, limits.values, 'ask for fewer fields or shorter lists');
}
