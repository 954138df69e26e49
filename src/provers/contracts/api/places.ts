import { readDocumentText } from '../../document-text.ts';
import type { Place } from '../../document-text.ts';
import type { ReadableApi } from './read-api.ts';
import { placesInJson } from './json-places.ts';

export type PlaceOf = (pointer: string) => Place;

const first: Place = { line: 1, column: 1 };

/** Where pointers stand in the text of a document; of what is not there, the innermost part that is. */
export function placesOf(api: ReadableApi, pointers: readonly string[]): PlaceOf {
  const wanted = new Set(pointers.flatMap(withAbove));
  if (api.isJson) {
    const places = placesInJson(api.text, wanted);
    return (pointer) =>
      withAbove(pointer)
        .flatMap((each) => places.get(each) ?? [])
        .at(0) ?? first;
  }
  const read = readDocumentText(api.text, { longest: api.text.length, page: 'the specification' });
  if (read.kind === 'unreadable') return () => first;
  return (pointer) => read.placeOf(keysOf(pointer));
}

function withAbove(pointer: string): readonly string[] {
  const parts = pointer.split('/');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
}

const keysOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .filter((part, at, all) => part !== '' || all.length > 1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
