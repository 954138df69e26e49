import type { z } from 'zod';
import { readDocumentText } from '../../document-text.ts';
import type { Place } from '../../document-text.ts';
import type { FlowSpec } from './flow-spec.ts';
import { readKeys } from './keys.ts';
import { choices, openProblems } from './problem.ts';
import type { Path } from './problem.ts';
import { readProcesses, tellRivals } from './processes.ts';
import { readDeclared } from './records.ts';
import { readRules } from './rules.ts';
import { shape } from './shape.ts';
import type { Shape } from './shape.ts';

/** What is wrong with a file, and where. */
export interface FlowProblem extends Place {
  readonly what: string;
  readonly next: string;
}

/** Where in its file something of a flow is written. */
export type PlaceIn = (path: Path) => Place;

export type FlowRead =
  | { readonly kind: 'flow'; readonly flow: FlowSpec; readonly place: PlaceIn }
  | { readonly kind: 'unreadable'; readonly problems: readonly [FlowProblem, ...FlowProblem[]] };

/** A flow of this size is no flow. */
const largest = 200_000;

/** Reads a flow; everything that is wrong with it is told at once. */
export function readFlow(text: string): FlowRead {
  const read = readDocumentText(text, { longest: largest, page: 'docs/flows.md' });
  if (read.kind === 'unreadable') {
    const [{ line, column, what, why, next }] = read.faults;
    return {
      kind: 'unreadable',
      problems: [{ line, column, what: `${what} ${why}`.replace(/\.$/, ''), next }],
    };
  }
  const { data, placeOf: place } = read;
  const parsed = shape.safeParse(data);
  if (!parsed.success)
    return told(
      parsed.error.issues.flatMap((issue) => problemsOf(issue, data)),
      place,
    );
  const problems = openProblems();
  const flow = flowOf(parsed.data, problems);
  return problems.list.length === 0 ? { kind: 'flow', flow, place } : told(problems.list, place);
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
    keys: readKeys(read, processes, problems),
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

function told(found: readonly Found[], place: PlaceIn): FlowRead {
  const [first, ...rest] = found.map(({ path, what, next }) => ({ ...place(path), what, next }));
  const unknown: FlowProblem = {
    line: 1,
    column: 1,
    what: 'the file cannot be read as a flow',
    next: 'Compare it with docs/flows.md.',
  };
  return { kind: 'unreadable', problems: [first ?? unknown, ...rest] };
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
