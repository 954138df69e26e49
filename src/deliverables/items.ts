import type { DeliverableId } from './deliverable.ts';

/** One of the 104 things a senior engineer expects to find in the eight deliverables. */
export interface CatalogueItem {
  /** `<deliverable number>.<n>`; stable, used by coverage, gates and tests. */
  readonly id: string;
  readonly deliverable: DeliverableId;
  readonly title: string;
  /** A machine can judge whether the content holds; for the others it can only see that there is some. */
  readonly checkable: boolean;
  /** Ids of the mission points it answers. */
  readonly mission: readonly string[];
  /** What has to be known or produced before it can be answered; the reason told when it is missing. */
  readonly needs: string;
}

const ids: readonly DeliverableId[] = [
  'architecture',
  'database',
  'security',
  'api',
  'performance',
  'integration',
  'testing',
  'documentation',
];

/** Columns: id | C = checkable by machine | mission points | title | what it needs. */
const catalogue = `
1.1  | C | O1 V1 V4 M7 | goals, non-goals and quality scenarios with a measure | what was asked for, with objectives
1.2  | C | O1 V1 V3 T1 | constraints, assumption register, open questions and their effect | constraints or assumptions
1.3  | C | O1 O8 M2 V3 | context, container, component, deployment and dynamic views | containers, modules, deployment and critical flows
1.4  | C | O1 M2 M7 T1 X3 | style chosen by scored options, with the number at which it flips | sized options
1.5  | C | A3 E2 D8 X3 V4 | bounded contexts, one writer per table, context map, canvases | contexts and the tables they own
1.6  | C | A1 A2 A3 M2 | layer rules as executable configuration, module tree, composition root | modules with their layers
1.7  | C | A2 V2 | configuration catalogue with example file and JSON Schema | configuration keys
1.8  | C | V2 M7 T1 | technology choices with version, licence, end of support, alternatives | version, licence and end of support of each technology
1.9  | C | I5 T1 E5 V15 | failure modes: what dies, effect, detection, mitigation, degraded mode | failure modes of each container
1.10 | C | V13 I5 P6 | composite availability of each critical path against its objective | availability of each container on a path
1.11 | C | O1 O8 V6 | decisions as MADR documents with confirmation, and their index | design decisions
1.12 | - | T1 E2 V15 | cross-cutting concepts as used in this system | errors, keys, money, time and pagination in the model
1.13 | C | P5 M7 | cost with ranges and drivers | the cost of each container
1.14 | - | M3 E3 P1 | evolution: growth walk, stages with entry and exit criteria, rollback | growth steps or migration stages
2.1  | C | O2 D1 D4 V17 | DDL that runs on the target version, named constraints, reasoned ON DELETE | tables
2.2  | C | O2 D1 D4 X6 | ERD per context and overview, data dictionary with class, owner, retention | tables with their contexts
2.3  | C | O2 D3 V17 X2 V8 | each workload with its SQL, plan and index; unused and duplicate indexes | queries of the workload and their plans
2.4  | C | D7 D8 E1 | volume: rows, row and index bytes, yearly growth, partitions, archive | row counts of the tables
2.5  | C | D1 D4 | key strategy, natural keys, money and time types | tables with keys
2.6  | C | D4 E2 E5 | isolation and concurrency of each transaction | writing operations and their tables
2.7  | C | M3 E3 D4 | expand, migrate, contract: locks, rollback, backfill batches | tables with row counts
2.8  | C | P3 D3 E1 | connection pool numbers and database timeouts | connections to the database with pool and timeouts
2.9  | C | D7 M2 E5 | replicas: stale reads, lag alert, failover, RPO and RTO | a replica or recovery objectives
2.10 | C | S4 S5 D4 E4 V14 | row-level security, roles with least privilege, audit tables | database roles or row policies
2.11 | - | O8 I5 V9 | backup and restore with drill and times | a database volume and recovery objectives
2.12 | C | D2 D5 | other stores, each with its access patterns | caches, search or document stores
2.13 | C | D4 O7 | seed and anonymised test data | tables and a data generator
3.1  | C | O3 S9 X4 V14 | data flow with trust boundaries, STRIDE, rating, treatment, residual risk | threats and boundaries
3.2  | C | S1 S2 S3 M2 V18 | authentication flows, token lifetimes, rotation, MFA, recovery | authentication methods
3.3  | C | S4 S5 V18 | permission matrix, executable policy, every operation covered | permissions
3.4  | C | S5 V18 S9 | object-level rule for each id parameter | endpoints with id parameters
3.5  | C | S9 V7 V11 | OWASP API Top 10 and ASVS mapping with reasons | controls or findings with standards
3.6  | C | S7 E4 V14 | data classes, encryption, key hierarchy, rotation | classified columns
3.7  | C | S7 A2 | secrets: inventory, storage, rotation | secrets
3.8  | C | S6 | rate limits and abuse cases per endpoint class | rate limits
3.9  | C | S6 T1 V15 | input limits, file types, SSRF and deserialisation policy | request schemas with bounds
3.10 | C | S8 E4 M2 V14 | audit events, tamper evidence, retention | audit events
3.11 | - | S8 E4 | detection rules with thresholds | rates of sensitive operations
3.12 | C | S9 V2 V7 | supply chain: SBOM, signing, dependency and container policy | dependencies and images
3.13 | C | E4 S9 | privacy records, erasure path, residency | personal data in the model
3.14 | - | E4 S7 | PCI or HIPAA scope diagram | cardholder or health data in scope
3.15 | - | S8 O8 | incident response and key compromise | secrets and contacts
4.1  | C | O4 A4 M3 X1 | OpenAPI 3.1 that lints clean, stable operation ids | endpoints
4.2  | C | A4 V15 T1 | error catalogue with stable problem types | problem types
4.3  | C | A4 X1 | one convention for pages, filters, sorting, fields | list endpoints
4.4  | C | A4 E5 I5 | idempotency keys, conditional requests, 202 with status resource | unsafe endpoints
4.5  | C | A4 S4 S6 | scopes, rate-limit headers and status codes per operation | scopes and responses
4.6  | C | A5 O4 | GraphQL SDL, depth and cost limits, loaders, persisted queries | entities and read operations
4.7  | C | A6 I3 O4 | AsyncAPI for events, webhooks and channels | events
4.8  | C | O4 M3 E3 | versions, deprecation and sunset policy with dates | an API version
4.9  | C | O4 E3 | breaking-change diff against the previous version | a previous API document
4.10 | C | P6 V9 | latency and availability objective and cost class per operation | objectives per operation
4.11 | C | O4 A4 O8 | reference, quick start, auth and error guides, running samples | endpoints with schemas
4.12 | C | O4 X1 | agent readiness, Arazzo workflows, llms.txt | endpoints and flows
4.13 | - | O4 | client SDK and mock server instructions | an OpenAPI document
5.1  | C | O5 V1 E1 | load model: users, rates per operation, payloads, bandwidth, connections | workloads
5.2  | C | P6 V13 O5 | latency budget per hop against the objective | hops of each operation
5.3  | C | P1 P6 E1 V16 V13 | capacity: utilisation, instances, queueing check, one instance down | queueing stations
5.4  | C | P1 V16 M2 | bottleneck ranking, knee of the curve, growth walk | queueing stations and growth steps
5.5  | C | P2 D5 M2 E1 | cache plan per read: key, TTL, invalidation, hit rate, memory, stampede guard | cache entries
5.6  | C | D3 V17 X2 | query plan improvements with cost before and after | plans of the workload
5.7  | C | P3 I5 E1 | pools, queues and timeouts that agree with each other | connections with timeouts
5.8  | C | P5 P1 X5 | autoscaling: signal, thresholds, cooldown, bounds | stations of scalable containers
5.9  | C | I5 T1 E1 | load shedding, bulkheads and back-pressure limits | stations and connections with pools
5.10 | - | P1 O5 | static content, compression, batches, payload diet | payload sizes
5.11 | C | P4 V19 D6 T1 | objectives as code: indicators, burn-rate alerts, dashboards | availability or latency objectives
5.12 | C | P6 M7 V9 | sensitivity: which input moves the result most | sensitivities of the load model
6.1  | C | I1 O6 X3 V3 | integration catalogue | integrations
6.2  | C | I3 A6 O6 M2 | event catalogue | events
6.3  | C | I2 I4 E5 | outbox and inbox with relay, dedup, clean-up, lag alert | events and their tables
6.4  | C | E2 E5 I4 M2 | saga per multi-step flow, checked for stuck states | flows
6.5  | C | I5 V15 | retry, timeout and breaker table, retry amplification | outgoing connections
6.6  | C | I2 A7 I5 | dead letters, poison messages, replay | jobs or events
6.7  | C | I5 E5 | idempotent consumers and their test | event consumers
6.8  | C | I3 E3 | schema evolution rules and diff | events with payloads
6.9  | C | A6 I1 | webhooks in and out: signature, replay window, order, back-off | webhook integrations
6.10 | C | A7 I4 | background jobs: queue, concurrency, schedule, uniqueness | jobs
6.11 | - | E3 M3 I1 | adapters for legacy, ban on dual writes, reconciliation | a legacy system or external peers
6.12 | C | I2 D7 | broker sizing | event rates
6.13 | C | E5 D8 | consistency contract per read | reads with staleness
7.1  | - | O7 V9 | risk-based strategy with a budget in minutes | risks and tests
7.2  | - | O7 | layout, fixtures, containers, naming | modules
7.3  | C | O7 E2 V17 | property tests for invariants as code | invariants
7.4  | C | O7 X1 | contract tests from API and event documents | endpoints or events
7.5  | C | O7 V18 S4 | authorisation matrix tests | permissions
7.6  | C | O7 P6 V19 | load tests with thresholds from the objectives | workloads
7.7  | C | O7 M3 | migration and rollback tests on volume | tables
7.8  | C | O7 I5 | failure tests from the failure modes | failure modes
7.9  | C | O7 S9 V11 | security tests | endpoints and threats
7.10 | C | O7 D4 | data generator with realistic skew | tables with statistics
7.11 | C | O7 M3 V12 | pipeline with gates, durations, requirement to test trace | requirements and tests
7.12 | - | O7 V20 | exit criteria per release | objectives and tests
8.1  | C | O8 | one offline report | a written package
8.2  | C | O8 M7 | executive summary on one page | a decision or findings
8.3  | C | V1 V9 V15 M5 | coverage audit: each requirement and where it is answered | requirements
8.4  | C | O8 O1 | arc42 folder with diagrams and sources | architecture documents
8.5  | C | O8 P5 X5 | deployment guide with smoke test and rollback | deployment units and configuration
8.6  | C | O8 P4 V19 | one runbook per alert | alerts
8.7  | - | O8 V4 | on-call, ownership, contacts of dependencies | contexts with owners
8.8  | C | O8 I5 V9 | disaster recovery with step times adding up to the RTO | a recovery time objective
8.9  | C | O8 V20 V7 | production-readiness checklist with level | facts to judge
8.10 | C | O8 E2 | glossary, decision index, changes between runs | entities or decisions
8.11 | C | M7 M3 O8 | roadmap: quick wins, foundation, strategic | recommendations
8.12 | C | M1 M5 V10 V11 V6 | evidence: claims, engines, hashes, commands | settled claims
`;

function parseItem(line: string): CatalogueItem {
  const [id = '', mark = '', mission = '', title = '', needs = ''] = line
    .split('|')
    .map((part) => part.trim());
  const deliverable = ids[Number(id.split('.')[0]) - 1];
  if (deliverable === undefined || needs === '') throw new Error(`catalogue line cannot be read: ${line}`);
  return { id, deliverable, title, checkable: mark === 'C', mission: mission.split(' '), needs };
}

/** All 104, in the order of the deliverables. */
export const catalogueItems: readonly CatalogueItem[] = catalogue.trim().split('\n').map(parseItem);

const byId = new Map(catalogueItems.map((item) => [item.id, item]));

export const catalogueItem = (id: string): CatalogueItem | undefined => byId.get(id);
