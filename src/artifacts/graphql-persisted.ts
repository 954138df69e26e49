import type { Backend } from '../model/backend.ts';
import { jsonText } from './emitted.ts';
import type { Emitted } from './emitted.ts';
import { graphqlParts } from './graphql-parts.ts';
import type { GraphqlParts } from './graphql-parts.ts';
import { requestText, selectionOf } from './graphql-selection.ts';
import type { Selection } from './graphql-selection.ts';
import { typeName } from './graphql-text.ts';
import { sha256 } from './sha-256.ts';

/** A request of the main journeys, as it is registered when a client is built. */
export interface Persisted {
  readonly name: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly body: string;
  readonly selection: Selection;
}

/** One request for each operation that a workload calls or a critical flow starts with. */
export function persisted(backend: Backend, parts: GraphqlParts): readonly Persisted[] {
  const batches = new Set(
    backend.load.workloads.flatMap(({ operation, every }) => (every === undefined ? [] : [operation])),
  );
  const wanted = new Set([
    ...backend.load.workloads.map(({ operation }) => operation),
    ...backend.processes.flows.filter(({ critical }) => critical).map(({ trigger }) => trigger),
  ]);
  return parts.fields
    .filter(({ operation }) => operation !== undefined && wanted.has(operation) && !batches.has(operation))
    .map((root) => {
      const name = typeName(root.field.name);
      const selection = selectionOf(parts, root);
      const type = root.root === 'Query' ? 'query' : root.root === 'Mutation' ? 'mutation' : 'subscription';
      return { name, type, body: requestText(name, root, selection), selection };
    });
}

/** The manifest of persisted queries: production executes what is in it, by its SHA-256, and nothing else. */
export function persistedManifest(backend: Backend): Emitted {
  const all = persisted(backend, graphqlParts(backend));
  if (all.length === 0) return { text: '', lost: ['no workload and no flow asks for a field'] };
  const operations = all.map(({ name, type, body }) => ({ id: sha256(body), name, type, body }));
  return {
    text: jsonText({ format: 'apollo-persisted-query-manifest', version: 1, operations }),
    lost: [],
  };
}
