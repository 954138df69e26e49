import { product, ranged, sum } from '../../model/amounts.ts';
import type { Part } from '../../model/amounts.ts';
import type { Backend } from '../../model/backend.ts';
import type { DomainEvent, Entity, Field, Operation } from '../../model/domain.ts';
import { eventsOf } from '../../model/happenings.ts';
import { assumed } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** How often an event is said, in the mean and at peak, and how sure that is. */
export interface EventRate {
  readonly mean: Quantity;
  readonly peak: Quantity;
  /** Operations that were counted. */
  readonly operations: readonly string[];
}

const writes = ({ verb }: Operation): boolean => !['list', 'read', 'search', 'export'].includes(verb);

/**
 * Rate of an event: that of the operations that publish it, by their flows or by its name. Where none is found its
 * rate is not known: none is counted, and the high end is that of all operations that write its entity.
 */
export function eventRate(backend: Backend, event: DomainEvent): EventRate | undefined {
  const { operations } = backend;
  const told = { flows: backend.processes.flows, events: [event] };
  const known = rated(
    backend,
    operations.filter((operation) => eventsOf(told, operation).length > 0),
  );
  if (known !== undefined) return known;
  const most = rated(
    backend,
    operations.filter((operation) => operation.entity === event.entity && writes(operation)),
  );
  return most && { ...most, mean: atMost(most.mean), peak: atMost(most.peak) };
}

const atMost = ({ value, high, unit }: Quantity): Quantity =>
  ranged(
    [0, 0, high ?? value],
    unit,
    'no operation is named after it: none to all that write its entity',
    [],
  );

function rated(backend: Backend, operations: readonly Operation[]): EventRate | undefined {
  const ids = new Set(operations.map(({ id }) => id));
  const rates = backend.load.rates.filter(({ operation }) => ids.has(operation));
  if (rates.length === 0) return undefined;
  const total = (pick: 'mean' | 'peak'): Quantity =>
    sum(
      rates.map((rate): Part => [rate.operation, rate[pick]]),
      'requests/s',
      'rates of the operations that say it',
    );
  return {
    mean: total('mean'),
    peak: total('peak'),
    operations: [...new Set(rates.map(({ operation }) => operation))],
  };
}

/** Deliveries of an event at peak: each consumer gets it once. */
export const deliveryRate = ({ name, consumers }: DomainEvent, { peak }: EventRate): Quantity =>
  product([[name, peak]], 'requests/s', 'rate × consumers', consumers.length);

/** Id, type, source and time of CloudEvents 1.0, and what the broker adds to each message. */
const envelope: Quantity = assumed(300, 'bytes', 'CloudEvents attributes and broker framing', 200, 600);

/** Bytes of one message: the envelope and each field of the payload as JSON. */
export function eventBytes(backend: Backend, event: DomainEvent): Quantity {
  const entity = backend.entities.find(({ name }) => name === event.entity);
  const fields = event.payload.map((name) => fieldBytes(entity, name));
  const payload = ranged(
    [
      fields.reduce((total, [middle]) => total + middle, 45),
      fields.reduce((total, [, low]) => total + low, 45),
      fields.reduce((total, [, , high]) => total + high, 45),
    ],
    'bytes',
    'JSON length of id and payload fields',
    event.payload,
  );
  return sum(
    [
      ['envelope', envelope],
      ['payload', payload],
    ],
    'bytes',
    'bytes of a message',
  );
}

type Ends = readonly [middle: number, low: number, high: number];

function fieldBytes(entity: Entity | undefined, name: string): Ends {
  const field = entity?.fields.find((each) => each.name === name);
  const [middle, low, high] = valueBytes(field);
  const frame = name.length + 4;
  return [middle + frame, low + frame, high + frame];
}

/** JSON characters of a value; texts are taken as a third of their longest, four bytes a character at most. */
function valueBytes(field: Field | undefined): Ends {
  if (field === undefined) return [20, 2, 200];
  switch (field.type.kind) {
    case 'bool':
      return [5, 4, 5];
    case 'int':
    case 'bigint':
    case 'decimal':
    case 'money':
      return [6, 1, 19];
    case 'date':
      return [12, 12, 12];
    case 'datetime':
      return [27, 22, 34];
    case 'uuid':
    case 'ref':
      return [38, 38, 38];
    case 'enum': {
      const lengths = field.type.values.map((value) => value.length + 2);
      const longest = Math.max(...lengths, 4);
      return [Math.ceil(longest * 0.7), Math.min(...lengths, 4), longest];
    }
    case 'string':
    case 'text':
    case 'email':
    case 'url':
    case 'json': {
      const longest = field.maxLength ?? 500;
      return [Math.ceil(longest / 3) + 2, 2, longest * 4 + 2];
    }
  }
}

/** Bytes a second of one event at peak. */
export const eventBandwidth = (backend: Backend, event: DomainEvent, rate: Quantity): Quantity =>
  product(
    [
      ['rate', rate],
      ['message', eventBytes(backend, event)],
    ],
    'bytes/s',
    'rate × bytes of a message',
  );
