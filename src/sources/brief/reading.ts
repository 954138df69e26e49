import type { Origin, Quantity, Sourced } from '../../model/origin.ts';
import type { BriefProblem, Parsed } from './problem.ts';
import { didYouMean } from './suggest.ts';
import { isNull, kindInWords } from './tree.ts';
import type { MapNode, Node, Place } from './tree.ts';
import { quantity } from './values/amount.ts';
import type { Amount } from './values/amount.ts';

/** One document being read: where it is, what origin its values get, and the problems found so far. */
export interface Reading {
  readonly file: string;
  readonly originAt: (path: string, place: Place) => Origin;
  readonly problems: BriefProblem[];
  /** Where each value of a path stands, for checks that run when all is read. */
  readonly places: Map<string, Place>;
}

/** A map with the path that leads to it. */
export interface View {
  readonly node: MapNode;
  readonly path: string;
}

export function report(reading: Reading, place: Place, what: string, why: string, next: string): void {
  reading.problems.push({
    file: place.file ?? reading.file,
    line: place.line,
    column: place.column,
    what,
    why,
    next,
  });
}

export function originOf(reading: Reading, path: string, node: Node): Origin {
  reading.places.set(path, node.place);
  return node.origin ?? reading.originAt(path, node.place);
}

export const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

/** Opens a map whose keys are fixed; anything else than a map, and each unknown key, is reported. */
export function openMap(
  reading: Reading,
  node: Node | undefined,
  path: string,
  keys: readonly string[],
): View | undefined {
  const view = openAny(reading, node, path);
  for (const { key, keyPlace } of view?.node.entries ?? [])
    if (!keys.includes(key))
      report(
        reading,
        keyPlace,
        `Unknown key "${key.slice(0, 60)}"${path === '' ? '' : ` in ${path}`}.`,
        'Nothing would read it.',
        didYouMean(key, keys),
      );
  return view;
}

/** Opens a map whose keys are names chosen by the user. An absent or empty value is an empty map. */
export function openAny(reading: Reading, node: Node | undefined, path: string): View | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'map') return { node, path };
  if (isNull(node)) return { node: { kind: 'map', entries: [], place: node.place }, path };
  report(
    reading,
    node.place,
    `${path === '' ? 'The document' : path} must be a map.`,
    `It is ${kindInWords(node)}.`,
    'Write keys and values: { key: value }.',
  );
  return undefined;
}

export function childOf(view: View | undefined, key: string): Node | undefined {
  return view?.node.entries.find((candidate) => candidate.key === key)?.value;
}

/** The named parts of a map in the order of the file. */
export function parts(
  view: View | undefined,
): readonly { readonly key: string; readonly node: Node; readonly path: string; readonly place: Place }[] {
  return (view?.node.entries ?? []).map(({ key, value, keyPlace }) => ({
    key,
    node: value,
    path: join(view?.path ?? '', key),
    place: keyPlace,
  }));
}

export function textOf(reading: Reading, node: Node | undefined, path: string): string | undefined {
  if (node === undefined || isNull(node)) return undefined;
  if (node.kind === 'scalar') {
    reading.places.set(path, node.place);
    return node.text;
  }
  report(
    reading,
    node.place,
    `${path} must be a single value.`,
    `It is ${kindInWords(node)}.`,
    'Write one word or put quotes around the text.',
  );
  return undefined;
}

export const textAt = (reading: Reading, view: View, key: string): string | undefined =>
  textOf(reading, childOf(view, key), join(view.path, key));

export function requiredText(reading: Reading, view: View, key: string, example: string): string | undefined {
  const text = textAt(reading, view, key);
  if (
    text === undefined &&
    !reading.problems.some((problem) => problem.what.startsWith(`${join(view.path, key)} `))
  )
    report(
      reading,
      view.node.place,
      `${view.path === '' ? 'The document' : view.path} has no "${key}".`,
      'It cannot be left out.',
      `Add ${key}: ${example}.`,
    );
  return text;
}

export function sourcedAt(reading: Reading, view: View, key: string): Sourced<string> | undefined {
  const node = childOf(view, key);
  const text = textOf(reading, node, join(view.path, key));
  return text === undefined || node === undefined
    ? undefined
    : { value: text, origin: originOf(reading, join(view.path, key), node) };
}

export function flagAt(reading: Reading, view: View, key: string): boolean | undefined {
  const node = childOf(view, key);
  if (node === undefined || isNull(node)) return undefined;
  if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
  report(
    reading,
    node.place,
    `${join(view.path, key)} must be true or false.`,
    `It is ${kindInWords(node)}.`,
    `Write ${key}: true or ${key}: false.`,
  );
  return undefined;
}

/** A list of words; a single word counts as a list of one. */
export function textsOf(reading: Reading, node: Node | undefined, path: string): readonly string[] {
  if (node === undefined || isNull(node)) return [];
  if (node.kind === 'list')
    return node.items.flatMap((item, index) => textOf(reading, item, `${path}.${index}`) ?? []);
  return (
    textOf(reading, node, path)
      ?.split(/\s*,\s*/)
      .filter((word) => word !== '') ?? []
  );
}

export const textsAt = (reading: Reading, view: View, key: string): readonly string[] =>
  textsOf(reading, childOf(view, key), join(view.path, key));

/** Applies a value grammar; a refusal becomes a problem at the value's place. */
export function parsedOf<T>(
  reading: Reading,
  node: Node | undefined,
  path: string,
  parse: (text: string) => Parsed<T>,
): T | undefined {
  const text = textOf(reading, node, path);
  if (text === undefined || node === undefined) return undefined;
  const result = parse(text);
  if (result.kind === 'value') return result.value;
  report(reading, node.place, `${path} cannot be read.`, result.why, result.next);
  return undefined;
}

export function parsedAt<T>(
  reading: Reading,
  view: View,
  key: string,
  parse: (text: string) => Parsed<T>,
): T | undefined {
  return parsedOf(reading, childOf(view, key), join(view.path, key), parse);
}

export function quantityAt(
  reading: Reading,
  view: View,
  key: string,
  parse: (text: string) => Parsed<Amount>,
): Quantity | undefined {
  const node = childOf(view, key);
  const amount = parsedAt(reading, view, key, parse);
  return amount === undefined || node === undefined
    ? undefined
    : quantity(amount, originOf(reading, join(view.path, key), node));
}

/** One of a closed set of words. */
export function wordAt<T extends string>(
  reading: Reading,
  view: View,
  key: string,
  known: readonly T[],
): T | undefined {
  const text = textAt(reading, view, key);
  const found = known.find((word) => word === text);
  if (text !== undefined && found === undefined)
    report(
      reading,
      childOf(view, key)?.place ?? view.node.place,
      `${join(view.path, key)}: "${text.slice(0, 40)}" is not known.`,
      'Only a closed set of words has a meaning here.',
      didYouMean(text, known),
    );
  return found;
}

/** The properties that are there, for `exactOptionalPropertyTypes`: `...some({ rows, retention })`. */
export function some<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const result: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in values) {
    const value = values[key];
    if (isSet(value)) result[key] = value;
  }
  return result;
}

const isSet = <V>(value: V): value is Exclude<V, undefined> => value !== undefined;
