import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Origin } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';
import { tableNames } from '../coupling/table-names.ts';
import type { TableNames } from '../coupling/table-names.ts';
import { isName } from './data.ts';
import { known, none, unknown } from './told.ts';
import type { Told } from './told.ts';

export interface EndpointFigures {
  readonly all: number;
  readonly guarded: number;
  readonly public: number;
  /** Whether anybody may call them could not be settled. */
  readonly unknown: number;
  /** Their path has a part that is not known. */
  readonly unresolved: number;
  /** Those that are scripts called by their own path. */
  readonly pages: number;
}

export function endpointsOf({ api, coverage }: Backend): Told<EndpointFigures> {
  const { endpoints } = api;
  if (endpoints.length === 0)
    return coverage.files === 0
      ? unknown('no file was read')
      : none(`no route and no page was found in ${coverage.files} files`);
  const of = (access: Endpoint['access']): number =>
    endpoints.filter((endpoint) => endpoint.access === access).length;
  return known(
    {
      all: endpoints.length,
      guarded: of('guarded'),
      public: of('public'),
      unknown: of('unknown'),
      unresolved: endpoints.filter(({ pathResolved }) => !pathResolved).length,
      pages: new Set(endpoints.flatMap((endpoint) => pageOf(endpoint) ?? [])).size,
    },
    endpoints.map(({ origin }) => origin),
  );
}

/** The script behind an endpoint that goes by the path of its own file. */
export function pageOf({ handler, path }: Endpoint): string | undefined {
  const own = path.replace(/\?.*$/, '');
  return handler !== undefined && own.length > 1 && `/${handler.file}`.endsWith(own)
    ? handler.file
    : undefined;
}

/** What one entry asks of the database, by the statements its code leads to. */
export interface QueryLoad {
  /** Id of the endpoint or job. */
  readonly entry: string;
  readonly kind: 'endpoint' | 'job';
  /** Different statements; one of them may run on only one of the ways through the code. */
  readonly statements: number;
  /** Of these run once for each row of something. */
  readonly inLoops: number;
  /** Of these put values into their text. */
  readonly interpolated: number;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly origin: Origin;
}

/** Every endpoint and job with its statements, most first. */
export function queriesOf(backend: Backend): Told<readonly QueryLoad[]> {
  const { api, processes, data, coverage } = backend;
  if (data.queries.length === 0)
    return coverage.files === 0
      ? unknown('no file was read')
      : none(`no statement was found in ${coverage.files} files`);
  const entries = [
    ...api.endpoints.map(({ id, origin }) => ({ id, kind: 'endpoint' as const, origin })),
    ...processes.jobs.map(({ id, origin }) => ({ id, kind: 'job' as const, origin })),
  ];
  const nameOf = tableNames(data.tables);
  const loads = entries.map((entry) => loadOf(backend, entry, nameOf));
  const some = loads.filter(({ statements }) => statements > 0);
  return some.length === 0
    ? unknown(`of ${data.queries.length} statements it is not known which page leads to them`)
    : known(
        some.toSorted((a, b) => b.statements - a.statements || compareText(a.entry, b.entry)),
        some.map((load) => load.origin),
      );
}

interface LoadedEntry {
  readonly id: string;
  readonly kind: QueryLoad['kind'];
  readonly origin: Origin;
}

function loadOf({ data }: Backend, { id: entry, kind, origin }: LoadedEntry, nameOf: TableNames): QueryLoad {
  const own = data.queries.filter(({ reachedBy = [] }) => reachedBy.includes(entry));
  const tables = (writes: boolean): readonly string[] =>
    [
      ...new Set(
        own.flatMap(({ kind: verb, tables: asked }) => {
          const named = asked.filter(isName).map(nameOf);
          const isWrite = verb !== 'select' && verb !== 'other';
          if (!isWrite) return writes ? [] : named;
          return writes ? named.slice(0, 1) : named.slice(1);
        }),
      ),
    ].toSorted(compareText);
  return {
    entry,
    kind,
    statements: own.length,
    inLoops: own.filter(
      ({ inLoop, loop, loopReachedBy }) =>
        inLoop === true &&
        (loop === undefined || loopReachedBy === undefined || loopReachedBy.includes(entry)),
    ).length,
    interpolated: own.filter(({ interpolated }) => interpolated === true).length,
    reads: tables(false),
    writes: tables(true),
    origin,
  };
}
