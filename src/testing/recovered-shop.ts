import { emptyBackend } from '../model/backend.ts';
import type { Backend } from '../model/backend.ts';
import type { Origin } from '../model/origin.ts';
import { shop } from './shop.ts';

const at = (file: string, line: number): Origin => ({ kind: 'read', file, line });

/** What readers get out of a repository: endpoints, tables, jobs and calls, no domain knowledge and no load. */
export const recoveredShop: Backend = {
  ...emptyBackend('recovered-shop', 'recovered'),
  name: 'Recovered shop',
  stack: [
    { name: 'TypeScript', role: 'language', version: '5.4', origin: at('package.json', 12) },
    { name: 'Express', role: 'framework', version: '4.19.2', origin: at('package.json', 20) },
  ],
  architecture: {
    ...emptyBackend('recovered-shop', 'recovered').architecture,
    modules: [
      {
        id: 'src/orders',
        name: 'orders',
        path: 'src/orders',
        layer: 'unknown',
        files: 4,
        lines: 300,
        dependsOn: [],
        origin: at('src/orders/index.ts', 1),
      },
    ],
    containers: [
      {
        id: 'web',
        name: 'web',
        kind: 'application',
        technology: 'node:20',
        purpose: 'compose service web',
        contexts: [],
        origin: at('compose.yaml', 3),
      },
    ],
    deployment: [
      {
        id: 'compose/web',
        kind: 'compose-service',
        name: 'web',
        runs: ['web'],
        facts: { image: 'node:20', ports: '3000:3000' },
        origin: at('compose.yaml', 3),
      },
    ],
    configuration: [{ key: 'DATABASE_URL', type: 'url', secret: true, origin: at('src/config.ts', 4) }],
  },
  data: {
    ...shop.data,
    tables: shop.data.tables.map(({ context: _context, entity: _entity, ...table }) => ({
      ...table,
      origin: at('migrations/1.sql', 1),
    })),
  },
  api: {
    ...emptyBackend('recovered-shop', 'recovered').api,
    endpoints: [
      {
        id: 'POST /webhooks/psp',
        method: 'POST',
        path: '/webhooks/psp',
        pathResolved: true,
        protocol: 'http',
        handler: { file: 'src/psp.ts', line: 10 },
        parameters: [],
        guards: [],
        access: 'public',
        responses: [],
        scopes: [],
        idempotencyKey: false,
        conditional: false,
        longRunning: false,
        objectives: [],
        origin: at('src/psp.ts', 10),
      },
    ],
  },
  processes: {
    ...emptyBackend('recovered-shop', 'recovered').processes,
    jobs: [
      {
        id: 'send-mail',
        name: 'send-mail',
        kind: 'queue',
        queue: 'mail',
        deadLetter: false,
        idempotent: 'unknown',
        origin: at('src/jobs/mail.ts', 7),
      },
    ],
    calls: [
      { id: 'call-1', target: 'api.psp.example', inTransaction: true, origin: at('src/psp.ts', 30) },
      {
        id: 'call-2',
        target: 'mail.example',
        timeout: { value: 5, unit: 's', origin: at('src/mail.ts', 8) },
        origin: at('src/mail.ts', 8),
      },
    ],
  },
  coverage: { files: 12, lines: 900, bytes: 30_000 },
};
