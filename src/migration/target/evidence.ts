import { snakeCase } from '../../artifacts/words.ts';
import type { Entity } from '../../model/domain.ts';
import type { Act } from './acts.ts';
import type { Caller } from './callers.ts';
import type { Ground } from './ground.ts';
import type { Landing } from './landing.ts';
import type { EndpointMove } from './moves.ts';
import { operationId } from './operations.ts';
import { callerColumns, unaskedColumns } from './session-values.ts';
import { shownBy } from './shown.ts';
import type { Shown } from './shown.ts';
import type { Statement } from './statements.ts';

/** One endpoint of the legacy system that asks for an operation of the target, and what it tells of who may. */
export interface Evidence {
  readonly operation: string;
  readonly endpoint: EndpointMove['endpoint'];
  readonly caller: Caller;
  readonly act: Act;
  readonly account?: 'sign-in' | 'sign-out' | 'register';
  /** What it lets its caller see of the table. */
  readonly shown: readonly Shown[];
  /** Whether what it does to the table is bound to who is signed in; undefined where no statement of it was read. */
  readonly isOwn: boolean | undefined;
}

/** What endpoints tell of the operations that take them over, in the order of the endpoints. */
export function evidenceOf({
  endpoints,
  landings,
  people,
}: Pick<Ground, 'endpoints' | 'landings' | 'people'>): readonly Evidence[] {
  return endpoints.flatMap(({ endpoint, caller, move, statements }) => {
    if (move.kind === 'stays' || move.isJob === true) return [];
    return move.acts.map((act): Evidence => {
      const about = statements.flatMap((statement) => {
        const landing = landings.get(statement.table);
        return landing?.entity.name === act.entity ? [{ statement, landing }] : [];
      });
      const isRead = ['list', 'read', 'search'].includes(act.verb);
      const meant = about.filter(({ statement }) => (statement.query.kind === 'select') === isRead);
      const isOwn =
        meant.length === 0
          ? undefined
          : meant.every(({ statement, landing }) => isBound(statement, landing, endpoint, caller, people));
      return {
        operation: operationId(act),
        endpoint,
        // Whoever gets the rows of who is signed in, or signs out, is signed in, whether or not a guard was read.
        caller: (isOwn === true || move.account === 'sign-out') && isUnguarded(caller) ? signedIn : caller,
        act,
        ...(move.account !== undefined && { account: move.account }),
        shown: about.flatMap(
          ({ statement, landing }) => shownBy(statement, landing, endpoint.parameters.length > 0) ?? [],
        ),
        isOwn,
      };
    });
  });
}

const isUnguarded = ({ kind, isInside }: Caller): boolean =>
  kind === 'anyone' || (kind === 'unknown' && isInside !== true);

const signedIn: Caller = { kind: 'person', roles: [], abilities: [] };

/**
 * Whether it compares a column of the table with the key of who is signed in, or sets one to it. Where only
 * people who signed in come, a column that names a person is compared with them unless the request says with whom.
 */
function isBound(
  { query }: Statement,
  { fields, references }: Landing,
  { parameters }: EndpointMove['endpoint'],
  { kind }: Caller,
  { person }: Ground['people'],
): boolean {
  if (callerColumns(query.sql).some((column) => fields.has(column))) return true;
  if (kind !== 'person') return false;
  const unasked = unaskedColumns(query.sql);
  return references.some(
    ({ column, table }) =>
      table === person &&
      unasked.includes(column) &&
      !parameters.some(({ name }) => snakeCase(name) === column || column === `${snakeCase(name)}_id`),
  );
}

/** Entities of which some statement asks for the rows of one person, by the field that tells whose they are. */
export const filteredByOwner = (
  { statements, landings }: Pick<Ground, 'statements' | 'landings'>,
  entities: readonly Entity[],
): ReadonlySet<string> =>
  new Set(
    statements.flatMap(({ table, filters }) => {
      const landing = landings.get(table);
      const owner = entities.find(({ name }) => name === landing?.entity.name)?.owner;
      return landing !== undefined && filters.some((column) => landing.fields.get(column) === owner)
        ? [landing.entity.name]
        : [];
    }),
  );

/** Fields that statements bind to who is signed in, the usual one first; by entity. */
export function boundFields({
  statements,
  landings,
}: Pick<Ground, 'statements' | 'landings'>): ReadonlyMap<string, readonly string[]> {
  const counts = new Map<string, Map<string, number>>();
  for (const { query, table } of statements) {
    const landing = landings.get(table);
    if (landing === undefined) continue;
    const fields = callerColumns(query.sql).flatMap((column) => landing.fields.get(column) ?? []);
    const known = counts.get(landing.entity.name) ?? new Map<string, number>();
    for (const field of fields) known.set(field, (known.get(field) ?? 0) + 1);
    counts.set(landing.entity.name, known);
  }
  return new Map(
    [...counts].map(([entity, fields]) => [
      entity,
      [...fields].toSorted(([, a], [, b]) => b - a).map(([field]) => field),
    ]),
  );
}
