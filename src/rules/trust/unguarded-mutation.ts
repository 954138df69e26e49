import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Query } from '../../model/data.ts';
import { bySubject, isForDevelopment } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { knowsCallers } from './knows-callers.ts';

export const unguardedMutation: Rule = {
  id: 'unguarded-mutation',
  summary: 'A field of a graph that changes records asks nobody who they are.',
  severity: 'warning',
  standards: ['CWE-306', 'CWE-862', 'API2:2023', 'API5:2023'],
  remedy: {
    title: 'Ask who is calling before a field changes records',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'remove the check',
  },
  harm: { confidentiality: 'none', integrity: 'low', availability: 'none', privileges: 'none' },
  check: (backend) =>
    knowsCallers(backend)
      ? bySubject(openFields(backend), ({ endpoint }) => placeOf(endpoint)).map(({ first }) => fault(first))
      : [],
};

interface OpenField {
  readonly endpoint: Endpoint;
  readonly query: Query;
}

function openFields({ api, data }: Backend): readonly OpenField[] {
  const open = new Map(api.endpoints.filter(isOpen).map((endpoint) => [endpoint.id, endpoint]));
  return data.queries.flatMap((query) =>
    (query.reachedBy ?? []).flatMap((id): readonly OpenField[] => {
      const endpoint = open.get(id);
      return endpoint !== undefined && changes(endpoint, query) ? [{ endpoint, query }] : [];
    }),
  );
}

const isOpen = ({ access, protocol, id, origin }: Endpoint): boolean =>
  protocol === 'graphql' &&
  access === 'public' &&
  /#(Mutation|Query)\./.test(id) &&
  !forAnyone.test(fieldOf(id)) &&
  !isForDevelopment(origin);

const fieldOf = (id: string): string => id.split('#')[1]?.split('.')[1] ?? '';

/** Signing in and up, and what carries its own proof. */
const forAnyone =
  /log_?(in|out)|sign_?(in|up|out)|auth|register|token|password|reset|forgot|verif|confirm|activat|invit|subscrib|contact|^create_?(user|account|customer)$|checkout|cart|track/i;

/** A query that keeps a record of who asked changes nothing; one that changes or deletes rows does. */
const changes = ({ id }: Endpoint, { kind, tables: [table = ''] }: Query): boolean =>
  !/audit|logs?$|history|view|session|metric|event/i.test(table) &&
  (id.includes('#Mutation.')
    ? kind === 'insert' || kind === 'update' || kind === 'delete'
    : kind === 'update' || kind === 'delete');

/** A resolver that several routes of one graph serve is one. */
const placeOf = ({ id, handler }: Endpoint): string =>
  handler === undefined ? id : `${handler.file}:${handler.line}`;

const verbs: Partial<Record<Query['kind'], string>> = {
  insert: 'adds to',
  update: 'changes',
  delete: 'deletes from',
};

const fault = ({ endpoint, query }: OpenField): Fault => ({
  subject: endpoint.id,
  confidence: 'likely',
  what: `${endpoint.id} ${verbs[query.kind] ?? 'changes'} ${query.tables[0] ?? 'records'} and asks nobody who they are.`,
  why: 'One address serves the whole graph: whoever reaches it sends any of its fields, also those that no page shows.',
  next: 'Refuse callers who are not signed in where the field is resolved, then compare them with the record that is changed.',
  evidence: [
    { kind: 'read', origin: query.origin },
    { kind: 'read', origin: endpoint.origin },
  ],
});
