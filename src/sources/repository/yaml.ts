import { LineCounter, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';

/** Read access to YAML of unknown shape. Aliases and merge keys are followed. */
export interface YamlView {
  readonly at: (key: string) => YamlView;
  /** Strings, numbers and booleans as text. */
  readonly text: () => string | undefined;
  readonly flag: () => boolean | undefined;
  /** Its own tag, such as `!Ref`. */
  readonly tag: () => string | undefined;
  readonly items: () => readonly YamlView[];
  readonly entries: () => readonly (readonly [string, YamlView])[];
  readonly exists: boolean;
  /** Where it is written: the line of its key where it has one. */
  readonly line: number;
}

interface Place {
  readonly document: Document;
  readonly lines: LineCounter;
}

export interface YamlText {
  readonly documents: readonly YamlView[];
  /** First thing wrong with the text. */
  readonly problem?: string;
}

/** JSON is read as well. */
export function parseYaml(text: string): YamlText {
  const lines = new LineCounter();
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent' });
    const documents = 'empty' in parsed ? [] : parsed;
    const problem = documents.flatMap(({ errors }) => errors)[0];
    return {
      documents: documents.map((document) => viewOf(document.contents, { document, lines }, 1, 0)),
      ...(problem === undefined
        ? {}
        : { problem: (problem.message.split('\n')[0] ?? 'not YAML').replace(/:$/, '') }),
    };
  } catch (error) {
    return { documents: [], problem: error instanceof Error ? error.name : 'not YAML' };
  }
}

function viewOf(found: unknown, place: Place, line: number, depth: number): YamlView {
  const node = depth > 40 ? undefined : followed(found, place);
  const child = ({ value, line: own }: Part): YamlView => viewOf(value, place, own, depth + 1);
  const value: unknown = isScalar(node) ? node.value : undefined;
  const items = (): readonly unknown[] => (isSeq(node) ? node.items : []);
  return {
    exists: node !== undefined && node !== null && !(isScalar(node) && value === null),
    line,
    at: (key) =>
      child(partsOf(node, place, 0).findLast(({ name }) => name === key) ?? { value: undefined, line }),
    text: () =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? String(value)
        : undefined,
    flag: () => (typeof value === 'boolean' ? value : undefined),
    tag: () => (isMap(node) || isSeq(node) || isScalar(node) ? node.tag : undefined),
    items: () => items().map((item) => child({ value: item, line: lineOf(item, place) ?? line })),
    entries: () => partsOf(node, place, 0).map((part) => [part.name, child(part)] as const),
  };
}

interface Part {
  readonly value: unknown;
  readonly line: number;
}

function lineOf(node: unknown, { lines }: Place): number | undefined {
  const range = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : undefined;
  return range === undefined || range === null ? undefined : lines.linePos(range[0]).line;
}

const followed = (node: unknown, { document }: Place): unknown =>
  isAlias(node) ? node.resolve(document) : node;

/** Pairs of a map, those of merged maps first. */
function partsOf(node: unknown, place: Place, depth: number): readonly (Part & { readonly name: string })[] {
  if (!isMap(node) || depth > 5) return [];
  return node.items.flatMap(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : '';
    if (name !== '<<') return [{ name, value, line: lineOf(key, place) ?? 1 }];
    const merged = followed(value, place);
    const sources: readonly unknown[] = isSeq(merged) ? merged.items : [merged];
    return sources.flatMap((source) => partsOf(followed(source, place), place, depth + 1));
  });
}
