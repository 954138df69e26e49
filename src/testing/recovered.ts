import type { Endpoint, Guard, Method } from '../model/api.ts';
import { emptyBackend } from '../model/backend.ts';
import type { Backend } from '../model/backend.ts';
import type { Column, Table } from '../model/data.ts';
import type { Origin } from '../model/origin.ts';

const at = (file: string, line: number): Origin => ({ kind: 'read', file, line });

const signedIn: Guard = {
  name: 'requireUser',
  kind: 'authentication',
  requires: [],
  origin: at('src/guards.ts', 3),
};
const staff: Guard = {
  name: 'requireRole',
  kind: 'authorisation',
  requires: ['staff'],
  origin: at('src/guards.ts', 12),
};
const unclear: Guard = {
  name: 'plugins.check',
  kind: 'other',
  requires: [],
  origin: at('src/routes/loans.ts', 4),
};

function endpoint(
  method: Method,
  path: string,
  line: number,
  access: Endpoint['access'],
  guards: readonly Guard[] = [],
  more: Partial<Endpoint> = {},
): Endpoint {
  const file = `src/routes/${path.split('/')[2] ?? 'root'}.ts`;
  return {
    id: `${method} ${path}`,
    method,
    path,
    pathResolved: true,
    protocol: 'http',
    handler: { file, line },
    parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path',
      required: true,
      origin: at(file, line),
    })),
    guards,
    access,
    responses: [],
    scopes: [],
    idempotencyKey: false,
    conditional: false,
    longRunning: false,
    objectives: [],
    origin: at(file, line),
    ...more,
  };
}

const column = (name: string, type: string, line: number, more: Partial<Column> = {}): Column => ({
  name,
  type,
  nullable: false,
  origin: at('db/schema.sql', line),
  ...more,
});

const members: Table = {
  name: 'members',
  columns: [
    column('id', 'bigint', 2),
    column('email', 'text', 3, { dataClass: 'pii' }),
    column('password_hash', 'text', 4, { dataClass: 'secret' }),
  ],
  primaryKey: { columns: ['id'], origin: at('db/schema.sql', 2) },
  uniques: [],
  indexes: [],
  foreignKeys: [],
  checks: [],
  origin: at('db/schema.sql', 1),
};

const loans: Table = {
  ...members,
  name: 'loans',
  columns: [column('id', 'bigint', 8), column('member_id', 'bigint', 9)],
  foreignKeys: [
    {
      columns: ['member_id'],
      references: { table: 'members', columns: ['id'] },
      onDelete: 'no action',
      onUpdate: 'no action',
      origin: at('db/schema.sql', 9),
    },
  ],
  origin: at('db/schema.sql', 7),
};

/** A lending library as it could be read from a repository: guards in code, one document that has drifted. */
export const library: Backend = {
  ...emptyBackend('library', 'recovered'),
  name: 'Lending library',
  stack: [
    { name: 'express', role: 'framework', version: '4.19.2', origin: at('package.json', 8) },
    { name: 'pg', role: 'library', version: '8.11.0', origin: at('package.json', 9) },
  ],
  architecture: {
    ...emptyBackend('library', 'recovered').architecture,
    deployment: [
      {
        id: 'dockerfile',
        kind: 'dockerfile',
        name: 'Dockerfile',
        runs: ['app'],
        facts: { image: 'node:20', user: 'root' },
        origin: at('Dockerfile', 1),
      },
    ],
    configuration: [
      {
        key: 'JWT_SECRET',
        type: 'string',
        secret: true,
        default: 'changeme',
        origin: at('src/config.ts', 4),
      },
      { key: 'PORT', type: 'number', secret: false, default: '3000', origin: at('src/config.ts', 5) },
    ],
  },
  data: {
    ...emptyBackend('library', 'recovered').data,
    engine: { name: 'postgresql', origin: at('package.json', 9) },
    tables: [members, loans],
  },
  api: {
    title: 'Library',
    version: '2.1.0',
    schemas: [],
    problems: [],
    endpoints: [
      endpoint('GET', '/api/books', 3, 'public'),
      endpoint('GET', '/api/books/{isbn}', 9, 'public'),
      endpoint('POST', '/api/books', 15, 'guarded', [signedIn, staff]),
      endpoint('GET', '/api/loans', 6, 'unknown', [unclear]),
      endpoint('GET', '/api/loans/{id}', 11, 'guarded', [signedIn]),
      endpoint('POST', '/api/loans', 20, 'guarded', [signedIn], {
        parameters: [{ name: 'isbn', in: 'body', required: true, origin: at('src/routes/loans.ts', 21) }],
      }),
      endpoint('DELETE', '/api/loans/{id}', 30, 'unknown', [unclear]),
      endpoint('ANY', '/api/legacy', 2, 'unknown', [], { pathResolved: false }),
    ],
    documents: [
      {
        path: 'docs/openapi.yaml',
        kind: 'openapi',
        version: '3.0.3',
        operations: [
          { method: 'get', path: '/books', secured: false, line: 12 },
          { method: 'post', path: '/books', secured: false, line: 20 },
          { method: 'get', path: '/loans/{loanId}', secured: true, line: 31 },
          { method: 'get', path: '/members', secured: true, line: 40 },
        ],
        origin: at('docs/openapi.yaml', 1),
      },
    ],
  },
  trust: {
    ...emptyBackend('library', 'recovered').trust,
    authentication: [
      {
        method: 'jwt',
        purpose: 'bearer tokens are verified',
        settings: { library: 'jsonwebtoken' },
        standards: [],
        origin: at('src/guards.ts', 5),
      },
    ],
    secrets: [
      {
        name: 'JWT_SECRET',
        kind: 'signing key',
        storedIn: 'default in src/config.ts',
        origin: at('src/config.ts', 4),
      },
    ],
  },
  coverage: { files: 9, lines: 240, bytes: 6800 },
  gaps: [
    {
      kind: 'resolve-route-prefix',
      subject: 'legacy',
      why: 'the prefix comes from a plugin',
      origin: at('src/app.ts', 9),
    },
  ],
};
