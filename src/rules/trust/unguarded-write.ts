import type { Endpoint } from '../../model/api.ts';
import type { Query } from '../../model/data.ts';
import { isForDevelopment, seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { isAdministration, isForAnyone, isSignUp, onlyReads } from './intent.ts';

export const unguardedWrite: Rule = {
  id: 'unguarded-write',
  summary: 'An endpoint that changes something asks nobody who they are.',
  severity: 'warning',
  standards: ['CWE-306', 'API2:2023'],
  remedy: {
    title: 'Put a guard before the endpoint',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'remove the guard',
  },
  harm: { confidentiality: 'none', integrity: 'low', availability: 'none', privileges: 'none' },
  check: ({ api, operations, data }) => {
    const declared = new Set(operations.flatMap(({ id, anonymous }) => (anonymous ? [id] : [])));
    const open = api.endpoints
      .filter((endpoint) => isOpenWrite(endpoint) || isOpenRemoval(endpoint, data.queries))
      .filter(({ operation }) => operation === undefined || !declared.has(operation));
    const isAnyGuarded = api.endpoints.some(({ access }) => access === 'guarded');
    return isAnyGuarded || open.length < 4 ? open.map(fault) : [noneGuarded(open, api.endpoints.length)];
  },
};

/** A GET that deletes or changes rows, by its own word. */
const isOpenRemoval = (endpoint: Endpoint, queries: readonly Query[]): boolean =>
  endpoint.method === 'GET' &&
  removal.test(endpoint.path) &&
  isOpenWrite({ ...endpoint, method: 'POST' }) &&
  queries.some(
    ({ kind, reachedBy = [] }) => (kind === 'delete' || kind === 'update') && reachedBy.includes(endpoint.id),
  );

const removal = /(^|[/_-])(delete|remove|destroy|approve|complete|close|cancel|disable|enable)([/_-]|$)/i;

/** Only what is known to be public; an endpoint whose guards could not be read is a question, not a fault. Administration is told by open-admin-endpoint. */
const isOpenWrite = ({ method, access, path, protocol, origin, handler }: Endpoint): boolean =>
  protocol === 'http' &&
  access === 'public' &&
  ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) &&
  !isForAnyone(path) &&
  !signsIn.test(handler?.name ?? '') &&
  !onlyReads(method, path) &&
  !isSignUp(method, path) &&
  !isForDevelopment(origin) &&
  !isAdministration(path);

/** A handler that is called after signing in, whatever its path. */
const signsIn = /^(authenticate|log_?in|sign_?in|do_?login)$/i;

function fault(endpoint: Endpoint): Fault {
  return {
    subject: endpoint.id,
    confidence: 'likely',
    what: `${endpoint.id} changes something and has no guard before its handler.`,
    why: 'Anybody who can reach the server can call it; a button that is hidden in the interface is no protection.',
    next: 'Add the authentication that its neighbours have, then check that the caller may act on this object.',
    evidence: [{ kind: 'read', origin: endpoint.origin }],
  };
}

/** Where nothing at all is guarded, one decision is missing and not one line before each handler. */
function noneGuarded(open: readonly Endpoint[], endpoints: number): Fault {
  return {
    subject: 'all endpoints',
    confidence: 'possible',
    what: `None of ${endpoints} endpoints has a guard that could be seen, and ${open.length} of them change something.`,
    why: 'Anybody who can reach the server can call them, unless something before it asks; then nothing here holds it to that.',
    next: 'Guard the whole router once and open what is meant for anyone; if a gateway does it, refuse what did not come through it.',
    evidence: seenAt(open),
  };
}
