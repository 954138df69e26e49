import { Kind, parse } from 'graphql';
import type { DefinitionNode, DirectiveNode } from 'graphql';
import type { ApiDocument } from '../../../model/api.ts';
import type { TextFile } from '../gather.ts';

type Operation = ApiDocument['operations'][number];

const guards = /auth|role|permission|guard|secured|login|private|policy/i;
const opened = /^(public|anonymous|skipAuth|allowAnonymous)$/i;

/**
 * Fields of the root types of an SDL file. A directive that names authentication makes a field secured; without one
 * nothing is known, because resolvers may check. Text that is no SDL (queries of a client) gives nothing.
 */
export function readGraphql(file: TextFile): ApiDocument | string | undefined {
  let definitions: readonly DefinitionNode[];
  try {
    ({ definitions } = parse(file.text, { maxTokens: 200_000 }));
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? 'no GraphQL') : 'no GraphQL';
  }
  const roots = rootTypes(definitions);
  const operations = definitions.flatMap((definition): readonly Operation[] => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.OBJECT_TYPE_EXTENSION)
      return [];
    const method = roots.get(definition.name.value);
    if (method === undefined) return [];
    return (definition.fields ?? []).map((field) => {
      const secured = isSecured([...(field.directives ?? []), ...(definition.directives ?? [])]);
      return {
        method,
        path: field.name.value,
        line: field.loc?.startToken.line ?? 1,
        ...(secured === undefined ? {} : { secured }),
      };
    });
  });
  if (operations.length === 0) return undefined;
  return {
    path: file.path,
    kind: 'graphql',
    operations,
    origin: { kind: 'read', file: file.path, line: 1 },
  };
}

function isSecured(directives: readonly DirectiveNode[]): boolean | undefined {
  const names = directives.map(({ name }) => name.value);
  if (names.some((name) => opened.test(name))) return false;
  return names.some((name) => guards.test(name)) ? true : undefined;
}

function rootTypes(definitions: readonly DefinitionNode[]): ReadonlyMap<string, string> {
  const roots = new Map([
    ['Query', 'QUERY'],
    ['Mutation', 'MUTATION'],
    ['Subscription', 'SUBSCRIPTION'],
  ]);
  for (const definition of definitions)
    if (definition.kind === Kind.SCHEMA_DEFINITION)
      for (const { operation, type } of definition.operationTypes)
        roots.set(type.name.value, operation.toUpperCase());
  return roots;
}
