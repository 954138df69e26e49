import { catalogueItems } from './items.ts';
import type { ItemState } from './deliverable.ts';

/** One point of what this specialist was asked to be; answered by catalogue items or by files of the package. */
export interface MissionPoint {
  readonly id: string;
  readonly title: string;
  /** Files of the package that answer it beside the items. */
  readonly files: readonly string[];
}

export interface MissionState {
  readonly id: string;
  readonly title: string;
  readonly state: 'done' | 'partly' | 'missing' | 'not-applicable';
  readonly where: readonly string[];
  /** Ids of the catalogue items that are missing. */
  readonly missing: readonly string[];
}

/** Columns: id | title | files of the package. */
const points = `
M1  | analysis only: nothing of the target is run or written | handoff.json
M2  | design from one sentence |
M3  | migration of a legacy monolith |
M4  | eight phases | run.json
M5  | four gates | gates.json
M7  | analysis by function, performance, security, scalability |
A1  | layers and dependency inversion |
A2  | dependency injection and configuration |
A3  | modular organisation |
A4  | REST with OpenAPI for every endpoint |
A5  | GraphQL with resolver optimisation |
A6  | real time: WebSocket and event streams |
A7  | background jobs with queues and retries |
D1  | relational schemas |
D2  | NoSQL patterns |
D3  | indexes, query analysis, monitoring of performance |
D4  | relations, foreign keys, constraints, integrity |
D5  | caching |
D6  | database monitoring |
D7  | replicas and partitions |
D8  | complex models and distributed data |
S1  | OAuth 2.0 |
S2  | JWT |
S3  | multi-factor authentication |
S4  | role-based access |
S5  | attribute-based access |
S6  | rate limits, input validation, injection |
S7  | encryption and key management |
S8  | audit, logging, detection |
S9  | OWASP guidance and vulnerability assessment |
P1  | load balancing and horizontal scaling |
P2  | distributed caching and invalidation |
P3  | pools, memory, CPU |
P4  | monitoring and alerting |
P5  | autoscaling and deployment |
P6  | benchmarks met |
I1  | service integration patterns |
I2  | message queues |
I3  | event streams |
I4  | asynchronous processing |
I5  | reliability and fault tolerance |
O1  | server architecture |
O2  | database schema |
O3  | security framework |
O4  | API |
O5  | performance optimisation |
O6  | integration patterns |
O7  | testing framework |
O8  | documentation |
T1  | engineering principles, enforced |
E1  | high load |
E2  | complex business logic |
E3  | legacy |
E4  | compliance |
E5  | distributed data |
X1  | API design specialist | handoff.json
X2  | database specialist | handoff.json
X3  | microservices architect | handoff.json
X4  | security analyst | handoff.json
X5  | infrastructure architect | handoff.json
X6  | data architect | handoff.json
V1  | input: requirements with criteria |
V2  | resources: tools and systems available |
V3  | context: existing architecture and integrations |
V4  | scope and responsibilities |
V5  | eight phases applied | run.json
V6  | engineering principles enforced |
V7  | best practice and compliance |
V8  | compatible with database and security specialists |
V9  | requirements met, measurably |
V10 | gates passed with evidence | gates.json
V11 | evidence collected |
V12 | fits the existing architecture |
V13 | performance targets met |
V14 | security ready |
V15 | all requirements covered, with error handling |
V16 | scalability verified |
V17 | queries, indexes, integrity verified |
V18 | authentication and authorisation audited |
V19 | benchmarks, monitoring and alerts specified and tested |
V20 | quality measured |
`;

function parsePoint(line: string): MissionPoint {
  const [id = '', title = '', files = ''] = line.split('|').map((part) => part.trim());
  return { id, title, files: files === '' ? [] : files.split(' ') };
}

export const missionPoints: readonly MissionPoint[] = points.trim().split('\n').map(parsePoint);

/**
 * State of every mission point. Done = nothing that answers it is missing; partly = some of it is. A file counts
 * only when it is among `files`, the paths of the package.
 */
export function missionCoverage(
  states: readonly ItemState[],
  files: readonly string[],
): readonly MissionState[] {
  const stateOf = new Map(states.map((state) => [state.item, state]));
  return missionPoints.map((point) => {
    const items = catalogueItems.filter((item) => item.mission.includes(point.id));
    const answered = items.flatMap((item) => stateOf.get(item.id)?.where ?? []);
    const present = point.files.filter((file) => files.includes(file));
    const missing = items
      .filter((item) => (stateOf.get(item.id)?.state ?? 'missing') === 'missing')
      .map((item) => item.id);
    const where = [...new Set([...present, ...answered])];
    const whole = missing.length === 0 && present.length === point.files.length;
    return {
      id: point.id,
      title: point.title,
      state: where.length === 0 ? (whole ? 'not-applicable' : 'missing') : whole ? 'done' : 'partly',
      where,
      missing,
    };
  });
}
