import type { Json, Origin } from '../../model/origin.ts';

/** Position in a text, 1-based. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** Where it is not the document being read: the value of an option stands in the brief, its use in a pack. */
  readonly file?: string;
}

interface Placed {
  readonly place: Place;
  /** Set when the value was put in by an option of a pack: the option's origin then is the value's origin. */
  readonly origin?: Origin;
}

export interface Entry {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Node;
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

/** `text` is what the user wrote, so that `5M`, `2027-06-01` and `1.0` reach the value grammars unchanged. */
export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | string;
  readonly text: string;
  /** Where the text itself begins: behind the quote, or on the first line of a block. */
  readonly body?: Place;
}

/** A YAML or JSON document reduced to what a brief may hold, each part with its place. */
export type Node = MapNode | ListNode | ScalarNode;

export const isNull = (node: Node): boolean => node.kind === 'scalar' && node.value === null;

export function entry(node: Node | undefined, key: string): Node | undefined {
  if (node?.kind !== 'map') return undefined;
  return node.entries.find((candidate) => candidate.key === key)?.value;
}

export function jsonOf(node: Node): Json {
  switch (node.kind) {
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, jsonOf(value)]));
    case 'list':
      return node.items.map(jsonOf);
    case 'scalar':
      return node.value;
  }
}

export const isList = (json: Json): json is readonly Json[] => Array.isArray(json);

/** A value as it reads inside a text: lists separated by commas, no quotes. */
export function jsonText(json: Json): string {
  if (json === null) return '';
  if (typeof json !== 'object') return String(json);
  return isList(json) ? json.map(jsonText).join(', ') : JSON.stringify(json);
}

/** The tree of a plain value, all at one place. */
export function nodeOf(json: Json, place: Place, origin?: Origin): Node {
  const at = { place, ...(origin === undefined ? {} : { origin }) };
  if (json === null || typeof json !== 'object')
    return { kind: 'scalar', value: json, text: json === null ? '' : String(json), ...at };
  if (isList(json)) return { kind: 'list', items: json.map((item) => nodeOf(item, place, origin)), ...at };
  const entries = Object.entries(json).map(([key, value]) => ({
    key,
    keyPlace: place,
    value: nodeOf(value, place, origin),
  }));
  return { kind: 'map', entries, ...at };
}

export const kindInWords = (node: Node): string =>
  node.kind === 'map'
    ? 'a map'
    : node.kind === 'list'
      ? 'a list'
      : node.value === null
        ? 'nothing'
        : `"${node.text.slice(0, 60)}"`;
