import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query } from '../../model/data.ts';
import type { RecordAccess } from '../../model/flow.ts';
import { isAdministration } from './intent.ts';
import { isChecked, isFollowed, namesOwner } from './owned-records.ts';

/** A statement of a handler that looks records up by ids alone, in code where values are not followed. */
export interface NamedRecord {
  readonly endpoint: Endpoint;
  readonly query: Query;
  readonly entity: string;
  readonly action: RecordAccess['action'];
  readonly column: string;
  readonly parameter: string;
}

const actions: Partial<Record<Query['kind'], RecordAccess['action']>> = {
  select: 'read',
  update: 'change',
  delete: 'remove',
};

const condition = /([\w."`]+)\s*=\s*(?:\$\w+|\?|:\w+|'\{)/g;

/** Statements whose only condition is an id, reached by endpoints that take one and whose code asks nobody who is calling. */
export function namedRecords({ api, data, trust }: Backend): readonly NamedRecord[] {
  const checks = trust.callerChecks;
  if (checks === undefined) return [];
  const endpoints = new Map(api.endpoints.filter(isLookedAt).map((endpoint) => [endpoint.id, endpoint]));
  const looked = new Set<string>();
  const found = data.queries.flatMap((query) => {
    const action = actions[query.kind];
    const [table] = query.tables;
    const column = onlyColumn(query.sql);
    if (action === undefined || table === undefined || query.tables.length > 1 || column === undefined)
      return [];
    return (query.reachedBy ?? []).flatMap((id): readonly NamedRecord[] => {
      const endpoint = endpoints.get(id);
      const parameter = endpoint === undefined ? undefined : parameterOf(endpoint, column);
      if (endpoint === undefined || parameter === undefined) return [];
      looked.add(id);
      return isChecked(endpoint, checks)
        ? []
        : [{ endpoint, query, entity: table, action, column, parameter }];
    });
  });
  // Where most endpoints ask nobody, something asks for them that is not seen: conditions of a mapper, a base class.
  const open = new Set(found.map(({ endpoint }) => endpoint.id));
  return open.size * 2 > looked.size ? [] : found;
}

/** Who is calling is followed as a value in JavaScript; flows tell of that. */
const isLookedAt = ({ handler, path, protocol }: Endpoint): boolean =>
  handler !== undefined && protocol === 'http' && !isFollowed(handler.file) && !isAdministration(path);

function onlyColumn(sql: string): string | undefined {
  const where = sql.search(/\bwhere\b/i);
  if (where === -1 || /\b(or|in|like|between|exists)\b/i.test(sql.slice(where))) return undefined;
  const columns = [...sql.slice(where).matchAll(condition)].map(([, name]) => plain(name ?? ''));
  const [only] = columns;
  return columns.length === 1 && only !== undefined ? only : undefined;
}

const plain = (name: string): string => (name.split('.').at(-1) ?? name).replaceAll(/["`]/g, '');

const isId = (name: string): boolean => /(^|_)(id|uuid|guid|number|no)$|[a-z](Id|ID|Uuid)$/i.test(name);

/** The part of the request that names it: a part of the path, or a field that is called like an id. */
function parameterOf({ parameters }: Endpoint, column: string): string | undefined {
  const named = parameters.filter(({ in: place, name }) =>
    place === 'path' ? isId(name) || name === column : isId(name),
  );
  const [first] = named;
  if (first === undefined || !(isId(column) || namesOwner(column))) return undefined;
  return `${first.in === 'body' ? 'body field' : `${first.in} parameter`} ${first.name}`;
}
