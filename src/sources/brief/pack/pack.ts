import type { Json } from '../../../model/origin.ts';
import { loadTree } from '../load.ts';
import type { BriefProblem } from '../problem.ts';
import {
  openAny,
  openMap,
  parts,
  report,
  requiredText,
  some,
  textAt,
  textsAt,
  textsOf,
  wordAt,
} from '../reading.ts';
import type { Reading, View } from '../reading.ts';
import { entry, jsonOf } from '../tree.ts';
import type { MapNode, Node, Place } from '../tree.ts';

export interface OptionSpec {
  readonly name: string;
  readonly default: Json;
  readonly about: string;
  readonly place: Place;
  /** Asked of the user while the default holds. */
  readonly ask?: string;
  readonly effect?: string;
  readonly impact?: 'high' | 'medium' | 'low';
  /** The values it may take, where they are a closed set. */
  readonly values?: readonly string[];
  /** Words of a sentence that ask for a value. */
  readonly words?: readonly { readonly value: string; readonly words: readonly string[] }[];
}

/** A pack as its file says it, before options are applied. */
export interface PackSource {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly about: string;
  /** Words of a sentence that ask for it. */
  readonly words: readonly string[];
  /** Other keys under `capabilities` that mean this pack. */
  readonly aliases: readonly string[];
  readonly requires: readonly string[];
  readonly options: readonly OptionSpec[];
  readonly root: MapNode;
  readonly file: string;
}

export interface PackLibrary {
  readonly packs: readonly PackSource[];
  readonly problems: readonly BriefProblem[];
}

const packKeys = [
  'pack',
  'id',
  'version',
  'title',
  'about',
  'words',
  'aliases',
  'requires',
  'options',
  'actors',
  'entities',
  'events',
  'flows',
  'access',
  'threats',
  'controls',
  'workloads',
  'integrations',
  'tests',
  'audit',
] as const;

/** Reads the head of a pack; its fragment is read when a brief asks for it, options applied. */
export function readPack(
  text: string,
  file: string,
): { readonly pack?: PackSource; readonly problems: readonly BriefProblem[] } {
  const loaded = loadTree(text, file);
  if (loaded.kind === 'invalid') return { problems: loaded.problems };
  const reading = packReading(file, '', '');
  const view = openMap(reading, loaded.root, '', packKeys);
  if (view === undefined) return { problems: reading.problems };
  const syntax = requiredText(reading, view, 'pack', '1');
  if (syntax !== undefined && syntax !== '1')
    report(
      reading,
      view.node.place,
      `This pack is written in version ${syntax.slice(0, 20)} of the pack language.`,
      'Only version 1 is known.',
      'Write pack: 1.',
    );
  const id = requiredText(reading, view, 'id', 'orders') ?? '';
  const version = requiredText(reading, view, 'version', '1.0.0') ?? '';
  const title = requiredText(reading, view, 'title', 'Orders') ?? '';
  const pack: PackSource = {
    id,
    version,
    title,
    about: textAt(reading, view, 'about') ?? '',
    words: textsAt(reading, view, 'words').map((word) => word.toLowerCase()),
    aliases: textsAt(reading, view, 'aliases'),
    requires: textsAt(reading, view, 'requires'),
    options: readOptions(reading, view),
    root: view.node,
    file,
  };
  return reading.problems.length === 0 ? { pack, problems: [] } : { problems: reading.problems };
}

/** A reading whose values get the origin `default(pack@version, path)`. */
export function packReading(file: string, pack: string, version: string): Reading {
  return {
    file,
    problems: [],
    places: new Map(),
    originAt: (path) => ({ kind: 'default', pack, version, path }),
  };
}

function readOptions(reading: Reading, view: View): readonly OptionSpec[] {
  return parts(openAny(reading, entry(view.node, 'options'), 'options')).flatMap((part) => {
    const option = openMap(reading, part.node, part.path, [
      'default',
      'about',
      'ask',
      'effect',
      'impact',
      'values',
      'words',
    ]);
    if (option === undefined) return [];
    const standard: Node | undefined = entry(option.node, 'default');
    if (standard === undefined)
      report(
        reading,
        part.place,
        `The option ${part.key} has no default.`,
        'A brief may leave every option out.',
        'Add default: and a value.',
      );
    const values = textsAt(reading, option, 'values');
    const words = parts(openAny(reading, entry(option.node, 'words'), `${part.path}.words`)).map((value) => ({
      value: value.key,
      words: textsOf(reading, value.node, value.path).map((word) => word.toLowerCase()),
    }));
    return [
      {
        name: part.key,
        default: standard === undefined ? null : jsonOf(standard),
        about: textAt(reading, option, 'about') ?? '',
        place: standard?.place ?? part.place,
        ...some({
          ask: textAt(reading, option, 'ask'),
          effect: textAt(reading, option, 'effect'),
          impact: wordAt(reading, option, 'impact', ['high', 'medium', 'low']),
          values: values.length === 0 ? undefined : values,
          words: words.length === 0 ? undefined : words,
        }),
      },
    ];
  });
}

/** A library from pack texts; of two packs with one id the later one counts, so that a user can replace a pack. */
export function packLibrary(texts: readonly { readonly file: string; readonly text: string }[]): PackLibrary {
  const packs = new Map<string, PackSource>();
  const problems: BriefProblem[] = [];
  for (const { file, text } of texts) {
    const read = readPack(text, file);
    problems.push(...read.problems);
    if (read.pack !== undefined) packs.set(read.pack.id, read.pack);
  }
  return { packs: [...packs.values()], problems };
}

/** The pack that a capability key means: its id, or one of its aliases. */
export const packNamed = (library: PackLibrary, key: string): PackSource | undefined =>
  library.packs.find((pack) => pack.id === key) ?? library.packs.find((pack) => pack.aliases.includes(key));
