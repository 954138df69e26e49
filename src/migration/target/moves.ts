import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Verb } from '../../model/domain.ts';
import { pascalCase, words } from '../../artifacts/words.ts';
import { singular } from './names.ts';
import { actsOf } from './acts.ts';
import type { Act } from './acts.ts';
import { accountActOf, callerOf } from './callers.ts';
import type { Caller } from './callers.ts';
import type { JobMove } from './jobs.ts';
import type { Landing } from './landing.ts';
import type { Brought } from './packs.ts';
import type { People } from './people.ts';
import type { Statement } from './statements.ts';
import { ownStatements } from './uses.ts';

/** What becomes of an endpoint: the acts that take it over, or why it is left where it is. */
export type Move =
  | {
      readonly kind: 'acts';
      readonly acts: readonly Act[];
      readonly account?: 'sign-in' | 'sign-out' | 'register';
      /** The schedule calls it: nobody else has to. */
      readonly isJob?: true;
    }
  | { readonly kind: 'stays'; readonly because: string };

export interface EndpointMove {
  readonly endpoint: Endpoint;
  readonly caller: Caller;
  readonly move: Move;
  /** What it does by itself. */
  readonly statements: readonly Statement[];
}

export interface MovesGround {
  readonly api: Backend['api'];
  readonly statements: readonly Statement[];
  readonly landings: ReadonlyMap<string, Landing>;
  readonly people: People;
  readonly jobs: readonly JobMove[];
  readonly brought: Brought;
  /** Names of all columns. */
  readonly stored: ReadonlySet<string>;
}

const stays = (because: string): Move => ({ kind: 'stays', because });

const nothingSeen =
  'no statement of its own was read in it: it shows text, keeps what it does outside of the database (session, file, mail, call), or asks for its rows in a way that was not understood; a person decides who takes it over';
const nothingChanged =
  'it takes what a client sends and changes no table that readers see: what it does (session, mail, call) was not understood';

const noCode =
  'no code was found behind it: it answers an error, or is served by something that was not read';

/** What each endpoint becomes, in the order of the backend. */
export function movesOf(ground: MovesGround): readonly EndpointMove[] {
  const drafts = new Map(ground.api.endpoints.map((endpoint) => [endpoint.id, draftOf(endpoint, ground)]));
  return [...new Map(ground.api.endpoints.map((endpoint) => [endpoint.id, endpoint])).values()].map(
    (endpoint) => ({
      endpoint,
      caller: callerOf(endpoint, ground.stored),
      move: moveOf(endpoint, ground, drafts),
      statements: ownStatements(endpoint.id, endpoint, ground.statements, ground.api),
    }),
  );
}

interface Draft {
  readonly reads: readonly Act[];
  readonly writes: readonly Act[];
}

const draftOf = (endpoint: Endpoint, { api, statements, landings }: MovesGround): Draft =>
  actsOf(ownStatements(endpoint.id, endpoint, statements, api), landings);

const asks = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS', 'QUERY'].includes(method);

function moveOf(endpoint: Endpoint, ground: MovesGround, drafts: ReadonlyMap<string, Draft>): Move {
  const job = jobBehind(endpoint, ground.jobs);
  if (job !== undefined) return { kind: 'acts', acts: [job], isJob: true };
  const account = accountMove(endpoint, ground);
  if (account !== undefined) return account;
  const { reads: all, writes } = withConvention(
    endpoint,
    drafts.get(endpoint.id) ?? { reads: [], writes: [] },
    ground,
  );
  const reads = all.filter((act) => isMeant(endpoint.path, act));
  if (!asks(endpoint.method)) {
    if (writes.length > 0) return { kind: 'acts', acts: writes };
    if (reads.length > 0 && asksFor(endpoint, reads)) return { kind: 'acts', acts: reads };
    return left(endpoint, reads);
  }
  const twin = twinOf(endpoint, ground.api);
  const other = twin === undefined ? undefined : drafts.get(twin.id);
  if (other === undefined) {
    const acts = [...reads, ...writes];
    return acts.length > 0 ? { kind: 'acts', acts } : left(endpoint, []);
  }
  // A page and the form it shows: the page reads, and what the form sends writes.
  if (other.writes.length > 0) return { kind: 'acts', acts: reads.length > 0 ? reads : other.writes };
  const isForm = reads.some(({ verb }) => verb === 'read');
  if (reads.length > 0 && !isForm) return { kind: 'acts', acts: reads };
  return left(endpoint, reads);
}

/** A script that the schedule calls by its address is the job, whoever else calls it. */
function jobBehind({ handler }: Endpoint, jobs: readonly JobMove[]): Act | undefined {
  const found = jobs.find(({ job }) =>
    (job.consumers ?? []).some(
      (consumer) =>
        consumer.kind === 'read' && consumer.file === handler?.file && consumer.line === handler.line,
    ),
  );
  return found?.act;
}

const settings = /(Setting|Config|Configuration|Option|Preference|Parameter)$/;

/** Settings are read on the way to nearly everything: only a path that names them is about them. */
const isMeant = (path: string, { entity }: Act): boolean => !settings.test(entity) || names(path, entity);

const names = (path: string, entity: string): boolean => {
  const said = words(path).map(singular);
  return (
    words(entity).every((word) => said.includes(singular(word))) || said.includes(words(entity).at(-1) ?? '')
  );
};

/** What is sent to be looked for: the path says so, or names what is listed. */
const asksFor = ({ path }: Endpoint, reads: readonly Act[]): boolean =>
  reads.every(({ verb }) => verb !== 'read') &&
  (/search|find|filter|list|suggest|lookup|check|report|export|query/i.test(path) ||
    reads.some(({ verb, entity }) => verb === 'search' || names(path, entity)));

const left = ({ handler }: Endpoint, reads: readonly Act[]): Move =>
  stays(handler === undefined ? noCode : reads.length > 0 ? nothingChanged : nothingSeen);

/** What the function of a resource controller does by its name, where it is called for the entity that the path names. */
function withConvention(endpoint: Endpoint, draft: Draft, { landings }: MovesGround): Draft {
  const method = /[.:@](\w+)$/.exec(endpoint.handler?.name ?? '')?.[1] ?? '';
  const verb = resource[method];
  if (verb === undefined) return draft;
  const entity = entityNamed(
    endpoint.path,
    [...landings.values()].map((landing) => landing.entity.name),
  );
  const isItem = /\{[^}]*\}$/.test(endpoint.path);
  if (entity === undefined || isItem !== (verb === 'read' || verb === 'update' || verb === 'delete'))
    return draft;
  const act: Act = { verb, entity, by: [], along: [] };
  if (verb === 'list' || verb === 'read')
    return draft.reads.length > 0 || draft.writes.length > 0 ? draft : { ...draft, reads: [act] };
  return draft.writes.some((each) => each.entity === entity)
    ? draft
    : { ...draft, writes: [act, ...draft.writes] };
}

const resource: Readonly<Record<string, Verb>> = {
  index: 'list',
  show: 'read',
  store: 'create',
  update: 'update',
  destroy: 'delete',
};

/** The entity that the last word of a path means: by its whole name, else the only one that ends so. */
function entityNamed(path: string, entities: readonly string[]): string | undefined {
  const last = path.split('/').findLast((part) => part !== '' && !part.startsWith('{'));
  const name = pascalCase(
    words(last ?? '')
      .map(singular)
      .join(' '),
  );
  if (entities.includes(name)) return name;
  const ending = entities.filter((entity) => name !== '' && entity.endsWith(name));
  return ending.length === 1 ? ending[0] : undefined;
}

/** The endpoint of the same script that takes what the page's form sends. */
const twinOf = (endpoint: Endpoint, api: Backend['api']): Endpoint | undefined =>
  endpoint.handler === undefined
    ? undefined
    : api.endpoints.find(
        ({ id, method, path, handler }) =>
          id !== endpoint.id &&
          !asks(method) &&
          path === endpoint.path &&
          handler?.file === endpoint.handler?.file &&
          handler?.name === endpoint.handler?.name,
      );

/** Signing in, signing out and registering are known by their words and the table of the people. */
function accountMove(endpoint: Endpoint, ground: MovesGround): Move | undefined {
  const account = accountActOf(endpoint);
  if (account === undefined) return undefined;
  const { person, staff } = ground.people;
  const session = sessionAct(account, ground.brought);
  if (session !== undefined) return { kind: 'acts', acts: [session], account };
  const touched = new Set(
    ownStatements(endpoint.id, endpoint, ground.statements, ground.api).map(({ table }) => table),
  );
  const isOfStaff =
    staff !== undefined &&
    (touched.has(staff) ||
      (callerOf(endpoint, ground.stored).kind === 'staff' && person !== undefined && !touched.has(person)));
  const table =
    isOfStaff || (/(^|\/)(admin|staff|backend)/i.test(endpoint.path) && staff !== undefined) ? staff : person;
  const landing = table === undefined ? undefined : ground.landings.get(table);
  if (landing === undefined) return undefined;
  if (account !== 'sign-out' && touched.size > 0 && table !== undefined && !touched.has(table))
    return undefined;
  const entity = landing.entity.name;
  const act: Act =
    account === 'register'
      ? { verb: 'create', entity, by: [], along: [] }
      : { verb: 'process', entity, action: account, by: [], along: [] };
  return { kind: 'acts', acts: [act], account };
}

/** Where a pack brings sessions, signing in makes one and signing out ends it. */
function sessionAct(account: 'sign-in' | 'sign-out' | 'register', { operations }: Brought): Act | undefined {
  const verb = account === 'sign-in' ? 'create' : 'delete';
  const found =
    account === 'register'
      ? undefined
      : operations.find((each) => each.entity === 'Session' && each.verb === verb);
  return found === undefined ? undefined : { verb, entity: found.entity, by: [], along: [] };
}
