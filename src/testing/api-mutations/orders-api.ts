import type { Json } from '../../model/origin.ts';

const id = { name: 'orderId', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const problem = {
  description: 'Refused',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const listOrders = {
  operationId: 'listOrders',
  tags: ['orders'],
  security: [{ oauth: ['orders:read'] }],
  parameters: [
    { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
    { name: 'status', in: 'query', schema: { type: 'string', enum: ['open', 'paid', 'shipped'] } },
    { name: 'ids', in: 'query', schema: { type: 'array', items: { type: 'string' }, maxItems: 50 } },
    { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string' } },
  ],
  responses: {
    '200': {
      description: 'Orders',
      headers: {
        'X-Total': { required: true, schema: { type: 'integer' } },
        'RateLimit-Limit': { schema: { type: 'integer' } },
      },
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['data'],
            properties: { data: { type: 'array', items: { $ref: '#/components/schemas/Order' } } },
          },
        },
        'text/csv': { schema: { type: 'string' } },
      },
    },
    '401': problem,
  },
};

const createOrder = {
  operationId: 'createOrder',
  tags: ['orders'],
  security: [{ oauth: ['orders:write'] }],
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/NewOrder' } },
      'application/xml': { schema: { $ref: '#/components/schemas/NewOrder' } },
    },
  },
  responses: {
    '201': {
      description: 'Created',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
      links: { read: { operationId: 'readOrder' } },
    },
    '409': problem,
  },
  callbacks: {
    paid: {
      '{$request.body#/callback}': {
        post: {
          requestBody: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Receipt' } } },
          },
          responses: { '204': { description: 'Taken' } },
        },
      },
    },
  },
};

const readOrder = {
  operationId: 'readOrder',
  parameters: [id],
  responses: {
    '200': {
      description: 'Order',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
    },
    '404': problem,
  },
};

const deleteOrder = {
  operationId: 'deleteOrder',
  parameters: [id],
  deprecated: true,
  responses: { '204': { description: 'Gone' } },
};

const noteOrder = {
  operationId: 'noteOrder',
  requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } } },
  responses: { '204': { description: 'Noted' } },
};

const search = {
  operationId: 'search',
  security: [],
  responses: {
    '200': {
      description: 'Found',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Hit' } } },
    },
  },
};

const order = {
  type: 'object',
  required: ['id', 'status', 'total'],
  properties: {
    id: { type: 'string', format: 'uuid', readOnly: true },
    status: { type: 'string', enum: ['open', 'paid', 'shipped'] },
    total: { type: 'integer', format: 'int32', minimum: 0, maximum: 1_000_000 },
    note: { type: 'string', maxLength: 200 },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
    parent: { $ref: '#/components/schemas/Order' },
    tags: { type: 'array', items: { type: 'string' }, uniqueItems: true, maxItems: 10 },
    secret: { type: 'string', writeOnly: true },
  },
};

const newOrder = {
  type: 'object',
  required: ['customer', 'lines'],
  properties: {
    customer: { type: 'string', minLength: 1, maxLength: 80 },
    lines: { type: 'array', minItems: 1, maxItems: 100, items: { $ref: '#/components/schemas/Line' } },
    channel: { type: 'string', enum: ['web', 'shop', 'phone'], default: 'web' },
    comment: { type: ['string', 'null'], maxLength: 500 },
    discount: { type: 'number', multipleOf: 5 },
    state: { type: 'string', readOnly: true },
    payment: {
      oneOf: [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/Transfer' }],
      discriminator: {
        propertyName: 'kind',
        mapping: { card: '#/components/schemas/Card', transfer: '#/components/schemas/Transfer' },
      },
    },
  },
};

const schemas = {
  Order: order,
  NewOrder: newOrder,
  Line: {
    allOf: [
      { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } },
      { type: 'object', properties: { count: { type: 'integer', minimum: 1 } } },
    ],
  },
  Card: {
    type: 'object',
    required: ['kind', 'number'],
    properties: { kind: { type: 'string', const: 'card' }, number: { type: 'string' } },
  },
  Transfer: {
    type: 'object',
    required: ['kind', 'iban'],
    properties: { kind: { type: 'string', const: 'transfer' }, iban: { type: 'string' } },
  },
  Note: {
    type: 'object',
    additionalProperties: false,
    required: ['text'],
    properties: { text: { type: 'string' }, pinned: { type: 'boolean' } },
  },
  Receipt: { type: 'object', required: ['amount'], properties: { amount: { type: 'integer' } } },
  Problem: { type: 'object', properties: { type: { type: 'string' }, title: { type: 'string' } } },
  Hit: {
    anyOf: [
      { type: 'object', required: ['order'], properties: { order: { type: 'string' } } },
      { type: 'object', required: ['customer'], properties: { customer: { type: 'string' } } },
    ],
  },
};

/** A small API with something of everything that a change can meet. */
export const ordersApi: Json = {
  openapi: '3.1.0',
  info: { title: 'Orders', version: '1.0.0' },
  servers: [{ url: 'https://api.orders.example/v1' }, { url: 'https://eu.orders.example/v1' }],
  security: [{ oauth: ['orders:read'] }, { key: [] }],
  paths: {
    '/orders': { get: listOrders, post: createOrder },
    '/orders/{orderId}': { get: readOrder, delete: deleteOrder },
    '/orders/{orderId}/notes': { parameters: [id], post: noteOrder },
    '/search': { get: search },
  },
  webhooks: {
    orderShipped: {
      post: {
        operationId: 'orderShipped',
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Receipt' } } },
        },
        responses: { '204': { description: 'Taken' } },
      },
    },
  },
  components: {
    securitySchemes: {
      oauth: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://id.orders.example/authorize',
            tokenUrl: 'https://id.orders.example/token',
            scopes: { 'orders:read': 'Read', 'orders:write': 'Write' },
          },
          clientCredentials: {
            tokenUrl: 'https://id.orders.example/token',
            scopes: { 'orders:read': 'Read' },
          },
        },
      },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    },
    schemas,
  },
};
