import { LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import type { FlowSpec } from './flow-spec.ts';
import { choices, openProblems } from './problem.ts';
import type { Path } from './problem.ts';
import { readProcesses, tellRivals } from './processes.ts';
import { readDeclared } from './records.ts';
import { readRules } from './rules.ts';
import { shape } from './shape.ts';
import type { Shape } from './shape.ts';

/** What is wrong with a file, and where: lines and columns count from 1. */
export interface FlowProblem {
  readonly line: number;
  readonly column: number;
  readonly what: string;
  readonly next: string;
}

/** Where in its file something of a flow is written. */
export type PlaceIn = (path: Path) => { readonly line: number; readonly column: number };

export type FlowRead =
  | { readonly kind: 'flow'; readonly flow: FlowSpec; readonly place: PlaceIn }
  | { readonly kind: 'unreadable'; readonly problems: readonly [FlowProblem, ...FlowProblem[]] };

/** A flow of this size is no flow. */
const largest = 200_000;

const unreadable = (line: number, column: number, what: string, next: string): FlowRead => ({
  kind: 'unreadable',
  problems: [{ line, column, what, next }],
});

/** Reads a flow; everything that is wrong with it is told at once. */
export function readFlow(text: string): FlowRead {
  if (text.length > largest)
    return unreadable(
      1,
      1,
      `the file has ${text.length} characters; at most ${largest} are read`,
      'Tell one flow a file.',
    );
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const { line, col } = lines.linePos(fault.pos[0]);
    return unreadable(
      line,
      col,
      firstLine(fault.message),
      'Mend the YAML: maps are indented by two blanks, text with a colon needs quotes.',
    );
  }
  const place = (path: Path): { line: number; column: number } => placeOf(document, lines, path);
  const odd = unwritable(document);
  if (odd !== undefined) {
    const { line, col } = lines.linePos(odd.at);
    return unreadable(line, col, odd.what, odd.next);
  }
  const plain: unknown = document.toJS({ maxAliasCount: -1 });
  const parsed = shape.safeParse(plain);
  if (!parsed.success)
    return told(
      parsed.error.issues.flatMap((issue) => problemsOf(issue, plain)),
      place,
    );
  const problems = openProblems();
  const flow = flowOf(parsed.data, problems);
  return problems.list.length === 0 ? { kind: 'flow', flow, place } : told(problems.list, place);
}

const mostAliases = 20;

interface Odd {
  readonly at: number;
  readonly what: string;
  readonly next: string;
}

/** An alias of nothing, of what it stands in, or one too many; and a key that no plain value can have: it would be lost. */
function unwritable(document: Document): Odd | undefined {
  let found: Odd | undefined;
  let aliases = 0;
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== '__proto__') return undefined;
      found = { at: key.range?.[0] ?? 0, what: '__proto__ is not a name', next: 'Give it another name.' };
      return visit.BREAK;
    },
    Alias(_, alias, around) {
      const stands = alias.resolve(document);
      const what =
        stands === undefined
          ? `nothing is called &${alias.source}`
          : around.some((node) => node === stands)
            ? `*${alias.source} stands in what it stands for`
            : ++aliases > mostAliases
              ? `there are more than ${mostAliases} aliases`
              : undefined;
      if (what === undefined) return undefined;
      found = { at: alias.range?.[0] ?? 0, what, next: 'Write out what the alias stands for.' };
      return visit.BREAK;
    },
  });
  return found;
}

const firstLine = (text: string): string => text.split('\n')[0] ?? text;

function flowOf(read: Shape, problems: ReturnType<typeof openProblems>): FlowSpec {
  const declared = readDeclared(read, problems);
  const processes = readProcesses(read, declared, problems);
  tellRivals(processes, declared, problems);
  return {
    name: read.flow,
    ...(read.about !== undefined && { about: read.about }),
    each: read.each,
    participants: [...declared.participants.values()],
    records: [...declared.records.values()],
    channels: declared.channels,
    locks: [...declared.locks.values()],
    processes,
    ...readRules(read, declared, problems),
    bounds: read.bounds,
  };
}

interface Found {
  readonly path: Path;
  readonly what: string;
  readonly next: string;
}

function told(found: readonly Found[], place: (path: Path) => { line: number; column: number }): FlowRead {
  const [first, ...rest] = found.map(({ path, what, next }) => ({ ...place(path), what, next }));
  return first === undefined
    ? unreadable(1, 1, 'the file cannot be read as a flow', 'Compare it with docs/flows.md.')
    : { kind: 'unreadable', problems: [first, ...rest] };
}

type Issue = z.core.$ZodIssue;

/** A key that is not known is told where it stands, and not at the map around it. */
function problemsOf(issue: Issue, plain: unknown): readonly Found[] {
  const path = issue.path.filter((key) => typeof key !== 'symbol');
  const at = path.join('.') || 'the file';
  if (issue.code !== 'unrecognized_keys' && path.length > 0 && valueAt(plain, path) === undefined)
    return [{ path, what: `${at} is missing`, next: 'docs/flows.md says what belongs there.' }];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        what: `${key} is no key of ${at}`,
        next: 'docs/flows.md lists the keys. Mind the spelling and the indentation.',
      }));
    case 'invalid_value':
      return [
        {
          path,
          what: `${at} has a value that is not known`,
          next: `Write one of ${choices(issue.values.map(String))}.`,
        },
      ];
    case 'invalid_union':
      return [{ path, what: `${at} is not written in a form that is known`, next: unionNext(issue) }];
    case 'invalid_key':
      return [
        {
          path,
          what: `${at} is not a name`,
          next: 'A name has lower-case letters, digits and hyphens: order-placed.',
        },
      ];
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_type':
    case 'not_multiple_of':
    case 'too_big':
    case 'too_small':
      return [
        {
          path,
          what: `${at}: ${firstLine(issue.message)}`,
          next: 'docs/flows.md shows every form with an example.',
        },
      ];
  }
}

function valueAt(plain: unknown, path: Path): unknown {
  let value = plain;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(String(key));
  }
  return value;
}

function unionNext(issue: Extract<Issue, { code: 'invalid_union' }>): string {
  const said = issue.errors.flatMap((each) => each.map(({ message }) => firstLine(message)));
  return said.length === 0
    ? 'docs/flows.md shows every form.'
    : `It may be: ${[...new Set(said)].slice(0, 3).join('; ')}.`;
}

/** Of the key where there is one, else of the value; of what is around it where it is missing. */
function placeOf(document: Document, lines: LineCounter, path: Path): { line: number; column: number } {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (pair === undefined) break;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (isNode(item) && item.range) offset = item.range[0];
      node = item;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}
