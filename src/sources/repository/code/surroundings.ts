import type { Call, Lines, Reach } from './call-graph.ts';

/** The tables of a call graph, which grow while code is read. */
interface Tables {
  readonly named: ReadonlyMap<string, readonly Lines[]>;
  readonly calls: ReadonlyMap<string, readonly Call[]>;
  readonly callers: ReadonlyMap<string, readonly Call[]>;
}

interface Surroundings extends Required<Pick<Reach, 'around' | 'callsIn' | 'callsOf'>> {
  readonly add: (lines: Lines, key: string | undefined) => void;
}

/** The function a line stands in, the calls it makes, and those that run it. What is inherited is left out. */
export function createSurroundings({ named, calls, callers }: Tables): Surroundings {
  const inFile = new Map<string, Lines[]>();
  const keys = new Map<string, Set<string>>();
  return {
    add: (lines, key) => {
      if (lines.heir !== undefined) return;
      const known = inFile.get(lines.file);
      if (known === undefined) inFile.set(lines.file, [lines]);
      else known.push(lines);
      if (key !== undefined) keys.set(spot(lines), (keys.get(spot(lines)) ?? new Set()).add(key));
    },
    around: (file, line) => {
      let smallest: Lines | undefined;
      for (const each of inFile.get(file) ?? [])
        if (each.start <= line && line <= each.end && (smallest === undefined || size(each) < size(smallest)))
          smallest = each;
      return smallest;
    },
    callsIn: ({ file, start, end }) =>
      (calls.get(file) ?? []).flatMap((call) =>
        call.line < start || call.line > end || call.heir !== undefined
          ? []
          : [{ line: call.line, runs: call.keys.flatMap((key) => named.get(key) ?? []) }],
      ),
    callsOf: (lines) =>
      [...(keys.get(spot(lines)) ?? [])]
        .flatMap((key) => callers.get(key) ?? [])
        .filter(({ heir }) => heir === undefined),
  };
}

const size = ({ start, end }: Lines): number => end - start;
const spot = ({ file, start, end }: Lines): string => `${file}:${start}-${end}`;
