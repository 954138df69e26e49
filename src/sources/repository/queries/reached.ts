import type { Backend } from '../../../model/backend.ts';
import type { Query } from '../../../model/data.ts';
import type { Origin } from '../../../model/origin.ts';
import type { HeirStatement, Lines, Reach } from '../code/call-graph.ts';

/** Each statement and each call of a store with the endpoints and jobs whose code leads to it. */
export function withCallers(backend: Backend, reaches: readonly Reach[]): Backend {
  const { queries, keyValue } = backend.data;
  const accesses = keyValue?.accesses ?? [];
  if (queries.length + accesses.length === 0) return backend;
  const { callers, through } = callersOf(backend, [...queries, ...accesses], reaches);
  const linked = queries.flatMap((query): readonly Query[] => {
    const found = callers.get(query);
    if (found !== undefined) return [withFound(query, found, through.get(query))];
    const statement = statementOf(query);
    return reaches.some(({ isBrought }) => isBrought?.(statement) === true) ? [] : [query];
  });
  if (keyValue === undefined) return { ...backend, data: { ...backend.data, queries: linked } };
  const reached = accesses.map((access) => {
    const all = new Set([...(access.reachedBy ?? []), ...(callers.get(access) ?? [])]);
    return all.size === 0 ? access : { ...access, reachedBy: [...all].slice(0, mostCallers) };
  });
  return {
    ...backend,
    data: { ...backend.data, queries: linked, keyValue: { ...keyValue, accesses: reached } },
  };
}

function withFound(
  query: Query,
  found: ReadonlySet<string>,
  through: ReadonlySet<string> | undefined,
): Query {
  const repeating = query.loop === undefined ? undefined : [...(through ?? [])].slice(0, mostCallers);
  return {
    ...query,
    reachedBy: [...found].slice(0, mostCallers),
    ...(repeating === undefined ? {} : { loopReachedBy: repeating }),
  };
}

type Issued = Pick<Query, 'origin' | 'operation' | 'loop'>;

/** What leads to each statement, and what leads to it through the loop around its call. */
interface Callers {
  readonly callers: ReadonlyMap<Issued, ReadonlySet<string>>;
  readonly through: ReadonlyMap<Issued, ReadonlySet<string>>;
}

function callersOf(backend: Backend, issued: readonly Issued[], reaches: readonly Reach[]): Callers {
  const byFile = new Map<string, Issued[]>();
  for (const query of issued) {
    const file = fileOf(query.origin);
    if (file !== undefined) byFile.set(file, [...(byFile.get(file) ?? []), query]);
  }
  const callers = new Map<Issued, Set<string>>();
  const through = new Map<Issued, Set<string>>();
  for (const { id, file, line, name } of starts(backend)) {
    const behind = reaches.flatMap((reach) => reach.behind(file, line, name));
    for (const lines of behind)
      for (const query of byFile.get(lines.file) ?? []) {
        const at = lineOf(query.origin);
        if (at < lines.start || at > lines.end || !isIssuedIn(reaches, lines, query)) continue;
        addTo(callers, query, id);
        if (query.loop !== undefined && behind.some((each) => holds(each, query.loop)))
          addTo(through, query, id);
      }
  }
  return { callers, through };
}

function addTo(table: Map<Issued, Set<string>>, query: Issued, id: string): void {
  const known = table.get(query);
  if (known === undefined) table.set(query, new Set([id]));
  else known.add(id);
}

const holds = ({ file, start, end }: Lines, place: Origin | undefined): boolean =>
  place?.kind === 'read' && place.file === file && place.line >= start && place.line <= end;

const statementOf = ({ origin, operation = '' }: Issued): HeirStatement => ({
  file: fileOf(origin) ?? '',
  line: lineOf(origin),
  operation,
});

/** What an inherited function issues for one class, its lines reach only where they are run for that class. */
function isIssuedIn(reaches: readonly Reach[], { heir }: Lines, query: Issued): boolean {
  const { operation } = query;
  const statement = statementOf(query);
  if (!reaches.some(({ isOfHeir }) => isOfHeir?.(statement) === true)) return true;
  return heir !== undefined && (operation === heir || operation?.startsWith(`${heir}.`) === true);
}

/** A statement that everything reaches is told with this many: whoever moves a table must know all that ask for it. */
const mostCallers = 200;

interface Start {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  /** What the place is run as, where it stands for several. */
  readonly name?: string;
}

const starts = ({ api, processes }: Backend): readonly Start[] => [
  ...api.endpoints.flatMap(({ id, handler }) => (handler === undefined ? [] : [{ id, ...handler }])),
  ...processes.jobs.flatMap(({ id, origin, consumers }) =>
    (consumers ?? [origin]).flatMap((place) =>
      place.kind === 'read' ? [{ id, file: place.file, line: place.line }] : [],
    ),
  ),
];

const fileOf = (origin: Origin): string | undefined => (origin.kind === 'read' ? origin.file : undefined);
const lineOf = (origin: Origin): number => (origin.kind === 'read' ? origin.line : 0);
