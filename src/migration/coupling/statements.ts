import type { Backend } from '../../model/backend.ts';
import type { Query } from '../../model/data.ts';
import type { Origin } from '../../model/origin.ts';
import type { TableNames } from './table-names.ts';

/** Who issues a statement: an endpoint, a job, or a function that no endpoint and no job is known to reach. */
export interface User {
  readonly id: string;
  readonly kind: 'endpoint' | 'job' | 'code';
}

/** One statement of the workload: by whom, on what. */
export interface Statement {
  readonly users: readonly User[];
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly inTransaction: boolean;
  /** So many reach it that the list of them was cut: it says nothing of what belongs together. */
  readonly everywhere: boolean;
}

/** Readers tell at most so many callers of one statement. */
const mostCallers = 20;

/** Code that runs once, at a release, by hand or in tests: what it touches together serves no request. */
const runsOnce =
  /(^|\/)(migrations?|seeds?|seeders?|seeding|fixtures?|tests?|testing|spec|e2e|examples?|samples?)\/|(^|\/)(install\w*|setup|upgrad\w*|db_?update|migrat\w*|seed\w*)([/.]|$)|[._-](test|spec|seed)s?\.\w+$/i;

const runsForNobody = (origin: Origin): boolean => origin.kind === 'read' && runsOnce.test(origin.file);

/** Every statement that serves somebody and names a table. */
export function statementsOf(backend: Backend, names: TableNames): readonly Statement[] {
  const jobs = new Set(backend.processes.jobs.map(({ id }) => id));
  return backend.data.queries.flatMap((query) => {
    if (query.tables.length === 0 || runsForNobody(query.origin)) return [];
    return [
      {
        users: usersOf(query, jobs),
        ...touched(query, names),
        inTransaction: query.inTransaction === true,
        everywhere: (query.reachedBy?.length ?? 0) >= mostCallers,
      },
    ];
  });
}

function usersOf(query: Query, jobs: ReadonlySet<string>): readonly User[] {
  const { reachedBy = [], origin, operation } = query;
  if (reachedBy.length > 0)
    return reachedBy.map((id): User => ({ id, kind: jobs.has(id) ? 'job' : 'endpoint' }));
  const place = origin.kind === 'read' ? origin.file : undefined;
  const id = [place, operation].filter((part) => part !== undefined).join('#');
  return id === '' ? [] : [{ id, kind: 'code' }];
}

/** Statements whose kind readers do not tell, but that change rows. */
const changes = /^\s*(truncate|replace|merge|upsert|load)\b/i;

/** The first table of a statement that writes is the one it writes; the others it reads. */
function touched(query: Query, names: TableNames): Pick<Statement, 'reads' | 'writes'> {
  const tables = [...new Set(query.tables.map(names))];
  const read = (all: readonly string[]): readonly string[] => all.filter((table) => table !== '');
  const writes = query.kind !== 'select' && (query.kind !== 'other' || changes.test(query.sql));
  return writes
    ? { writes: read(tables.slice(0, 1)), reads: read(tables.slice(1)) }
    : { writes: [], reads: read(tables) };
}
