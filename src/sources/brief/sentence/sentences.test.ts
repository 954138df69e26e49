import { describe, expect, test } from 'vitest';
import { loadPacks } from '../packs.ts';
import { findFacts } from './facts.ts';

const packs = loadPacks();

/** `path = value`, one fact each; a capability without a value is its path alone. */
function factsOf(text: string): readonly string[] {
  return findFacts(text, packs)
    .findings.facts.map(({ path, value }) =>
      value === null ? path.join('.') : `${path.join('.')} = ${String(value)}`,
    )
    .filter((fact) => !/^system\.(id|domain) /.test(fact))
    .sort();
}

const capability = (...ids: readonly string[]): readonly string[] => ids.map((id) => `capabilities.${id}`);
const avoid = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `constraints.avoid = ${name}`);
const wish = (...names: readonly string[]): readonly string[] =>
  names.map((name) => `constraints.wishes = ${name}`);
const must = (topics: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(topics).map(([topic, name]) => `constraints.must.${topic} = ${name}`);
const users = (text: string): string => `system.users = ${text}`;
const slo = (key: string, value: string, workload = '*'): string => `slos.${workload}.${key} = ${value}`;
const name = (text: string): string => `system.name = ${text}`;
const existing = 'system.stage = existing';

describe('facts of a sentence', () => {
  test.each<[sentence: string, facts: readonly string[]]>([
    [
      'Design a scalable backend architecture for our e-commerce platform handling 100K concurrent users. We need user authentication, product management, order processing, and payment integration.',
      [
        name('E-commerce platform'),
        users('100k concurrent'),
        ...capability('auth', 'products', 'orders', 'payments'),
      ],
    ],
    // Numbers
    ['A shop for 1.2 million monthly users', [name('Shop'), users('1.2M monthly')]],
    ['2,000 simultaneous visitors and a catalogue', [users('2k concurrent'), ...capability('products')]],
    ['50 000 daily active users order and pay', [users('50k daily'), ...capability('payments', 'orders')]],
    ['half a million registered users', [users('500k registered')]],
    ['Two hundred thousand people at the same time', [users('200k concurrent')]],
    ['10-20k concurrent users', [users('20k concurrent')]],
    ['300k MAU on AWS', [users('300k monthly'), ...must({ hosting: 'aws' })]],
    ['5k requests per second at peak', [slo('throughput', '5k/s')]],
    ['2,000 messages per second from sensors', [slo('throughput', '2k/s')]],
    [
      '12,000 orders a day and 200k products',
      ['capabilities.orders.rows = 12k/day', 'capabilities.products.rows = 200k'],
    ],
    ['Orders with 8x traffic spikes', [...capability('orders'), 'system.peak = 8x']],
    // Latency
    [
      'Checkout must answer at p99 under 300 ms',
      [...capability('orders'), slo('latency', 'p99 < 300ms', 'checkout')],
    ],
    ['Responses within 2 seconds', [slo('latency', 'p95 < 2s')]],
    ['A median latency of 40 ms', [slo('latency', 'p50 < 40ms')]],
    ['40 ms median for all reads', [slo('latency', 'p50 < 40ms')]],
    ['95% of requests under 250ms', [slo('latency', 'p95 < 250ms')]],
    ['the 99th percentile latency must stay below 1.5 s', [slo('latency', 'p99 < 1500ms')]],
    ['sub-second response times', [slo('latency', 'p95 < 1s')]],
    // Availability, recovery
    [
      '99.95% uptime, RPO 5 minutes, RTO of one hour',
      [slo('availability', '99.95%'), slo('rpo', '5m'), slo('rto', '1h')],
    ],
    ['Four nines and no data loss', [slo('availability', '99.99%'), slo('rpo', '0s')]],
    [
      'an SLA of 99.9 %, recover within 15 minutes, lose at most 30 seconds of data',
      [slo('availability', '99.9%'), slo('rto', '15m'), slo('rpo', '30s')],
    ],
    ['100% availability for login', capability('auth')],
    // Retention and erasure
    ['Orders are kept for ten years', ['capabilities.orders.retention = 10y']],
    [
      'Keep the audit log for 7 years and delete personal data after 30 days',
      ['capabilities.audit.retention = 7y', 'policies.data.erase = 30d'],
    ],
    // Team, money, time
    [
      'We are a team of 12 with on-call, budget 25k EUR per month, deadline 2027-06-01',
      [
        'constraints.team.size = 12',
        'constraints.team.oncall = true',
        'constraints.budget = 25k EUR/month',
        'constraints.deadline = 2027-06-01',
      ],
    ],
    [
      'One developer, no on-call, live in 6 months',
      ['constraints.team.size = 1', 'constraints.team.oncall = false', 'constraints.deadline = 6 months'],
    ],
    [
      'A three-person team must launch by Q3 2027 for under €800 a month',
      ['constraints.team.size = 3', 'constraints.deadline = 2027-Q3', 'constraints.budget = 800 EUR/month'],
    ],
    // Technology and its polarity
    [
      'Use TypeScript, NestJS and PostgreSQL on Kubernetes',
      must({ language: 'typescript', framework: 'nestjs', database: 'postgresql', hosting: 'kubernetes' }),
    ],
    ['No MongoDB or Cassandra, not serverless', avoid('mongodb', 'cassandra', 'serverless')],
    ['We do not want to use PHP', avoid('php')],
    ['Not MongoDB but PostgreSQL', [...avoid('mongodb'), 'constraints.must.database = postgresql']],
    ['PostgreSQL instead of MySQL', ['constraints.must.database = postgresql', ...avoid('mysql')]],
    [
      'Get rid of Oracle and use Postgres for orders',
      [...avoid('oracle'), ...must({ database: 'postgresql' }), ...capability('orders')],
    ],
    ['Move the old Rails app into Go', [existing, ...avoid('rails'), ...must({ language: 'go' })]],
    ['Migrate from AWS to Hetzner', [existing, ...avoid('aws'), ...must({ hosting: 'hetzner' })]],
    ['Rewrite our PHP monolith in Kotlin', [existing, ...avoid('php'), ...must({ language: 'kotlin' })]],
    [
      'Replace RabbitMQ with Kafka and sunset SOAP',
      [existing, ...avoid('rabbitmq', 'soap'), ...must({ broker: 'kafka' })],
    ],
    ['Ideally Python with Django; maybe Redis', wish('python', 'django', 'redis')],
    ['Event-driven microservices with GraphQL', wish('event-driven', 'microservices', 'graphql')],
    ['Postgres or MySQL for the catalog', [...wish('postgresql', 'mysql'), ...capability('products')]],
    ['Our current system runs on Java and MySQL', []],
    ['Go live in May 2027 in Go', ['constraints.deadline = 2027-05', ...must({ language: 'go' })]],
    // Policies
    [
      'GDPR and PCI DSS compliant, data must stay in the EU',
      ['policies.compliance = gdpr', 'policies.compliance = pci-dss', 'policies.data.residency = eu'],
    ],
    [
      'HIPAA does not matter, no SOC 2, hosted in Germany',
      ['policies.compliance = hipaa', 'policies.data.residency = de'],
    ],
    // Capabilities and their traps
    ['Login and catalog without payments', capability('auth', 'products')],
    ['In order to grow, our product needs sign-in', capability('auth')],
    ['Payments are out of scope, notifications by SMS', ['capabilities.notifications.channels = sms']],
    [
      'Stripe payments, SSO for staff',
      ['capabilities.payments.provider = stripe', 'capabilities.auth.methods = oidc'],
    ],
    [
      'Orders go to SAP and Salesforce',
      [...capability('orders'), 'integrations.sap.kind = erp', 'integrations.salesforce.kind = crm'],
    ],
    ['A backend called "Blue Heron" with a basket', [name('Blue Heron'), ...capability('cart')]],
  ])('%s', (sentence, facts) => expect(factsOf(sentence)).toEqual([...facts].sort()));
});
