import type { Query } from '../../../model/data.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Lines } from '../code/call-graph.ts';
import type { Joined } from './deliveries.ts';

type Place = Origin & { readonly kind: 'read' };

/** A statement that changes rows, where it stands. */
export interface Write {
  readonly query: Query;
  readonly place: Place;
  /** The line of the function asked for: that of the call where the statement stands in another function. */
  readonly line: number;
}

/** Calls between a function and the statement: a repository behind a service. */
const deepest = 2;

/** Statements that change rows by the file they stand in. */
export function writesByFile({ backend }: Joined): ReadonlyMap<string, readonly (readonly [Query, Place])[]> {
  const found = new Map<string, (readonly [Query, Place])[]>();
  for (const query of backend.data.queries) {
    const { kind, origin } = query;
    if (kind === 'select' || kind === 'other' || origin.kind !== 'read') continue;
    found.set(origin.file, [...(found.get(origin.file) ?? []), [query, origin]]);
  }
  return found;
}

/** What a function changes itself or through the functions it calls. */
export function writesOf(
  { reaches }: Pick<Joined, 'reaches'>,
  byFile: ReturnType<typeof writesByFile>,
  lines: Lines,
  steps = 0,
): readonly Write[] {
  const own = (byFile.get(lines.file) ?? []).flatMap(([query, place]): readonly Write[] =>
    place.line >= lines.start && place.line <= lines.end ? [{ query, place, line: place.line }] : [],
  );
  if (steps === deepest) return own;
  const called = reaches.flatMap(({ callsIn }) => callsIn?.(lines) ?? []);
  const behind = called.flatMap(({ line, runs }) =>
    // A name that many functions go by tells nothing.
    runs.length > 3
      ? []
      : runs.flatMap((each) =>
          sameLines(each, lines)
            ? []
            : writesOf({ reaches }, byFile, each, steps + 1).map((write) => ({ ...write, line })),
        ),
  );
  return [...own, ...behind];
}

export const sameLines = (a: Lines, b: Lines): boolean =>
  a.file === b.file && a.start === b.start && a.end === b.end;

/** The text of some lines, both included. */
export function textOf({ files }: Joined, { file, start, end }: Lines): string {
  const text = files.get(file)?.text ?? '';
  return text
    .split('\n')
    .slice(start - 1, end)
    .join('\n');
}
