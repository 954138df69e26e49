import { createHash } from 'node:crypto';
import { Refusal } from '../http/problems.ts';
import { isObject } from './json.ts';

/** Documents that clients name by their hash: those of the manifest, and those that somebody sent before. */
export interface Persisted {
  /** The document a request means. Undefined = its hash is not known here: the client sends the document with it. @throws Refusal */
  readonly documentOf: (request: Readonly<Record<string, unknown>>) => string | undefined;
}

/** Characters of the documents that are kept at most; the one nobody asked for longest goes first. */
const keptCharacters = 1_000_000;

/** Automatic persisted queries (`extensions.persistedQuery`, version 1) and the ids of a manifest (`id`, `documentId`). */
export function persistedDocuments(manifest: ReadonlyMap<string, string>): Persisted {
  const kept = new Map<string, string>();
  let characters = 0;
  const keep = (hash: string, document: string): void => {
    if (document.length > keptCharacters / 10 || kept.has(hash)) return;
    kept.set(hash, document);
    characters += document.length;
    for (const [oldest, text] of kept) {
      if (characters <= keptCharacters) break;
      kept.delete(oldest);
      characters -= text.length;
    }
  };
  const find = (hash: string): string | undefined => {
    const found = kept.get(hash);
    if (found === undefined) return manifest.get(hash);
    kept.delete(hash);
    kept.set(hash, found);
    return found;
  };
  return {
    documentOf: (request) => {
      const { query, extensions } = request;
      const id = request['documentId'] ?? request['id'];
      const said = isObject(extensions) ? extensions['persistedQuery'] : undefined;
      const hash = isObject(said) ? said['sha256Hash'] : undefined;
      if (typeof query !== 'string') {
        if (typeof hash === 'string') return find(hash);
        if (typeof id === 'string') return find(id.replace(/^sha256:/, ''));
        throw new Refusal(
          'malformed',
          'Send the document as query, or its SHA-256 in extensions.persistedQuery.',
        );
      }
      if (typeof hash === 'string') {
        if (hash !== createHash('sha256').update(query).digest('hex'))
          throw new Refusal('malformed', 'The SHA-256 is not that of the document.');
        keep(hash, query);
      }
      return query;
    },
  };
}

/** A manifest in the form of Apollo: `{ operations: [{ id, body }] }`. */
export function manifestOf(text: string | undefined): ReadonlyMap<string, string> {
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  const operations = isObject(value) && Array.isArray(value['operations']) ? value['operations'] : [];
  return new Map(
    operations.flatMap((each: unknown) =>
      isObject(each) && typeof each['id'] === 'string' && typeof each['body'] === 'string'
        ? [[each['id'], each['body']] as const]
        : [],
    ),
  );
}
