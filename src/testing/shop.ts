import { emptyBackend } from '../model/backend.ts';
import type { Backend } from '../model/backend.ts';
import type { Quantity, Unit } from '../model/origin.ts';
import { shopArchitecture } from './shop-architecture.ts';
import { shopApi } from './shop-api.ts';
import { shopData } from './shop-data.ts';
import { shopEntities, shopOperations, shopOrigin as origin } from './shop-domain.ts';
import { shopTrust } from './shop-trust.ts';

const quantity = (value: number, unit: Unit): Quantity => ({ value, unit, origin });

const processes: Backend['processes'] = {
  events: [
    {
      name: 'order.placed',
      entity: 'Order',
      producer: 'orders',
      consumers: [{ context: 'products', action: 'reserve stock' }],
      payload: ['number', 'total'],
      orderedBy: 'id',
      origin,
    },
  ],
  flows: [
    {
      id: 'checkout',
      name: 'Checkout',
      context: 'orders',
      trigger: 'create Order',
      steps: [
        {
          id: 'reserve',
          action: 'reserve stock',
          at: 'products',
          kind: 'local',
          compensation: 'release stock',
        },
        {
          id: 'authorise',
          action: 'authorise payment',
          at: 'integration:psp',
          kind: 'remote',
          timeout: quantity(3000, 'ms'),
          attempts: quantity(3, 'count'),
          idempotencyKey: 'order id',
        },
        { id: 'publish', action: 'order.placed', at: 'orders', kind: 'publish' },
      ],
      invariant: 'an order is charged at most once',
      critical: true,
      origin,
    },
  ],
  jobs: [],
  calls: [],
  caches: [],
  integrations: [
    {
      id: 'psp',
      kind: 'payments',
      style: 'rest',
      direction: 'both',
      callbacks: 'webhook',
      sla: quantity(0.9995, 'ratio'),
      latency: quantity(400, 'ms'),
      origin,
    },
  ],
};

const load: Backend['load'] = {
  workloads: [
    {
      id: 'browse',
      actor: 'customer',
      operation: 'list Product',
      users: quantity(1000, 'users'),
      think: quantity(20, 's'),
      share: quantity(0.9, 'ratio'),
      peak: quantity(3, 'x'),
      by: [],
      steps: [],
      origin,
    },
    {
      id: 'checkout',
      actor: 'customer',
      operation: 'create Order',
      share: quantity(0.1, 'ratio'),
      by: [],
      steps: [],
      origin,
    },
  ],
  users: quantity(1000, 'users'),
  rates: [
    {
      operation: 'list Product',
      workload: 'browse',
      mean: quantity(45, 'requests/s'),
      peak: quantity(135, 'requests/s'),
      responseBytes: quantity(20_000, 'bytes'),
    },
    {
      operation: 'create Order',
      workload: 'checkout',
      mean: quantity(5, 'requests/s'),
      peak: quantity(15, 'requests/s'),
      responseBytes: quantity(1_000, 'bytes'),
    },
  ],
  totalMean: quantity(50, 'requests/s'),
  totalPeak: quantity(150, 'requests/s'),
  stations: [
    {
      container: 'api',
      model: 'M/M/c',
      arrival: quantity(150, 'requests/s'),
      service: quantity(5, 'ms'),
      scv: 1,
      servers: quantity(6, 'count'),
      utilisation: quantity(0.125, 'ratio'),
      utilisationOneDown: quantity(0.1875, 'ratio'),
      response: quantity(5, 'ms'),
      p95: quantity(15, 'ms'),
      p99: quantity(23, 'ms'),
      knee: quantity(1000, 'requests/s'),
    },
  ],
  budgets: [],
  availability: [],
  growth: [],
  sensitivity: [],
};

/** A small web shop written by hand: two contexts, one critical flow. For tests of what is made from a Backend. */
export const shop: Backend = {
  ...emptyBackend('shop', 'designed'),
  name: 'Web shop',
  entities: shopEntities,
  operations: shopOperations,
  tests: [
    {
      id: 'no-double-charge',
      kind: 'property',
      entity: 'Order',
      statement: 'An order is charged at most once.',
      context: 'orders',
      origin,
    },
  ],
  architecture: shopArchitecture,
  data: shopData,
  api: shopApi,
  trust: shopTrust,
  processes,
  load,
  requirements: {
    ...emptyBackend('shop', 'designed').requirements,
    objectives: [
      {
        id: 'browse',
        workload: 'browse',
        latency: { percentile: 95, limit: quantity(200, 'ms') },
        availability: quantity(0.999, 'ratio'),
      },
      {
        id: 'checkout',
        workload: 'checkout',
        latency: { percentile: 99, limit: quantity(800, 'ms') },
        availability: quantity(0.9995, 'ratio'),
      },
    ],
  },
};
