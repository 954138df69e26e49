import type { Json, Origin } from '../../../model/origin.ts';
import { report } from '../reading.ts';
import type { Reading } from '../reading.ts';
import { didYouMean } from '../suggest.ts';
import { isList, jsonText, nodeOf } from '../tree.ts';
import type { Entry, Node, Place } from '../tree.ts';

/** The value of an option in force, and where it was said. */
export interface OptionValue {
  readonly value: Json;
  readonly origin: Origin;
  readonly given: boolean;
  readonly place: Place;
}

export type OptionValues = ReadonlyMap<string, OptionValue>;

/** `{ when: … }` of an audit event is prose; everywhere else it decides whether a part is included. */
const proseSections: readonly string[] = ['audit', 'options'];

/** Parts whose `when` is false are left out; `${option}` becomes the option's value, with the option's origin. */
export function applyOptions(reading: Reading, root: Node, options: OptionValues): Node {
  if (root.kind !== 'map') return root;
  const entries = root.entries.map((part) =>
    proseSections.includes(part.key)
      ? { ...part, value: interpolateAll(reading, part.value, options) }
      : { ...part, value: prune(reading, part.value, options) },
  );
  return { ...root, entries };
}

function interpolateAll(reading: Reading, node: Node, options: OptionValues): Node {
  if (node.kind === 'map')
    return {
      ...node,
      entries: node.entries.map((part) => ({ ...part, value: interpolateAll(reading, part.value, options) })),
    };
  if (node.kind === 'list')
    return { ...node, items: node.items.map((item) => interpolateAll(reading, item, options)) };
  return interpolate(reading, node, options);
}

function prune(reading: Reading, node: Node, options: OptionValues): Node {
  if (node.kind === 'scalar') return interpolate(reading, node, options);
  if (node.kind === 'list')
    return {
      ...node,
      items: node.items
        .filter((item) => included(reading, item, options))
        .map((item) => prune(reading, item, options)),
    };
  const entries = node.entries
    .filter(({ key, value }) => key !== 'when' && included(reading, value, options))
    .map((part): Entry => ({
      ...part,
      key: keyText(reading, part, options),
      value: prune(reading, part.value, options),
    }));
  return { ...node, entries };
}

const keyText = (reading: Reading, part: Entry, options: OptionValues): string =>
  part.key.includes('${')
    ? substitute(reading, { kind: 'scalar', value: part.key, text: part.key, place: part.keyPlace }, options)
    : part.key;

function included(reading: Reading, node: Node, options: OptionValues): boolean {
  if (node.kind !== 'map') return true;
  const condition = node.entries.find(({ key }) => key === 'when')?.value;
  if (condition?.kind !== 'scalar') return true;
  return condition.text
    .split(/\s+and\s+/)
    .every((part) => holds(reading, part.trim(), condition.place, options));
}

/** `option`, `not option`, `option = value`, `option != value`; a list option holds a value if it contains it. */
function holds(reading: Reading, text: string, place: Place, options: OptionValues): boolean {
  const match = /^(not\s+)?([a-z][a-z0-9-]*)(?:\s*(!?=)\s*(.+))?$/.exec(text);
  const name = match?.[2] ?? '';
  const option = options.get(name);
  if (match === null || option === undefined) {
    report(
      reading,
      place,
      `"when: ${text.slice(0, 60)}" names no option.`,
      'A condition asks for an option of this pack.',
      didYouMean(name, [...options.keys()]),
    );
    return true;
  }
  const found = match[4] === undefined ? isOn(option.value) : contains(option.value, match[4].trim());
  const negated = (match[1] !== undefined) !== (match[3] === '!=');
  return found !== negated;
}

const off: readonly Json[] = [false, null, 0, '', 'none', 'no', 'off', 'false'];
const isOn = (value: Json): boolean => (Array.isArray(value) ? value.length > 0 : !off.includes(value));
const contains = (value: Json, wanted: string): boolean =>
  isList(value) ? value.some((item) => jsonText(item) === wanted) : jsonText(value) === wanted;

function interpolate(reading: Reading, node: Extract<Node, { kind: 'scalar' }>, options: OptionValues): Node {
  if (typeof node.value !== 'string' || !node.text.includes('${')) return node;
  const whole = /^\$\{([a-z][a-z0-9-]*)\}$/.exec(node.text);
  const option = options.get(whole?.[1] ?? '');
  if (option !== undefined)
    return option.given
      ? nodeOf(option.value, option.place, option.origin)
      : nodeOf(option.value, node.place);
  const text = substitute(reading, node, options);
  const given = [...node.text.matchAll(/\$\{([a-z][a-z0-9-]*)\}/g)]
    .map((match) => options.get(match[1] ?? ''))
    .find((candidate) => candidate?.given === true);
  return {
    ...node,
    value: text,
    text,
    ...(given === undefined ? {} : { origin: given.origin, place: given.place }),
  };
}

/** `${methods[0]}`: the first of a list, or the only value. */
const firstOf = (value: Json): Json => (isList(value) ? (value[0] ?? null) : value);

function substitute(
  reading: Reading,
  node: Extract<Node, { kind: 'scalar' }>,
  options: OptionValues,
): string {
  return node.text.replaceAll(/\$\{([^}]*)\}/g, (written, name: string) => {
    const isFirst = name.endsWith('[0]');
    const option = options.get(isFirst ? name.slice(0, -3) : name);
    if (option !== undefined) return jsonText(isFirst ? firstOf(option.value) : option.value);
    report(
      reading,
      node.place,
      `${written.slice(0, 40)} names no option.`,
      'Only options of this pack can be put in.',
      didYouMean(name, [...options.keys()]),
    );
    return '';
  });
}
