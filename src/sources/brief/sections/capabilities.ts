import type { Json } from '../../../model/origin.ts';
import { openAny, originOf, parts, report } from '../reading.ts';
import type { Reading } from '../reading.ts';
import type { OptionValue } from '../pack/options.ts';
import { packNamed } from '../pack/pack.ts';
import type { OptionSpec, PackLibrary, PackSource } from '../pack/pack.ts';
import type { Asked } from '../said.ts';
import { didYouMean } from '../suggest.ts';
import { isNull, jsonOf, kindInWords } from '../tree.ts';
import type { Node } from '../tree.ts';

/** `capabilities:` — packs by id or alias, each with the options that differ from the defaults. */
export function readCapabilities(
  reading: Reading,
  node: Node | undefined,
  library: PackLibrary,
): readonly Asked[] {
  const known = library.packs.flatMap((pack) => [pack.id, ...pack.aliases]);
  const asked: Asked[] = [];
  for (const part of parts(openAny(reading, node, 'capabilities'))) {
    const pack = packNamed(library, part.key);
    if (pack === undefined) {
      report(
        reading,
        part.place,
        `No pack offers the capability "${part.key.slice(0, 60)}".`,
        'Packs bring the entities, operations and rules of a capability.',
        `${didYouMean(part.key, known)} Your own entities go under entities.`,
      );
      continue;
    }
    if (asked.some((one) => one.pack.id === pack.id)) {
      report(
        reading,
        part.place,
        `The capability ${pack.id} is asked for twice.`,
        `"${part.key}" means the same pack.`,
        'Keep one of them.',
      );
      continue;
    }
    asked.push({
      pack,
      options: readOptions(reading, part.node, part.path, pack),
      origin: originOf(reading, part.path, part.node),
    });
  }
  return asked;
}

function readOptions(
  reading: Reading,
  node: Node,
  path: string,
  pack: PackSource,
): ReadonlyMap<string, OptionValue> {
  const options = new Map<string, OptionValue>();
  for (const part of parts(openAny(reading, node, path))) {
    const spec = pack.options.find(({ name }) => name === part.key);
    if (spec === undefined) {
      report(
        reading,
        part.place,
        `The pack ${pack.id} has no option "${part.key.slice(0, 60)}".`,
        'Nothing would read it.',
        didYouMean(
          part.key,
          pack.options.map(({ name }) => name),
        ),
      );
      continue;
    }
    const value = optionValue(reading, part.node, part.path, spec);
    const origin = originOf(reading, part.path, part.node);
    if (value !== undefined)
      options.set(part.key, {
        value,
        origin,
        given: true,
        place: { ...part.node.place, file: reading.file },
      });
  }
  return options;
}

/** The value, if its shape is that of the option's default: a list, a truth value, or a single word. */
function optionValue(reading: Reading, node: Node, path: string, spec: OptionSpec): Json | undefined {
  const wrong = (expected: string, next: string): undefined => {
    report(
      reading,
      node.place,
      `${path} must be ${expected}.`,
      `It is ${kindInWords(node)}. ${spec.about}`.trim(),
      next,
    );
    return undefined;
  };
  if (isNull(node)) return undefined;
  const isList = Array.isArray(spec.default);
  if (isList && node.kind === 'map')
    return wrong('a list', `The default is ${JSON.stringify(spec.default)}.`);
  if (!isList && typeof spec.default !== 'object' && node.kind !== 'scalar')
    return wrong('a single value', `The default is ${JSON.stringify(spec.default)}.`);
  if (typeof spec.default === 'boolean' && (node.kind !== 'scalar' || typeof node.value !== 'boolean'))
    return wrong('true or false', `Write ${spec.name}: ${String(!spec.default)}.`);
  const value = node.kind === 'scalar' && typeof node.value === 'number' ? node.text : jsonOf(node);
  const list = isList && !Array.isArray(value) ? [value] : value;
  const unknown = (Array.isArray(list) ? list : [list])
    .map(String)
    .find((word) => spec.values !== undefined && !spec.values.includes(word));
  if (unknown !== undefined)
    return wrong(`one of ${spec.values?.join(', ') ?? ''}`, didYouMean(unknown, spec.values ?? []));
  return list;
}
