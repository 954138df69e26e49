import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { bySubject, isForDevelopment } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { wayOf } from './flow-faults.ts';
import { isForAnyone } from './intent.ts';
import { knowsCallers } from './knows-callers.ts';
import { openOwned } from './open-reads.ts';
import type { OpenOwned } from './open-reads.ts';
import { openOwnedReads } from './owned-reads.ts';
import type { OwnedRead } from './owned-reads.ts';

export const openOwnedRecords: Rule = {
  id: 'open-owned-records',
  summary: 'Records of somebody are read by an endpoint that asks nobody who they are, beside one that asks.',
  severity: 'blocker',
  standards: ['CWE-306', 'CWE-639', 'API1:2023', 'API2:2023', 'ASVS-5.0-8.2.2'],
  remedy: {
    title: 'Ask who is calling before records of somebody are read',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'remove the guard',
  },
  harm: { confidentiality: 'high', integrity: 'none', availability: 'none', privileges: 'none' },
  check: (backend: Backend) => {
    const beside = bySubject(
      openOwnedReads(backend).filter(({ endpoint }) => isTold(endpoint)),
      ({ endpoint, table }) => `${endpoint.id}: ${table.name}`,
    );
    const told = new Set(beside.map(({ first }) => first.endpoint.id));
    const named = knowsCallers(backend)
      ? openOwned(backend).filter(({ endpoint }) => !told.has(endpoint.id))
      : [];
    return [
      ...beside.map(({ first }) => fault(first)),
      ...bySubject(named, ({ endpoint, access }) => `${endpoint.id}: ${access.entity}`).map(({ first }) =>
        namedFault(first),
      ),
    ];
  },
};

/** No other endpoint shows that somebody is asked for these, so it is told with less certainty. */
const namedFault = ({ endpoint, flow, access, owned }: OpenOwned): Fault => ({
  subject: `${endpoint.id}: ${access.entity}`,
  severity: 'warning',
  confidence: 'likely',
  what: `${endpoint.id} asks nobody who they are and reads ${access.entity} by ${flow.source.what}; ${owned}.`,
  why: 'Whoever finds the address reads what belongs to others by trying other values: ids are guessed, counted up or seen in links.',
  next: 'Put a guard before it and compare the owner of the records with who is calling; where they are meant for everybody, answer only what everybody may see.',
  evidence: wayOf(flow),
});

const isTold = ({ path, origin }: Endpoint): boolean => !isForAnyone(path) && !isForDevelopment(origin);

const fault = ({ endpoint, query, table, owner, guarded }: OwnedRead): Fault => ({
  subject: `${endpoint.id}: ${table.name}`,
  confidence: 'likely',
  what: `${endpoint.id} asks nobody who they are and reads ${table.name}, whose ${owner} says whose they are; ${guarded.id} asks.`,
  why: 'Whoever finds the address reads what belongs to others; ids are counted up.',
  next: `Put the guard of ${guarded.id} before it and add ${owner} = the caller's to the condition.`,
  evidence: [
    { kind: 'read', origin: query.origin },
    { kind: 'read', origin: endpoint.origin },
    { kind: 'read', origin: guarded.origin },
  ],
});
