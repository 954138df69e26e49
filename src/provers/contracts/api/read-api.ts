import { readDocumentText } from '../../document-text.ts';
import type { Place, TextFault } from '../../document-text.ts';
import { isRecord } from '../json.ts';
import { placesInJson } from './json-places.ts';

export type ApiKind = 'openapi' | 'asyncapi' | 'arazzo' | 'swagger' | 'graphql';

/** A text that describes an API, or why it is none. */
export type ApiText =
  | {
      readonly kind: ApiKind;
      readonly isJson: boolean;
      readonly text: string;
      /** Plain data; nothing for GraphQL, whose own parser reads the text. */
      readonly value: unknown;
    }
  | { readonly kind: 'unreadable'; readonly faults: readonly TextFault[] };

export type ReadableApi = Exclude<ApiText, { readonly kind: 'unreadable' }>;

const longest = 64_000_000;
/** Deeper than what people write; the linter calls itself once for each level. */
const deepest = 256;
/** Aliases of YAML may stand for more than the text holds. */
const mostNodes = 20_000_000;

const page = 'the specification (spec.openapis.org, asyncapi.com, graphql.org)';

export async function readApi(file: string, text: string): Promise<ApiText> {
  if (text.trim() === '')
    return oneFault({
      what: 'The file is empty.',
      why: 'There is nothing to read.',
      next: 'Name an OpenAPI, AsyncAPI, Arazzo or GraphQL document.',
    });
  if (/\.(graphql|graphqls|gql)$/i.test(file) || looksLikeGraphql(text)) return readGraphql(text);
  const isJson = /^\s*[[{]/.test(text);
  const read = isJson ? readJson(text) : await readYaml(text);
  if (read.kind === 'unreadable') return read;
  const excess = excessOf(read.value);
  if (excess !== undefined) return oneFault({ ...placeOfPath(text, isJson, excess.path), ...excess });
  return described(text, isJson, read.value);
}

const looksLikeGraphql = (text: string): boolean =>
  /^\s*(#[^\n]*\n\s*|"""[\s\S]*?"""\s*)*(schema|type|interface|enum|union|scalar|input|directive|extend)\s+[@{\w]/.test(
    text.slice(0, 20_000),
  ) && !/^\s*\w+\s*:/.test(text);

const oneFault = (fault: Omit<TextFault, keyof Place> & Partial<Place>): ApiText => ({
  kind: 'unreadable',
  faults: [
    { line: fault.line ?? 1, column: fault.column ?? 1, what: fault.what, why: fault.why, next: fault.next },
  ],
});

type Data =
  | { readonly kind: 'data'; readonly value: unknown }
  | Extract<ApiText, { readonly kind: 'unreadable' }>;

function readJson(text: string): Data {
  try {
    return { kind: 'data', value: JSON.parse(text) };
  } catch {
    return toldFaults(text);
  }
}

/** The reader of the linter is much faster; where it fails, ours says where. */
async function readYaml(text: string): Promise<Data> {
  const { makeDocumentFromString } = await import('@redocly/openapi-core');
  try {
    const { parsed }: { readonly parsed: unknown } = makeDocumentFromString(text, 'document.yaml');
    return { kind: 'data', value: parsed };
  } catch {
    return toldFaults(text);
  }
}

function toldFaults(text: string): Data {
  const read = readDocumentText(text, { longest, page });
  if (read.kind === 'unreadable') return read;
  return {
    kind: 'unreadable',
    faults: [
      {
        line: 1,
        column: 1,
        what: 'The file cannot be read.',
        why: 'It is neither JSON nor plain YAML.',
        next: 'Check that a YAML or JSON validator takes it.',
      },
    ],
  };
}

interface Excess {
  readonly path: readonly string[];
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** Walks without calling itself: what is too deep or too much for the linter is refused here. */
function excessOf(root: unknown): Excess | undefined {
  let nodes = 0;
  const waiting: { readonly value: unknown; readonly path: Path | undefined; readonly depth: number }[] = [
    { value: root, path: undefined, depth: 0 },
  ];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (++nodes > mostNodes)
      return {
        path: keysOf(at.path),
        what: 'The document is too large.',
        why: `It holds more than ${mostNodes} values; aliases of YAML may repeat what they stand for.`,
        next: 'Split it, or write out what aliases stand for.',
      };
    if (typeof at.value !== 'object' || at.value === null) continue;
    if (at.depth > deepest)
      return {
        path: keysOf(at.path),
        what: 'The document is nested too deeply.',
        why: `More than ${deepest} levels stand inside each other, or an alias stands in what it stands for.`,
        next: 'Move what is nested to components and refer to it.',
      };
    for (const [key, value] of Object.entries(at.value))
      waiting.push({ value, path: { key, above: at.path }, depth: at.depth + 1 });
  }
  return undefined;
}

/** A path as a chain: one is made for each value, and few are read. */
interface Path {
  readonly key: string;
  readonly above: Path | undefined;
}

function keysOf(path: Path | undefined): readonly string[] {
  const keys: string[] = [];
  for (let at = path; at !== undefined; at = at.above) keys.push(at.key);
  return keys.toReversed();
}

function placeOfPath(text: string, isJson: boolean, path: readonly string[]): Place {
  const first = { line: 1, column: 1 };
  if (!isJson) return first;
  const pointer = `#/${path.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
  return placesInJson(text, new Set([pointer])).get(pointer) ?? first;
}

function readGraphql(text: string): ApiText {
  return { kind: 'graphql', isJson: false, text, value: undefined };
}

const families = ['openapi', 'asyncapi', 'arazzo', 'swagger'] as const;
const versions = {
  openapi: { form: /^3\.[0-2](\.|$)/, known: '3.0, 3.1 and 3.2' },
  asyncapi: { form: /^(2\.\d|3\.\d)(\.|$)/, known: '2.x and 3.x' },
  arazzo: { form: /^1\.\d(\.|$)/, known: '1.x' },
  swagger: { form: /^2\.0$/, known: '2.0' },
} as const;

/** The member at the root that names the language, and a version that is known. */
function described(text: string, isJson: boolean, value: unknown): ApiText {
  const family = isRecord(value) ? families.find((name) => name in value) : undefined;
  if (family === undefined || !isRecord(value))
    return oneFault({
      what: 'This is no description of an API.',
      why: `None of ${families.join(', ')} stands at its root.`,
      next: 'Name an OpenAPI, AsyncAPI, Arazzo or GraphQL document; a part of one is read through the document that refers to it.',
    });
  const version = value[family];
  const { form, known } = versions[family];
  const isText = typeof version === 'string' || typeof version === 'number';
  const said = isText ? String(version) : '';
  if (!form.test(said))
    return oneFault({
      ...placeOfKey(text, family),
      what: `${family} ${isText ? said : 'of no version'} is not known.`,
      why: `Known are ${known}.`,
      next: `Write the version as text, for example ${family}: ${family === 'openapi' ? '3.1.0' : known.split(' ')[0]}.`,
    });
  return { kind: family, isJson, text, value };
}

function placeOfKey(text: string, key: string): Place {
  const found = new RegExp(`["']?\\b${key}["']?\\s*:`).exec(text);
  const before = text.slice(0, found?.index ?? 0).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
