import type { Entity, Field, FieldType, Operation, Verb } from '../model/domain.ts';
import type { Origin } from '../model/origin.ts';

export const shopOrigin: Origin = { kind: 'given', path: 'shop' };
const origin = shopOrigin;

function field(name: string, type: FieldType, more: Partial<Field> = {}): Field {
  return { name, type, optional: false, unique: false, origin, ...more };
}

export const shopEntities: readonly Entity[] = [
  {
    name: 'User',
    context: 'products',
    fields: [
      field('email', { kind: 'email' }, { unique: true, dataClass: 'pii' }),
      field('password_hash', { kind: 'string' }, { maxLength: 200, dataClass: 'secret', serverSet: true }),
    ],
    unique: [],
    checks: [],
    origin,
  },
  {
    name: 'Product',
    context: 'products',
    about: 'A thing that is sold',
    fields: [
      field('name', { kind: 'string' }, { maxLength: 200 }),
      field('price', { kind: 'money' }, { minimum: 0 }),
      field('active', { kind: 'bool' }, { default: true }),
    ],
    unique: [],
    checks: [],
    origin,
  },
  {
    name: 'Order',
    context: 'orders',
    about: 'What a customer bought',
    fields: [
      field('number', { kind: 'string' }, { maxLength: 20, unique: true, serverSet: true }),
      field('customer', { kind: 'ref', entity: 'User' }),
      field('status', { kind: 'enum', values: ['placed', 'paid', 'cancelled'] }, { serverSet: true }),
      field('total', { kind: 'money' }, { minimum: 0, serverSet: true }),
      field('note', { kind: 'text' }, { maxLength: 280, optional: true }),
    ],
    unique: [['customer', 'number']],
    owner: 'customer',
    lifecycle: {
      field: 'status',
      states: ['placed', 'paid', 'cancelled'],
      transitions: [
        ['placed', 'paid'],
        ['placed', 'cancelled'],
      ],
    },
    checks: [{ name: 'total_positive', sql: 'total >= 0' }],
    origin,
  },
];

function operation(verb: Verb, entity: string, context: string, more: Partial<Operation> = {}): Operation {
  return {
    id: `${verb} ${entity}${more.action === undefined ? '' : ` ${more.action}`}`,
    verb,
    entity,
    context,
    cost: {
      cpu: { value: 3, unit: 'ms', origin },
      database: { value: 2, unit: 'ms', origin },
      statements: { value: 2, unit: 'count', origin },
      responseBytes: { value: 2000, unit: 'bytes', origin },
      scv: 1,
    },
    anonymous: false,
    by: [],
    sensitive: false,
    longRunning: false,
    origin,
    ...more,
  };
}

export const shopOperations: readonly Operation[] = [
  operation('list', 'Product', 'products', { anonymous: true }),
  operation('read', 'Product', 'products', { anonymous: true }),
  operation('update', 'Product', 'products'),
  operation('list', 'Order', 'orders', { by: ['customer', '-placed_at'] }),
  operation('read', 'Order', 'orders'),
  operation('create', 'Order', 'orders', { flow: 'checkout', sensitive: true }),
  operation('process', 'Order', 'orders', { action: 'cancel' }),
  operation('export', 'Order', 'orders', { longRunning: true }),
];
