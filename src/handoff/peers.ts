import type { Deliverable } from '../deliverables/deliverable.ts';
import type { Question } from '../model/brief.ts';
import type { Backend } from '../model/backend.ts';

/** A typed request to another specialist: what it gets, what we need back. */
export interface PeerRequest {
  readonly peer: string;
  readonly missionId: string;
  readonly purpose: string;
  readonly files: readonly string[];
  readonly questions: readonly { readonly id: string; readonly ask: string }[];
}

interface Peer {
  readonly peer: string;
  readonly missionId: string;
  readonly purpose: string;
  /** Folders and files of the package this peer works on. */
  readonly wants: RegExp;
  /** Words of a question's `affects` that concern this peer. */
  readonly concerns: RegExp;
}

const peers: readonly Peer[] = [
  {
    peer: 'api-design-specialist',
    missionId: 'X1',
    purpose: 'Review resource design, naming and governance of the documents.',
    wants: /^4-api\/|^3-security\/policy/,
    concerns: /api|endpoint|client|webhook/i,
  },
  {
    peer: 'database-specialist',
    missionId: 'X2',
    purpose: 'Confirm the schema, indexes and plans on production statistics.',
    wants: /^2-database\//,
    concerns: /data|database|retention|rpo|rto|rows|orders|inventory/i,
  },
  {
    peer: 'microservices-architect',
    missionId: 'X3',
    purpose: 'Judge context boundaries, events and sagas.',
    wants: /^6-integration\/|^1-architecture\/(context|building)/,
    concerns: /service|context|event|team/i,
  },
  {
    peer: 'security-analyst',
    missionId: 'X4',
    purpose: 'Assess residual risk of the threat model and the permission matrix.',
    wants: /^3-security\//,
    concerns: /auth|mfa|login|security|pci|payment|residency|compliance/i,
  },
  {
    peer: 'infrastructure-architect',
    missionId: 'X5',
    purpose: 'Turn the capacity model and deployment view into infrastructure.',
    wants: /^5-performance\/|^1-architecture\/(deployment|configuration)/,
    concerns: /hosting|deploy|capacity|availability|budget|latency|think/i,
  },
  {
    peer: 'data-architect',
    missionId: 'X6',
    purpose: 'Place the entities, retention and events in the data landscape.',
    wants: /^2-database\/(dictionary|volume|erd)|^4-api\/asyncapi/,
    concerns: /retention|data|residency|analytics/i,
  },
];

export function peerRequests(backend: Backend, deliverables: readonly Deliverable[]): readonly PeerRequest[] {
  const files = deliverables.flatMap(({ documents, artifacts }) =>
    [...documents, ...artifacts].map(({ path }) => path),
  );
  return peers.map(({ peer, missionId, purpose, wants, concerns }) => ({
    peer,
    missionId,
    purpose,
    files: files.filter((file) => wants.test(file)),
    questions: backend.requirements.questions
      .filter((question) => touches(question, concerns))
      .map(({ id, ask }) => ({ id, ask })),
  }));
}

const touches = ({ affects, ask }: Question, concerns: RegExp): boolean =>
  concerns.test(`${affects.join(' ')} ${ask}`);
