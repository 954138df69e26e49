import type { Api, ApiSchema, Endpoint, Method, Property } from '../model/api.ts';
import { shopOperations, shopOrigin as origin } from './shop-domain.ts';

function property(name: string, type: Property['type'], more: Partial<Property> = {}): Property {
  return { name, type, required: true, nullable: false, ...more };
}

const uuid = { kind: 'string', format: 'uuid' } as const;
const money = { kind: 'integer', minimum: 0, maximum: 100_000_000, format: 'int64' } as const;

const schemas: readonly ApiSchema[] = [
  {
    name: 'Product',
    description: 'A thing that is sold',
    properties: [
      property('id', uuid, { readOnly: true }),
      property('name', { kind: 'string', maxLength: 200 }),
      property('price', money),
      property('active', { kind: 'boolean' }),
    ],
    origin,
  },
  {
    name: 'ProductUpdate',
    properties: [
      property('name', { kind: 'string', maxLength: 200 }, { required: false }),
      property('price', money, { required: false }),
    ],
    origin,
  },
  {
    name: 'Order',
    properties: [
      property('id', uuid, { readOnly: true }),
      property('number', { kind: 'string', maxLength: 20 }, { readOnly: true }),
      property('customer', uuid),
      property('status', { kind: 'enum', values: ['placed', 'paid', 'cancelled'] }, { readOnly: true }),
      property('total', money, { readOnly: true }),
      property('note', { kind: 'string', maxLength: 280 }, { required: false, nullable: true }),
      property('placed_at', { kind: 'string', format: 'date-time' }),
    ],
    origin,
  },
  {
    name: 'OrderCreate',
    properties: [
      property('products', { kind: 'array', items: uuid, maxItems: 100 }),
      property('note', { kind: 'string', maxLength: 280 }, { required: false }),
    ],
    origin,
  },
];

function endpoint(method: Method, path: string, operationId: string, more: Partial<Endpoint>): Endpoint {
  const operation = shopOperations.find((each) => each.id === operationId);
  return {
    id: `${method} ${path}`,
    method,
    path,
    pathResolved: true,
    protocol: 'http',
    parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path' as const,
      type: 'uuid',
      required: true,
      origin,
    })),
    guards: [],
    access: operation?.anonymous === true ? 'public' : 'guarded',
    operation: operationId,
    operationId: operationId.replaceAll(' ', ''),
    summary: operationId,
    responses: [],
    scopes: [],
    idempotencyKey: false,
    conditional: false,
    longRunning: operation?.longRunning ?? false,
    objectives: [],
    origin,
    ...(operation === undefined
      ? {}
      : { context: operation.context, entity: operation.entity, verb: operation.verb }),
    ...more,
  };
}

const signedIn = [
  { status: 401, problem: 'unauthenticated' },
  { status: 403, problem: 'forbidden' },
  { status: 429, problem: 'rate-limited' },
] as const;

export const shopApi: Api = {
  title: 'Web shop',
  version: '1.0.0',
  schemas,
  documents: [],
  problems: [
    {
      type: 'unauthenticated',
      title: 'Sign in first',
      status: 401,
      when: 'no valid token',
      retry: 'after-change',
    },
    { type: 'forbidden', title: 'Not allowed', status: 403, when: 'the role may not', retry: 'never' },
    { type: 'not-found', title: 'Not found', status: 404, when: 'no such object', retry: 'never' },
    {
      type: 'stale',
      title: 'Changed meanwhile',
      status: 412,
      when: 'If-Match differs',
      retry: 'after-change',
    },
    { type: 'invalid', title: 'Invalid input', status: 422, when: 'a field is wrong', retry: 'after-change' },
    {
      type: 'rate-limited',
      title: 'Too many requests',
      status: 429,
      when: 'limit hit',
      retry: 'with-backoff',
    },
  ],
  endpoints: [
    endpoint('GET', '/products', 'list Product', {
      pagination: 'cursor',
      objectives: ['browse'],
      rate: { value: 135, unit: 'requests/s', origin },
      responses: [
        { status: 200, schema: 'Product' },
        { status: 429, problem: 'rate-limited' },
      ],
    }),
    endpoint('GET', '/products/{id}', 'read Product', {
      conditional: true,
      responses: [
        { status: 200, schema: 'Product' },
        { status: 404, problem: 'not-found' },
      ],
    }),
    endpoint('PATCH', '/products/{id}', 'update Product', {
      conditional: true,
      scopes: ['products:write'],
      requestSchema: 'ProductUpdate',
      responses: [
        { status: 200, schema: 'Product' },
        ...signedIn,
        { status: 412, problem: 'stale' },
        { status: 422, problem: 'invalid' },
      ],
    }),
    endpoint('GET', '/orders', 'list Order', {
      pagination: 'cursor',
      scopes: ['orders:read'],
      responses: [{ status: 200, schema: 'Order' }, ...signedIn],
    }),
    endpoint('POST', '/orders', 'create Order', {
      idempotencyKey: true,
      scopes: ['orders:write'],
      objectives: ['checkout'],
      requestSchema: 'OrderCreate',
      rate: { value: 15, unit: 'requests/s', origin },
      responses: [{ status: 201, schema: 'Order' }, ...signedIn, { status: 422, problem: 'invalid' }],
    }),
    endpoint('GET', '/orders/{id}', 'read Order', {
      scopes: ['orders:read'],
      conditional: true,
      responses: [{ status: 200, schema: 'Order' }, ...signedIn, { status: 404, problem: 'not-found' }],
    }),
    endpoint('POST', '/orders/{id}/cancel', 'process Order cancel', {
      idempotencyKey: true,
      scopes: ['orders:write'],
      responses: [{ status: 200, schema: 'Order' }, ...signedIn, { status: 404, problem: 'not-found' }],
    }),
    endpoint('POST', '/orders/export', 'export Order', {
      scopes: ['orders:read'],
      responses: [{ status: 202 }, ...signedIn],
    }),
  ],
};
