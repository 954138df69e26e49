import type { Backend } from '../model/backend.ts';
import type { Quantity, Unit } from '../model/origin.ts';
import { shop } from './shop.ts';
import { shopOrigin as origin } from './shop-domain.ts';

const quantity = (value: number, unit: Unit): Quantity => ({ value, unit, origin });

/** The shop with what a larger design has: outbox, jobs, retries along a chain, reads that may be stale, owners. */
export const busyShop: Backend = {
  ...shop,
  id: 'busy-shop',
  operations: shop.operations.map((operation) =>
    operation.id === 'list Product' ? { ...operation, staleness: quantity(60, 's') } : operation,
  ),
  architecture: {
    ...shop.architecture,
    containers: [
      {
        id: 'gateway',
        name: 'gateway',
        kind: 'gateway',
        technology: 'nginx',
        purpose: 'takes requests',
        contexts: [],
        instances: quantity(2, 'instances'),
        origin,
      },
      ...shop.architecture.containers,
    ],
    connections: [
      {
        id: 'gateway-api',
        from: 'gateway',
        to: 'api',
        protocol: 'HTTP',
        purpose: 'hands on requests',
        synchronous: true,
        encrypted: true,
        timeout: quantity(10, 's'),
        attempts: quantity(3, 'count'),
        crossesTrustBoundary: false,
        origin,
      },
      ...shop.architecture.connections.map((connection) => ({
        ...connection,
        timeout: quantity(3, 's'),
        attempts: quantity(2, 'count'),
        circuitBreaker: connection.to === 'psp',
      })),
    ],
  },
  data: {
    ...shop.data,
    tables: [
      ...shop.data.tables.map((table) => ({ ...table, rows: quantity(10_000, 'rows') })),
      {
        name: 'outbox',
        context: 'orders',
        columns: [
          { name: 'id', type: 'uuid', nullable: false, default: 'gen_random_uuid()', origin },
          { name: 'type', type: 'text', nullable: false, origin },
          { name: 'payload', type: 'jsonb', nullable: false, origin },
          {
            name: 'created_at',
            type: 'timestamp with time zone',
            nullable: false,
            default: 'now()',
            origin,
          },
          { name: 'published_at', type: 'timestamp with time zone', nullable: true, origin },
        ],
        primaryKey: { name: 'outbox_pkey', columns: ['id'], origin },
        uniques: [],
        indexes: [],
        foreignKeys: [],
        checks: [],
        origin,
      },
    ],
  },
  processes: {
    ...shop.processes,
    flows: shop.processes.flows.map((flow) => ({
      ...flow,
      steps: [
        ...flow.steps.map((step) => (step.id === 'authorise' ? { ...step, pivot: true } : step)),
        { id: 'mail', action: 'send the confirmation', at: 'orders', kind: 'local' as const },
      ],
    })),
    jobs: [
      {
        id: 'outbox-relay',
        name: 'Outbox relay',
        kind: 'relay',
        concurrency: quantity(1, 'count'),
        attempts: quantity(10, 'count'),
        timeout: quantity(30, 's'),
        backoff: 'exponential',
        deadLetter: true,
        idempotent: true,
        unique: 'message id',
        origin,
      },
    ],
  },
  requirements: {
    ...shop.requirements,
    items: [
      { id: 'capability/orders', kind: 'capability', text: 'orders', origin },
      { id: 'integration/psp', kind: 'integration', text: 'payments by a provider', origin },
      { id: 'objective/checkout', kind: 'objective', text: 'checkout within 800 ms', origin },
    ],
    objectives: shop.requirements.objectives.map((objective) => ({
      ...objective,
      rto: quantity(3600, 's'),
      rpo: quantity(60, 's'),
    })),
  },
};
