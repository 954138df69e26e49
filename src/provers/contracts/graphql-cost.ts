import type {
  FieldNode,
  GraphQLField,
  GraphQLObjectType,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';

type Graphql = typeof import('graphql');

export interface Measured {
  readonly depth: number;
  readonly cost: number;
}

/**
 * Depth and cost of a request, read from the directives of the schema as the GraphQL Cost Directives Specification
 * says: the weight of a field, times the entries of the lists it stands in; a list is as long as its slicing argument,
 * else as assumed. A variable without a value counts as the size that is assumed.
 */
export function measure(
  schema: import('graphql').GraphQLSchema,
  operation: OperationDefinitionNode,
  graphql: Graphql,
): Measured {
  const root = schema.getRootType(operation.operation);
  return root === undefined || root === null
    ? { depth: 0, cost: 0 }
    : measureSet(root, operation.selectionSet, 1, undefined, graphql);
}

function measureSet(
  type: GraphQLObjectType,
  set: SelectionSetNode,
  entries: number,
  sized: Sized | undefined,
  graphql: Graphql,
): Measured {
  let depth = 0;
  let cost = 0;
  for (const node of set.selections) {
    if (node.kind !== graphql.Kind.FIELD) continue;
    const field = type.getFields()[node.name.value];
    if (field === undefined) continue;
    const within = sized?.fields.includes(field.name) === true ? entries * sized.size : entries;
    const below = graphql.getNamedType(field.type);
    const inner =
      node.selectionSet !== undefined && graphql.isObjectType(below)
        ? measureSet(below, node.selectionSet, within, sizedOf(field, node, graphql), graphql)
        : { depth: 0, cost: 0 };
    depth = Math.max(depth, 1 + inner.depth);
    cost += weightOf(field, graphql) * entries + inner.cost;
  }
  return { depth, cost };
}

interface Sized {
  readonly size: number;
  readonly fields: readonly string[];
}

/** Default of the specification: 1 for what has fields of its own, 0 for plain values. */
function weightOf(field: GraphQLField<unknown, unknown>, graphql: Graphql): number {
  const given = directive(field, 'cost', graphql)['weight'];
  return given === undefined ? (graphql.isLeafType(graphql.getNamedType(field.type)) ? 0 : 1) : Number(given);
}

function sizedOf(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  graphql: Graphql,
): Sized | undefined {
  const list = directive(field, 'listSize', graphql);
  if (list['assumedSize'] === undefined) return undefined;
  const slicing = Array.isArray(list['slicingArguments']) ? list['slicingArguments'].map(String) : [];
  const given = node.arguments?.find(({ name }) => slicing.includes(name.value))?.value;
  const size = given?.kind === graphql.Kind.INT ? Number(given.value) : Number(list['assumedSize']);
  const fields = Array.isArray(list['sizedFields']) ? list['sizedFields'].map(String) : [];
  return { size, fields };
}

function directive(
  field: GraphQLField<unknown, unknown>,
  name: string,
  graphql: Graphql,
): Readonly<Record<string, unknown>> {
  const node = field.astNode?.directives?.find((each) => each.name.value === name);
  return Object.fromEntries(
    (node?.arguments ?? []).map((each) => [each.name.value, graphql.valueFromASTUntyped(each.value)]),
  );
}
