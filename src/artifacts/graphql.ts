import type { Backend } from '../model/backend.ts';
import type { Emitted } from './emitted.ts';
import type { RootField } from './graphql-fields.ts';
import { graphqlLimits } from './graphql-limits.ts';
import type { GraphqlLimits } from './graphql-limits.ts';
import { baseName, graphqlParts } from './graphql-parts.ts';
import { subscriptionWords } from './graphql-subscriptions.ts';
import { printEnum, printType } from './graphql-text.ts';
import type { SdlType } from './graphql-text.ts';
import { scalars } from './graphql-types.ts';

/** After the GraphQL Cost Directives Specification (IBM), as far as the schema uses it. */
const directives = ({ cost, depth }: GraphqlLimits): string =>
  `"Milliseconds of CPU. A request may reach ${cost.value}; deepest nesting: ${depth.value}."
directive @cost(weight: String!) on FIELD_DEFINITION
"The list is as long as a slicing argument says."
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
"Somebody has to be signed in."
directive @authenticated on FIELD_DEFINITION
"Any one of the inner lists of scopes must be held in full."
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
`;

/** The operations as a GraphQL schema. Without known operations and schemas there is nothing to ask for: no text. */
export function graphqlSchema(backend: Backend): Emitted {
  const { fields, types, enums, lost } = graphqlParts(backend);
  if (!fields.some(({ root }) => root === 'Query'))
    return { text: '', lost: [...lost, 'no operation is known that a query could ask for'] };
  const roots = (['Query', 'Mutation', 'Subscription'] as const).flatMap((root) => printRoot(root, fields));
  const parts = [
    directives(graphqlLimits(backend)),
    ...usedScalars(types, fields),
    ...roots,
    ...types.map(printType),
    ...enums.map(printEnum),
  ];
  return { text: parts.join('\n'), lost };
}

function printRoot(root: RootField['root'], fields: readonly RootField[]): readonly string[] {
  const own = fields.filter((each) => each.root === root).map(({ field }) => field);
  const words = root === 'Subscription' ? { description: subscriptionWords } : {};
  return own.length === 0 ? [] : [printType({ kind: 'type', name: root, fields: own, ...words })];
}

function usedScalars(types: readonly SdlType[], fields: readonly RootField[]): readonly string[] {
  const all = [...types.flatMap((type) => type.fields), ...fields.map(({ field }) => field)];
  const used = new Set(
    all.flatMap((field) => [
      baseName(field.type),
      ...(field.arguments ?? []).map((each) => baseName(/^\w+: ([^ ]+)/.exec(each)?.[1] ?? '')),
    ]),
  );
  const lines = Object.entries(scalars)
    .filter(([name]) => used.has(name))
    .map(([name, url]) => `scalar ${name} @specifiedBy(url: "${url}")`);
  return lines.length === 0 ? [] : [`${lines.join('\n')}\n`];
}
