import { createSurroundings } from './surroundings.ts';

/** Lines of a function, both included. */
export interface Lines {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  /** The class that inherits the function: its statements are told for each of these. */
  readonly heir?: string;
}

/** A statement that an inherited function issues for one of the classes below it only. */
export interface HeirStatement {
  readonly file: string;
  readonly line: number;
  readonly operation: string;
}

/** What holds where a function is called. */
export interface Around {
  /** Runs once for each element of something whose length is not written in the code. */
  readonly inLoop: boolean;
  /** Between the begin and the end of a database transaction. */
  readonly inTransaction: boolean;
}

/** What holds for any of the calls of a function. */
export interface Callers extends Around {
  /** The call that stands in the loop, the nearest. */
  readonly loop?: { readonly file: string; readonly line: number };
  /** Called outside of a transaction. */
  readonly outside: boolean;
}

/** A call, by the functions that it may call as far as names and types tell. */
export interface Call extends Around {
  readonly file: string;
  readonly line: number;
  readonly keys: readonly string[];
  /** The function around the call: what holds for its callers then holds for those it calls. */
  readonly from?: string;
  /** As of the lines around it. */
  readonly heir?: string;
}

/** Which code runs behind a place of a file. */
export interface Reach {
  /** By `file#function` or `file#Class.method`; JavaScript tells methods by `Class.method`. */
  readonly callersOf: (key: string) => Callers | undefined;
  /** The function that begins there, or what is run for the thing that stands there, and what these call. */
  readonly behind: (file: string, line: number, name?: string) => readonly Lines[];
  /** The functions that begin there alone, without what they call; absent where nobody asks for them. */
  readonly startsAt?: (file: string, line: number, name?: string) => readonly Lines[];
  /** The functions of that name that calls on these lines run. */
  readonly calledAt?: (file: string, from: number, to: number, name: string) => readonly Lines[];
  /** The smallest function that holds a line; absent where nobody asks for it. */
  readonly around?: (file: string, line: number) => Lines | undefined;
  /** The calls in a function, each with the functions it may run. */
  readonly callsIn?: (lines: Lines) => readonly { readonly line: number; readonly runs: readonly Lines[] }[];
  /** The calls that may run a function. */
  readonly callsOf?: (lines: Lines) => readonly Call[];
  /** Whether only a function of the class that the operation names issues the statement. */
  readonly isOfHeir?: (statement: HeirStatement) => boolean;
  /** Whether a library issues it on its own, once somebody asks for what it brings: it is told with who asks only. */
  readonly isBrought?: (statement: HeirStatement) => boolean;
}

/** Functions of any language and their calls, as they are found. */
export interface CallGraph extends Reach {
  readonly around: NonNullable<Reach['around']>;
  readonly callsIn: NonNullable<Reach['callsIn']>;
  readonly callsOf: NonNullable<Reach['callsOf']>;
  /** A function without a key is reached by its place only. */
  readonly addFunction: (lines: Lines, key?: string) => void;
  readonly addCall: (call: Call) => void;
  /**
   * What is run for a thing that is no function itself: the methods of the class of a job. With a name only what goes
   * by it starts there.
   */
  readonly addStart: (file: string, line: number, keys: readonly string[], name?: string) => void;
  readonly addOfHeir: (statement: HeirStatement) => void;
  readonly addBrought: (statement: HeirStatement) => void;
}

/** What a release runs once may take its time: its loops say nothing of what it calls. */
const runsOnce = /(^|\/)[\w-]*(migrations?|seeds?|seeders?|seeding|fixtures?)[\w-]*([/.]|$)/i;

/** Longest chain of calls that is followed. */
const deepest = 8;

/** Most functions that are told behind one place. */
const mostFunctions = 400;

export function createCallGraph(): CallGraph {
  const functions = new Map<string, Lines[]>();
  const named = new Map<string, Lines[]>();
  const calls = new Map<string, Call[]>();
  const callers = new Map<string, Call[]>();
  const starts = new Map<string, string[]>();
  const callees = new Map<Lines, readonly Lines[]>();
  const { add: surround, ...surroundings } = createSurroundings({ named, calls, callers });
  const calledFrom = (lines: Lines): readonly Lines[] => {
    const known = callees.get(lines);
    if (known !== undefined) return known;
    const found = (calls.get(lines.file) ?? [])
      .filter(({ line, heir }) => line >= lines.start && line <= lines.end && heir === lines.heir)
      .flatMap(({ keys }) => keys.flatMap((key) => named.get(key) ?? []));
    callees.set(lines, found);
    return found;
  };
  const startsAt = (file: string, line: number, name?: string): readonly Lines[] => {
    const place = `${file}:${line}`;
    const own = (functions.get(place) ?? []).filter(({ heir }) => heir === undefined);
    const widest = own.toSorted((a, b) => b.end - a.end)[0];
    const keys = [place, ...(name === undefined ? [] : [startOf(file, line, name)])];
    const run = keys.flatMap((each) => starts.get(each) ?? []).flatMap((key) => named.get(key) ?? []);
    return [...(widest === undefined ? [] : [widest]), ...run];
  };
  return {
    ...surroundings,
    startsAt,
    calledAt: (file, from, to, name) => {
      const found = (calls.get(file) ?? [])
        .filter(({ line }) => line >= from && line <= to)
        .flatMap(({ keys }) => keys.filter((key) => nameOfKey(key) === name))
        .flatMap((key) => named.get(key) ?? []);
      return [...new Set(found)];
    },
    addFunction: (lines, key) => {
      append(functions, `${lines.file}:${lines.start}`, lines);
      surround(lines, key);
      if (key !== undefined) append(named, key, lines);
    },
    addCall: (call) => {
      append(calls, call.file, call);
      const told = call.inLoop && runsOnce.test(call.file) ? { ...call, inLoop: false } : call;
      for (const key of call.keys) append(callers, key, told);
    },
    addStart: (file, line, keys, name) => {
      for (const key of keys) append(starts, startOf(file, line, name), key);
    },
    ...createHeirs(),
    callersOf: (key) => (callers.has(key) ? around(callers, key, 0) : undefined),
    behind: (file, line, name) => follow(startsAt(file, line, name), calledFrom),
  };
}

/** Statements that are told for one heir of their function only. */
function createHeirs(): Pick<CallGraph, 'addOfHeir' | 'addBrought'> &
  Required<Pick<CallGraph, 'isOfHeir' | 'isBrought'>> {
  const ofHeirs = new Set<string>();
  const brought = new Set<string>();
  return {
    addOfHeir: (statement) => void ofHeirs.add(placeOf(statement)),
    addBrought: (statement) => {
      ofHeirs.add(placeOf(statement));
      brought.add(placeOf(statement));
    },
    isBrought: (statement) => brought.has(placeOf(statement)),
    isOfHeir: (statement) => ofHeirs.has(placeOf(statement)),
  };
}

/** The name of a function in its key, without its class, its heir and its line. */
const nameOfKey = (key: string): string =>
  key
    .slice(key.indexOf('#') + 1)
    .replace(/@.*$|:\d+$/, '')
    .replace(/^.*\./, '');

const startOf = (file: string, line: number, name: string | undefined): string =>
  name === undefined ? `${file}:${line}` : `${file}:${line} ${name}`;

const placeOf = ({ file, line, operation }: HeirStatement): string => `${file}:${line} ${operation}`;

/** A loop or a transaction may stand this many calls away. */
const farthest = 3;

/** What holds for any call of a function, through those that call its callers. */
function around(callers: ReadonlyMap<string, readonly Call[]>, key: string, steps: number): Callers {
  const calls = (callers.get(key) ?? []).map((call): Callers => {
    const { from, file, line, inLoop, inTransaction } = call;
    const above =
      from === undefined || from === key || steps + 1 >= farthest || !callers.has(from)
        ? undefined
        : around(callers, from, steps + 1);
    const always = above !== undefined && above.inTransaction && !above.outside;
    const loop = inLoop ? { file, line } : above?.loop;
    return {
      ...(loop === undefined ? {} : { loop }),
      inLoop: inLoop || above?.inLoop === true,
      inTransaction: inTransaction || always,
      outside: !inTransaction && !always,
    };
  });
  const loop = calls.find((each) => each.loop !== undefined)?.loop;
  return {
    ...(loop === undefined ? {} : { loop }),
    inLoop: calls.some((each) => each.inLoop),
    inTransaction: calls.some((each) => each.inTransaction),
    outside: calls.some((each) => each.outside),
  };
}

function follow(start: readonly Lines[], calledFrom: (lines: Lines) => readonly Lines[]): readonly Lines[] {
  const reached = new Set(start);
  let edge: readonly Lines[] = [...reached];
  for (let depth = 0; depth < deepest && edge.length > 0 && reached.size < mostFunctions; depth += 1) {
    const next = edge.flatMap(calledFrom).filter((lines) => !reached.has(lines));
    for (const lines of next) reached.add(lines);
    edge = [...new Set(next)];
  }
  return [...reached];
}

function append<T>(table: Map<string, T[]>, key: string, value: T): void {
  const list = table.get(key);
  if (list === undefined) table.set(key, [value]);
  else list.push(value);
}
