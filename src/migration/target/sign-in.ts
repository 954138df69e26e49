import type { Backend } from '../../model/backend.ts';
import type { Brief, Fragment, Pack, Question } from '../../model/brief.ts';
import type { Origin } from '../../model/origin.ts';
import { tableNames } from '../coupling/table-names.ts';
import { tableId } from '../steps/inventory.ts';
import { blankBrief } from './blank.ts';
import { accountActOf } from './callers.ts';
import { peopleOf } from './people.ts';
import { isPassword } from './personal.ts';
import { broughtBy } from './packs.ts';

/** Where a legacy system keeps passwords, and the endpoint that compares them. */
export interface SignIn {
  /** Columns with what is compared. */
  readonly columns: readonly string[];
  readonly endpoint: string;
  readonly origin: Origin;
}

/** How people sign in to the legacy system; undefined where it keeps no password, or nothing was seen to compare one. */
export function signInOf({ api, data }: Backend): SignIn | undefined {
  const { person, staff } = peopleOf(data.tables);
  const accounts = data.tables.filter((table) => [person, staff].includes(tableId(table)));
  const columns = accounts.flatMap((table) =>
    table.columns.filter(({ name }) => isPassword(name)).map(({ name }) => `${tableId(table)}.${name}`),
  );
  if (columns.length === 0) return undefined;
  const named = tableNames(data.tables);
  const ids = new Set(accounts.map(tableId));
  const compares = ({ id, parameters }: Backend['api']['endpoints'][number]): boolean =>
    parameters.some(({ name }) => isPassword(name)) ||
    data.queries.some(
      ({ kind, tables, reachedBy }) =>
        kind === 'select' &&
        reachedBy?.includes(id) === true &&
        tables.some((table) => ids.has(named(table))),
    );
  const found = api.endpoints
    .filter((endpoint) => endpoint.method !== 'GET' && accountActOf(endpoint) === 'sign-in')
    .find(compares);
  return found === undefined ? undefined : { columns, endpoint: found.id, origin: found.origin };
}

/**
 * The wishes with what signs people in, where the legacy system does that and the wishes say nothing of it: whoever has a
 * password there has to get in. `packs` are those that bring accounts.
 */
export function withSignIn(
  legacy: Backend,
  wishes: Brief | undefined,
  packs: readonly Pack[],
): Brief | undefined {
  const signIn = signInOf(legacy);
  const { entities } = broughtBy(wishes);
  if (signIn === undefined || packs.length === 0 || entities.some(({ owner }) => owner === 'id'))
    return wishes;
  const base = wishes ?? blankBrief(legacy);
  const origin: Origin = {
    kind: 'derived',
    rule: 'a target of a system with passwords signs people in',
    from: [...signIn.columns, signIn.endpoint],
  };
  const known = new Set(base.packs.map(({ id }) => id));
  const added = packs
    .filter(({ id }) => !known.has(id))
    .map((pack): Pack => ({ ...pack, fragment: takingLegacyHashes(pack.fragment), origin }));
  const clashes = added.some(({ fragment }) =>
    fragment.entities.some(({ name }) => entities.some((entity) => entity.name === name)),
  );
  if (clashes) return wishes;
  return { ...base, packs: [...base.packs, ...added], questions: [...base.questions, asked(signIn)] };
}

/** Hashes come as they were made and are replaced at the next sign-in: a check of how new ones are made would keep people out. */
const takingLegacyHashes = (fragment: Fragment): Fragment => ({
  ...fragment,
  entities: fragment.entities.map((entity) => ({
    ...entity,
    checks: entity.checks.map((check) =>
      /\bsecret_hash like\b/.test(check.sql)
        ? { ...check, sql: check.sql.replace(/\bsecret_hash like '[^']*'/, 'secret_hash is not null') }
        : check,
    ),
  })),
});

const asked = ({ columns, endpoint, origin }: SignIn): Question => ({
  id: 'sign-in',
  ask: `${endpoint} compares what is kept in ${columns.join(' and ')}. Shall the target sign people in by itself?`,
  affects: ['security', 'api', 'database'],
  default:
    'yes: sessions, sign-in and password reset of the capability auth; a legacy hash is checked as it was made and replaced at the next sign-in',
  effect: 'An identity provider instead gets the hashes, or everybody sets a new password.',
  impact: 'medium',
  answer: 'capabilities.auth',
  origin,
});
