import type { Evidence } from '../../findings/finding.ts';
import type { Harm } from '../../findings/vulnerability.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { RecordAccess } from '../../model/flow.ts';
import { bySubject } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { wayOf } from './flow-faults.ts';
import { readsOfPeople } from './named-people.ts';
import { namedRecords } from './named-records.ts';
import type { NamedRecord } from './named-records.ts';
import {
  accessesOf,
  holdsPeople,
  isAuthorised,
  mentionsCaller,
  namesOwner,
  ownerOf,
  plainEntity,
  tableOf,
} from './owned-records.ts';
import type { EndpointAccess } from './owned-records.ts';
import { ownerOfRecord, storedOf } from './owners-by-use.ts';
import { isMeantToBeRead, isReadByAll } from './shared-records.ts';

export const missingOwnershipCheck: Rule = {
  id: 'missing-ownership-check',
  summary: 'A signed-in caller reaches records of others by naming them.',
  severity: 'blocker',
  standards: ['CWE-639', 'API1:2023', 'ASVS-5.0-8.2.2'],
  remedy: {
    title: 'Look records up by their owner as well',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'take the condition out again',
  },
  check: (backend) => {
    const named = accessesOf(backend, 'object-reference');
    return oneEach([
      ...bySubject(
        named.filter(
          ({ endpoint, access }) =>
            !isCapability(access.key) &&
            !isHeldBack(endpoint) &&
            isSignedIn(endpoint, backend, access.proven === true),
        ),
        ({ endpoint, flow }) => `${endpoint.id}: ${flow.source.what}`,
      ).flatMap((group) => faultOf(backend, group)),
      ...bySubject(
        namedRecords(backend).filter(({ endpoint }) => isSignedIn(endpoint, backend, false)),
        ({ endpoint, entity }) => `${endpoint.id}: ${entity}`,
      ).flatMap((group) => faultOfStatement(backend, group)),
      ...readsOfPeople(
        backend,
        named.filter(({ endpoint }) => isSignedIn(endpoint, backend, false)),
      ),
    ]);
  },
};

/** Records that several parts of a request name are told once. */
const oneEach = (faults: readonly Fault[]): readonly Fault[] =>
  bySubject(faults, ({ subject }) => subject).map(({ first }) => first);

/** Who may call is settled, whose records they reach is not. What anybody may call is told by other rules. */
const isSignedIn = (endpoint: Endpoint, { trust }: Backend, isProven: boolean): boolean =>
  (endpoint.access === 'guarded' || (endpoint.access === 'unknown' && isProven)) &&
  !isAuthorised(endpoint, trust.callerChecks) &&
  !mentionsCaller(endpoint, trust.callerChecks);

/** Whoever knows such a value is meant to reach the record: a link that was sent, a key of a device. */
const isCapability = (key: string): boolean =>
  /(^|_|(?<=[a-z])(?=[A-Z]))(token|secret|code|hash|signature|nonce|otp|api_?key|\w+_key|[a-z]+Key)$/i.test(
    key,
  ) &&
  !/primary_?key|foreign_?key|\b(zip|postal|country|currency|area|product|item|order|sku|bar)_?code$/i.test(
    key,
  );

/** An address with such a value in it is for whoever was given it. */
const isHeldBack = ({ path }: Endpoint): boolean =>
  [...path.matchAll(/\{(\w+)\}/g)].some(([, name = '']) => isCapability(name));

interface Target {
  readonly entity: string;
  readonly action: RecordAccess['action'];
  /** Why it belongs to somebody, in words. */
  readonly owned: string;
}

const weight: Readonly<Record<RecordAccess['action'], number>> = { create: 0, read: 0, change: 1, remove: 2 };

/** What does the most to the records; the first of those that do the same. */
const strongest = <T>(all: readonly T[], first: T, actionOf: (each: T) => RecordAccess['action']): T =>
  all.toSorted((a, b) => weight[actionOf(b)] - weight[actionOf(a)])[0] ?? first;

/** What does the most to records of somebody; what is looked up on the way to it tells nothing. */
function targetOf(backend: Backend, { all, first }: Together<EndpointAccess>): Target | undefined {
  for (const each of all.toSorted((a, b) => weight[b.access.action] - weight[a.access.action])) {
    const target = targetOfOne(backend, each.access, { all, endpoint: first.endpoint });
    if (target !== undefined) return target;
  }
  return undefined;
}

function targetOfOne(
  backend: Backend,
  access: RecordAccess,
  { all, endpoint }: { readonly all: readonly EndpointAccess[]; readonly endpoint: Endpoint },
): Target | undefined {
  const entity = access.entity === '' ? entityIn(all) : access.entity;
  const action = byMethod(endpoint, access.action);
  const key = all
    .filter((each) => each.access.entity === '' || each.access.entity === entity)
    .flatMap(({ access: { key }, flow }) => [key, flow.source.what.split(' ').at(-1) ?? ''])
    .find((name) => namesOwner(name));
  if (access.isPeople === true)
    return action === 'read' ? undefined : { entity, action, owned: `${entity} are people` };
  if (access.owner !== undefined && key === undefined)
    return { entity, action, owned: `${access.owner} says whose they are` };
  const target = ownedTarget(backend, entity, action, key);
  const isNamed =
    key !== undefined || action !== 'read' || isDeclared(backend, entity) || namesItself(access.key, entity);
  return isNamed ? target : undefined;
}

const isDeclared = ({ data }: Backend, entity: string): boolean =>
  ownerOf(data, entity, 'read') !== undefined;

/** Records that a request names by what they hang on, e.g. the likes of a picture, are shown together with it. */
const namesItself = (key: string, entity: string): boolean =>
  /^(_?id|uuid|guid|number|no|slug|name|title)$/i.test(key) ||
  plainEntity(key).startsWith(plainEntity(entity));

const entityIn = (all: readonly EndpointAccess[]): string =>
  all.find(({ access }) => access.entity !== '')?.access.entity ?? '';

/** An account at a bank is no person: it says itself whose it is. */
const isOfAPerson = (backend: Backend, entity: string): boolean =>
  /accounts?$/i.test(entity) &&
  (
    tableOf(backend.data, entity)?.columns.map(({ name }) => name) ??
    storedOf(backend, entity)?.columns ??
    []
  ).some((name) => /^_?(user|owner|customer|member|client)(_?id)$/i.test(name));

/** Whose the records are, as far as the schema or the request says. */
function ownedTarget(
  backend: Backend,
  entity: string,
  action: RecordAccess['action'],
  key: string | undefined,
): Target | undefined {
  if (entity === '') return undefined;
  const owner = ownerOfRecord(backend, entity, action);
  if (holdsPeople(backend.data, entity) && !isOfAPerson(backend, entity))
    return action === 'read' ? undefined : { entity, action, owned: `${entity} are people` };
  if (key !== undefined) return { entity, action, owned: `the request says whose they are (${key})` };
  return owner === undefined ? undefined : { entity, action, owned: `${owner} says whose they are` };
}

/** Where rows are followed from statement to statement, their change is told itself; a look before it tells nothing. */
const isFollowedApart = ({ handler }: Endpoint): boolean =>
  handler !== undefined && /\.(py|java|go)$/.test(handler.file);

const readsOnly = /^(GET|POST|HEAD|ANY)$/;

/** A handler that looks a record up to change it says so by its method. */
function byMethod(endpoint: Endpoint, action: RecordAccess['action']): RecordAccess['action'] {
  if (action !== 'read') return action;
  if (isFollowedApart(endpoint)) return action;
  const { method } = endpoint;
  return method === 'DELETE' ? 'remove' : method === 'PUT' || method === 'PATCH' ? 'change' : 'read';
}

const harms: Readonly<Record<RecordAccess['action'], Harm>> = {
  read: { confidentiality: 'high', integrity: 'none', availability: 'none', privileges: 'low' },
  create: { confidentiality: 'none', integrity: 'low', availability: 'none', privileges: 'low' },
  change: { confidentiality: 'none', integrity: 'high', availability: 'none', privileges: 'low' },
  remove: { confidentiality: 'none', integrity: 'high', availability: 'low', privileges: 'low' },
};

const verbs: Readonly<Record<RecordAccess['action'], string>> = {
  read: 'reads',
  create: 'makes',
  change: 'changes',
  remove: 'deletes',
};

function faultOf(backend: Backend, group: Together<EndpointAccess>): readonly Fault[] {
  const target = targetOf(backend, group);
  if (target === undefined) return [];
  const { endpoint, flow } = group.first;
  if (target.action === 'read' && isFollowedApart(endpoint)) {
    if (!readsOnly.test(endpoint.method) || isMeantToBeRead(backend, target.entity)) return [];
  }
  return told(backend, endpoint, target, flow.source.what, wayOf(flow));
}

function faultOfStatement(backend: Backend, { all, first }: Together<NamedRecord>): readonly Fault[] {
  const { endpoint, entity, parameter, query, action } = strongest(all, first, (each) => each.action);
  const key = namesOwner(parameter) ? parameter : undefined;
  const target = ownedTarget(backend, entity, byMethod(endpoint, action), key);
  if (target === undefined) return [];
  return told(backend, endpoint, target, parameter, [
    { kind: 'read', origin: query.origin },
    { kind: 'read', origin: endpoint.origin },
  ]);
}

function told(
  backend: Backend,
  endpoint: Endpoint,
  { entity, action, owned }: Target,
  source: string,
  evidence: readonly Evidence[],
): readonly Fault[] {
  if (action === 'read' && isReadByAll(backend, entity)) return [];
  return [
    {
      subject: `${endpoint.id}: ${entity}`,
      confidence: 'likely',
      what: `${endpoint.id} ${verbs[action]} ${entity} by ${source}, and nothing on the way compares them with who is calling; ${owned}.`,
      why: `Whoever is signed in ${action === 'read' ? 'reads what belongs to others' : 'changes what belongs to others'} by trying other values: ids are guessed, counted up or seen in links.`,
      next: `Add the owner or tenant of the caller to the condition (where id = … and ${ownerOfRecord(backend, entity, action) ?? 'owner'} = the caller's), or compare it before going on; answer 404 for what belongs to others.`,
      evidence,
      harm: harms[action],
    },
  ];
}
