import type { Node } from 'oxc-parser';
import type { Parameter } from '../../../model/api.ts';
import { ownEntry } from '../javascript/own.ts';
import { originOf } from '../javascript/parse.ts';
import { plainKey } from '../javascript/syntax.ts';
import type { FunctionValue } from '../javascript/value.ts';
import { requestPath } from './request-paths.ts';
import type { RequestShape } from './request-shapes.ts';

export type Place = Parameter['in'];

/** What is known while a handler is read. */
export interface Reading {
  readonly shape: RequestShape;
  readonly handler: FunctionValue;
  /** Names of the code and the part of the request they stand for; the request itself is empty. */
  readonly names: Map<string, string>;
  readonly found: Map<string, Parameter>;
  /** Parts that were used as a whole. */
  readonly wholes: Map<Place, Node>;
  /** Parts that are handed on whole, and those whose fields a schema tells. */
  readonly open: Set<Place>;
  readonly closed: Set<Place>;
  readonly depth: number;
  readonly seen: Set<Node>;
  /** Members that are called, or that the code writes itself. */
  readonly methods: Set<Node>;
  readonly within?: Node;
}

export function add(
  reading: Reading,
  name: string,
  place: Place,
  node: Node,
  more: Partial<Parameter> = {},
): void {
  if (!counts(reading, node)) return;
  const key = `${place}:${place === 'header' ? name.toLowerCase() : name}`;
  const before = reading.found.get(key);
  // What a schema says of a field holds also where the handler takes the field apart first.
  if (before !== undefined && before.bounds === undefined && more.bounds !== undefined)
    reading.found.set(key, { ...before, bounds: more.bounds });
  if (before !== undefined || name === '' || name.startsWith('#')) return;
  const origin = originOf(reading.handler.file, node);
  reading.found.set(key, { name, in: place, required: false, origin, ...more });
}

/** Whether it stands in the part of the handler that is asked about. */
export const counts = ({ within, depth }: Reading, node: Node): boolean =>
  within === undefined || depth > 0 || (within.start <= node.start && node.end <= within.end);

export const pathTo = (reading: Reading, node: Node): string | undefined =>
  requestPath(node, (name) => reading.names.get(name));

/** The place a path names: `request.body` as such, also behind what keeps it (`request.body || {}`). */
export const placeAt = (reading: Reading, path: string | undefined): Place | undefined =>
  path === undefined ? undefined : ownEntry(reading.shape.places, path);

export function bindPattern(reading: Reading, target: Node, path: string): void {
  switch (target.type) {
    case 'Identifier':
      reading.names.set(target.name, path);
      noteWhole(reading, path, target);
      return;
    case 'AssignmentPattern':
      return bindPattern(reading, target.left, path);
    case 'TSParameterProperty':
      return bindPattern(reading, target.parameter, path);
    case 'ObjectPattern':
      for (const property of target.properties) {
        if (property.type === 'RestElement') continue;
        const name = plainKey(property.key, property.computed);
        if (name === undefined) continue;
        const place = placeAt(reading, path);
        if (place !== undefined) add(reading, name, place, property);
        else bindPattern(reading, property.value, path === '' ? name : `${path}.${name}`);
      }
      return;
    default:
      return;
  }
}

export function noteWhole(reading: Reading, path: string, node: Node): void {
  const place = placeAt(reading, path);
  if (place !== undefined && !reading.wholes.has(place)) reading.wholes.set(place, node);
}
