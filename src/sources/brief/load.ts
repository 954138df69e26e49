import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { BriefProblem } from './problem.ts';
import type { Entry, Node, Place } from './tree.ts';

/** Bounds of one document; a brief of a large system has some 30 kB and six levels. */
export const limits = { bytes: 1_000_000, depth: 24, nodes: 100_000, aliases: 100 } as const;

export type Loaded =
  | { readonly kind: 'tree'; readonly root: Node }
  | { readonly kind: 'invalid'; readonly problems: readonly BriefProblem[] };

interface Walk {
  readonly file: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly problems: BriefProblem[];
  nodes: number;
  aliases: number;
}

/** Reads YAML 1.2 (core schema) or JSON into a tree with places. Never throws. */
export function loadTree(text: string, file: string): Loaded {
  const unfit = unreadable(text);
  if (unfit !== undefined) return { kind: 'invalid', problems: [{ file, line: 1, column: 1, ...unfit }] };
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      version: '1.2',
      schema: 'core',
      prettyErrors: false,
    });
    const walk: Walk = { file, text, document, lines, problems: [], nodes: 0, aliases: 0 };
    if (document.errors.some(({ message }) => message.includes('call stack'))) return tooDeep(file);
    for (const error of document.errors.slice(0, 20)) addSyntaxProblem(walk, error.message, error.pos[0]);
    if (walk.problems.length > 0) return { kind: 'invalid', problems: walk.problems };
    const root = toNode(walk, document.contents, 0);
    return walk.problems.length > 0 ? { kind: 'invalid', problems: walk.problems } : { kind: 'tree', root };
  } catch {
    // The parser recurses: only nesting beyond any brief exhausts its stack.
    return tooDeep(file);
  }
}

function tooDeep(file: string): Loaded {
  const problem = { what: 'The document is nested too deeply.', ...depthWords };
  return { kind: 'invalid', problems: [{ file, line: 1, column: 1, ...problem }] };
}

const depthWords = {
  why: `A brief has at most ${limits.depth} levels.`,
  next: 'Flatten it; examples/shop.brief.yaml shows the usual shape.',
};

function unreadable(text: string): Pick<BriefProblem, 'what' | 'why' | 'next'> | undefined {
  const next = 'Point at a YAML or JSON text; examples/shop.brief.yaml is one.';
  if (text.length > limits.bytes)
    return {
      what: 'The brief is too large.',
      why: `It has ${text.length} characters; the limit is ${limits.bytes}.`,
      next,
    };
  if (text.includes('\u0000') || (text.slice(0, 4096).match(/\uFFFD/g)?.length ?? 0) > 3)
    return { what: 'This is not a text.', why: 'It contains bytes that no UTF-8 text has.', next };
  if (text.trim() === '') return { what: 'The brief is empty.', why: 'There is nothing to read.', next };
  if (/(?:[[{][\s]*){200}/.test(text)) return { what: 'The document is nested too deeply.', ...depthWords };
  return undefined;
}

function place(walk: Walk, offset: number): Place {
  const { line, col } = walk.lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function addProblem(walk: Walk, at: Place, what: string, why: string, next: string): void {
  walk.problems.push({ file: walk.file, ...at, what, why, next });
}

function addSyntaxProblem(walk: Walk, message: string, offset: number): void {
  const words = message.replace(/\s+/g, ' ').slice(0, 200);
  if (/unique/i.test(words))
    addProblem(
      walk,
      place(walk, offset),
      'This key stands twice in one map.',
      'The second would silently replace the first.',
      'Keep one of the two.',
    );
  else
    addProblem(
      walk,
      place(walk, offset),
      'This is not YAML.',
      `The parser says: ${words}`,
      'Check indentation, quotes and brackets on this line and the one above it.',
    );
}

const nothing = (at: Place): Node => ({ kind: 'scalar', value: null, text: '', place: at });

/** `yaml` types a node as unknown contents; each branch narrows it with the library's own guards. */
function toNode(walk: Walk, node: unknown, depth: number): Node {
  walk.nodes += 1;
  if (isAlias(node)) return resolveAlias(walk, node, depth);
  const at = rangeStart(walk, node);
  if (walk.problems.length > 0) return nothing(at);
  if (walk.nodes > limits.nodes) {
    addProblem(
      walk,
      at,
      'The document is too large.',
      `It unfolds to more than ${limits.nodes} values.`,
      'Remove aliases or split it.',
    );
    return nothing(at);
  }
  if (depth > limits.depth) {
    addProblem(walk, at, 'The document is nested too deeply.', depthWords.why, depthWords.next);
    return nothing(at);
  }
  if (isMap(node))
    return { kind: 'map', entries: node.items.map((pair) => toEntry(walk, pair, depth)), place: at };
  if (isSeq(node))
    return { kind: 'list', items: node.items.map((item) => toNode(walk, item, depth + 1)), place: at };
  if (isScalar(node)) {
    const scalar = toScalar(node.value, node.source, at);
    const body = bodyOf(walk, node.type, node.range?.[0]);
    return scalar.kind === 'scalar' && body !== undefined ? { ...scalar, body } : scalar;
  }
  return nothing(at);
}

/** Where the text of a quoted value or of a block begins, so that a fault in it is told at its own place. */
function bodyOf(walk: Walk, type: string | undefined, from: number | undefined): Place | undefined {
  if (type === undefined || from === undefined || type === 'PLAIN') return undefined;
  if (type.startsWith('QUOTE')) return place(walk, from + 1);
  const first = /^[^\n]*\n(?:[ \t]*\n)*[ \t]*/.exec(walk.text.slice(from))?.[0].length ?? 0;
  return place(walk, from + first);
}

function toScalar(value: unknown, source: string | undefined, at: Place): Node {
  if (value === null || value === undefined) return nothing(at);
  if (typeof value === 'boolean' || typeof value === 'number')
    return { kind: 'scalar', value, text: source ?? String(value), place: at };
  const text = typeof value === 'string' ? value : (source ?? '');
  return { kind: 'scalar', value: text, text, place: at };
}

function toEntry(walk: Walk, pair: { readonly key: unknown; readonly value: unknown }, depth: number): Entry {
  const key = toNode(walk, pair.key, depth + 1);
  if (key.kind !== 'scalar')
    addProblem(
      walk,
      key.place,
      'A key must be a word.',
      `Here the key is ${key.kind === 'map' ? 'a map' : 'a list'}.`,
      'Put quotes around a key that begins with [ or {.',
    );
  const value = pair.value === null ? nothing(key.place) : toNode(walk, pair.value, depth + 1);
  return { key: key.kind === 'scalar' ? key.text : '', keyPlace: key.place, value };
}

function resolveAlias(
  walk: Walk,
  node: { resolve: (document: Document) => unknown; range?: readonly number[] | null },
  depth: number,
): Node {
  walk.aliases += 1;
  const at = place(walk, node.range?.[0] ?? 0);
  const target = walk.aliases > limits.aliases ? undefined : node.resolve(walk.document);
  if (target !== undefined) return toNode(walk, target, depth + 1);
  addProblem(
    walk,
    at,
    'This alias cannot be used.',
    `It names no anchor, or the document has more than ${limits.aliases} aliases.`,
    'Write the value out.',
  );
  return nothing(at);
}

function rangeStart(walk: Walk, node: unknown): Place {
  if ((isMap(node) || isSeq(node) || isScalar(node)) && node.range) return place(walk, node.range[0]);
  return { line: 1, column: 1 };
}
