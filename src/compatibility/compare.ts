import { compareAsyncApi } from './asyncapi/compare.ts';
import { gatherChanges } from './change.ts';
import type { Change, Comparison } from './change.ts';
import { compareGraphql } from './graphql/compare.ts';
import { isRecord, located } from './located.ts';
import { compareOpenApi } from './openapi/compare.ts';
import { areas, changeOf } from './schema/areas.ts';
import { schemaComparer } from './schema/compare.ts';

export type DocumentKind = 'openapi' | 'asyncapi';

/** A description of one interface, read. GraphQL stays text: its own parser reads it. */
export type ApiDocument =
  | { readonly kind: DocumentKind; readonly value: unknown }
  | { readonly kind: 'graphql'; readonly text: string };

/** What a parsed document describes; undefined for what cannot be compared. */
export function kindOf(value: unknown): DocumentKind | undefined {
  if (!isRecord(value)) return undefined;
  if (typeof value['openapi'] === 'string' && value['openapi'].startsWith('3.')) return 'openapi';
  return typeof value['asyncapi'] === 'string' && /^[23]\./.test(value['asyncapi']) ? 'asyncapi' : undefined;
}

/** What breaks for those who keep to the old document. @throws GraphQLError for text that is no schema */
export async function compareDocuments(old: ApiDocument, next: ApiDocument): Promise<Comparison> {
  if (old.kind === 'graphql' || next.kind === 'graphql') {
    if (old.kind !== 'graphql' || next.kind !== 'graphql') return { changes: [], incomplete: [different] };
    return { changes: gatherChanges(await compareGraphql(old.text, next.text)), incomplete: [] };
  }
  if (old.kind !== next.kind) return { changes: [], incomplete: [different] };
  const compare = old.kind === 'openapi' ? compareOpenApi : compareAsyncApi;
  const changes = compare(located(old.value), located(next.value));
  return {
    changes: gatherChanges(changes),
    incomplete: [...new Set([...outside(old.value), ...outside(next.value)])],
  };
}

const different = 'the documents are not of one kind';

/** What an event carries: `sent` to consumers, or `received` from producers. */
export function compareEventSchemas(
  old: unknown,
  next: unknown,
  direction: 'sent' | 'received',
): readonly Change[] {
  const area = direction === 'sent' ? areas.sentPayload : areas.receivedPayload;
  const facts = schemaComparer()(located(old), located(next), area.side);
  return gatherChanges(facts.map((fact) => changeOf(fact, area, [])));
}

/** References that lead out of a document are not followed, so what they name is not compared. */
function outside(document: unknown): readonly string[] {
  const found = new Set<string>();
  const waiting: unknown[] = [document];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const inner of Object.values(value)) waiting.push(inner ?? false);
    const ref = isRecord(value) ? value['$ref'] : undefined;
    if (typeof ref === 'string' && !ref.startsWith('#')) found.add(`what ${ref} refers to was not compared`);
  }
  return [...found].slice(0, 20);
}
