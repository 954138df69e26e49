import type { Architecture, Connection, Container } from '../model/architecture.ts';
import type { Quantity, Unit } from '../model/origin.ts';
import { shopOrigin as origin } from './shop-domain.ts';

const quantity = (value: number, unit: Unit): Quantity => ({ value, unit, origin });

function container(id: string, kind: Container['kind'], technology: string, instances: number): Container {
  return {
    id,
    name: id,
    kind,
    technology,
    purpose: `the ${id}`,
    contexts: kind === 'application' ? ['products', 'orders'] : [],
    instances: quantity(instances, 'instances'),
    origin,
  };
}

function connection(from: string, to: string, protocol: string, synchronous: boolean): Connection {
  return {
    id: `${from}-${to}`,
    from,
    to,
    protocol,
    purpose: `${from} uses ${to}`,
    synchronous,
    encrypted: true,
    crossesTrustBoundary: to === 'psp',
    origin,
  };
}

export const shopArchitecture: Architecture = {
  style: { value: 'modular-monolith', origin },
  contexts: [
    { id: 'products', name: 'Products', purpose: 'What is sold', origin },
    { id: 'orders', name: 'Orders', purpose: 'What was bought', origin },
  ],
  relations: [
    {
      from: 'products',
      to: 'orders',
      kind: 'customer-supplier',
      because: 'orders copy the price at the time of sale',
      origin,
    },
  ],
  modules: [
    {
      id: 'orders/domain',
      name: 'orders/domain',
      path: 'src/orders/domain',
      layer: 'domain',
      context: 'orders',
      files: 0,
      lines: 0,
      dependsOn: [],
      origin,
    },
    {
      id: 'orders/application',
      name: 'orders/application',
      path: 'src/orders/application',
      layer: 'application',
      context: 'orders',
      files: 0,
      lines: 0,
      dependsOn: [{ module: 'orders/domain', origin }],
      origin,
    },
  ],
  containers: [
    container('api', 'application', 'Node.js', 3),
    container('database', 'database', 'PostgreSQL', 1),
    container('psp', 'external', 'REST', 1),
  ],
  connections: [connection('api', 'database', 'PostgreSQL', true), connection('api', 'psp', 'HTTPS', true)],
  deployment: [
    {
      id: 'zone-a',
      kind: 'zone',
      name: 'zone a',
      runs: ['api', 'database'],
      facts: { region: 'eu' },
      origin,
    },
  ],
  gatewayRoutes: [],
  configuration: [
    { key: 'DATABASE_URL', type: 'url', secret: true, about: 'Where the database is', origin },
    { key: 'HTTP_TIMEOUT', type: 'duration', default: '5s', secret: false, origin },
    { key: 'POOL_SIZE', type: 'number', default: '20', secret: false, reload: false, origin },
  ],
  failureModes: [
    {
      component: 'psp',
      failure: 'does not answer',
      effect: 'no payment',
      detection: 'timeout rate',
      mitigation: 'circuit breaker',
      degraded: 'orders wait for payment',
      origin,
    },
  ],
};
