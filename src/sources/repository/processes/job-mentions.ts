import type { CallExpression, NewExpression, Node } from 'oxc-parser';
import type { Job } from '../../../model/processes.ts';
import type { Origin } from '../../../model/origin.ts';
import { numberOf, objectOf, propertyOf, textOf } from '../code/constants.ts';
import type { Trace, Tracer, Where } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { plainKey } from '../javascript/syntax.ts';

/** What one place says of a job; places of the same queue and name are put together. */
export interface Mention {
  readonly kind: Job['kind'];
  readonly queue?: string;
  /** Absent where only the queue is spoken of. */
  readonly name?: string;
  readonly schedule?: string;
  readonly attempts?: number;
  readonly backoff?: string;
  readonly concurrency?: number;
  readonly unique?: string;
  readonly deadLetter?: boolean;
  readonly origin: Origin;
}

interface Reading {
  readonly text: (position: number) => string | undefined;
  readonly option: (position: number, ...path: readonly string[]) => Node | undefined;
  readonly number: (position: number, ...path: readonly string[]) => number | undefined;
  readonly origin: Origin;
}

function reading(tracer: Tracer, node: CallExpression | NewExpression, place: Place): Reading {
  const option = (
    position: number,
    ...path: readonly string[]
  ): (Where & { readonly node: Node }) | undefined => {
    let found: (Where & { readonly node: Node }) | undefined;
    const start = node.arguments[position];
    if (start === undefined) return undefined;
    found = { ...place, node: start };
    for (const key of path) {
      if (found === undefined) return undefined;
      const object: { readonly node: Node; readonly where: Where } | undefined = objectOf(
        tracer,
        found.node,
        found,
      );
      const value: Node | undefined = object === undefined ? undefined : propertyOf(object.node, key);
      found = value === undefined || object === undefined ? undefined : { ...object.where, node: value };
    }
    return found;
  };
  return {
    text: (position) => {
      const argument = node.arguments[position];
      return argument === undefined ? undefined : textOf(tracer, argument, place)?.text;
    },
    option: (position, ...path) => option(position, ...path)?.node,
    number: (position, ...path) => {
      const found = option(position, ...path);
      return found === undefined ? undefined : numberOf(tracer, found.node, found);
    },
    origin: originOf(place.file, node),
  };
}

/** Text of an option, without following names. */
function literal(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return String(node.value);
  if (node?.type === 'MemberExpression') return plainKey(node.property, node.computed);
  return undefined;
}

/** A queue or worker is made, and its name is only known at run time. */
export function isUnnamedQueue(
  tracer: Tracer,
  node: CallExpression | NewExpression,
  place: Place,
  { package: name, path }: Trace,
): boolean {
  if (node.type !== 'NewExpression' || !/^(bullmq|bull|bee-queue)$/.test(name)) return false;
  const method = path.split('.').at(-1) ?? '';
  const [first] = node.arguments;
  return (
    /^(Queue|Worker|Bull|)$/.test(method) && first !== undefined && textOf(tracer, first, place) === undefined
  );
}

export function mentioned(
  tracer: Tracer,
  node: CallExpression | NewExpression,
  place: Place,
  { package: name, path }: Trace,
): Mention | undefined {
  const read = reading(tracer, node, place);
  const method = path.split('.').at(-1) ?? '';
  switch (name) {
    case 'bullmq':
    case 'bull':
    case 'bee-queue':
    case '@nestjs/bullmq':
    case '@nestjs/bull':
      return bull(node, read, method, queueName(tracer, node, place));
    case 'agenda':
    case '@hokify/agenda':
      return agenda(read, method);
    case 'pg-boss':
      return pgBoss(read, method);
    case 'amqplib':
    case 'amqp-connection-manager':
      return amqp(read, method);
    case 'kafkajs':
      return method === 'subscribe'
        ? withQueue('queue', literal(read.option(0, 'topic')), read.origin)
        : undefined;
    case 'node-cron':
    case 'cron':
    case 'node-schedule':
    case 'croner':
      return cron(node, read, method);
    default:
      return undefined;
  }
}

const withQueue = (kind: Job['kind'], queue: string | undefined, origin: Origin): Mention | undefined =>
  queue === undefined ? undefined : { kind, queue, origin };

/** The name given to the queue whose method is called. */
function queueName(tracer: Tracer, node: CallExpression | NewExpression, place: Place): string | undefined {
  if (node.callee.type !== 'MemberExpression') return undefined;
  const made = tracer.trace(node.callee.object, place)?.made;
  const [first] = made?.node.arguments ?? [];
  if (made === undefined || first === undefined) return undefined;
  return textOf(tracer, first, made.where)?.text;
}

function bull(
  node: CallExpression | NewExpression,
  read: Reading,
  method: string,
  queue: string | undefined,
): Mention | undefined {
  const { origin } = read;
  if (node.type === 'NewExpression' && /^(Queue|Bull|)$/.test(method)) {
    const name = read.text(0);
    if (name === undefined) return undefined;
    return { kind: 'queue', queue: name, origin, ...options(read, 1, 'defaultJobOptions') };
  }
  if (node.type === 'NewExpression' && method === 'Worker') {
    const name = read.text(0);
    const concurrency = read.number(2, 'concurrency');
    if (name === undefined) return undefined;
    return { kind: 'queue', queue: name, origin, ...(concurrency === undefined ? {} : { concurrency }) };
  }
  if (method !== 'add' && method !== 'upsertJobScheduler') return undefined;
  const name = read.text(0);
  if (name === undefined)
    return queue === undefined ? undefined : { kind: 'queue', queue, origin, ...options(read, 1) };
  const schedule =
    literal(read.option(2, 'repeat', 'pattern')) ??
    literal(read.option(2, 'repeat', 'cron')) ??
    literal(read.option(2, 'repeat', 'every'));
  return {
    kind: schedule === undefined ? 'queue' : 'schedule',
    ...(queue === undefined ? {} : { queue }),
    name,
    ...(schedule === undefined ? {} : { schedule }),
    ...options(read, 2),
    origin,
  };
}

type Settings = Pick<Mention, 'attempts' | 'backoff' | 'unique'>;

function options(read: Reading, position: number, ...path: readonly string[]): Settings {
  const attempts = read.number(position, ...path, 'attempts');
  const delay =
    read.number(position, ...path, 'backoff', 'delay') ?? read.number(position, ...path, 'backoff');
  const type = literal(read.option(position, ...path, 'backoff', 'type')) ?? 'fixed';
  const unique = literal(read.option(position, ...path, 'jobId'));
  return {
    ...(attempts === undefined ? {} : { attempts }),
    ...(delay === undefined ? {} : { backoff: `${type} ${delay} ms` }),
    ...(unique === undefined ? {} : { unique }),
  };
}

function agenda(read: Reading, method: string): Mention | undefined {
  const { origin } = read;
  if (method === 'define') {
    const name = read.text(0);
    const concurrency = read.number(1, 'concurrency');
    if (name === undefined) return undefined;
    return {
      kind: 'queue',
      queue: 'agenda',
      name,
      origin,
      ...(concurrency === undefined ? {} : { concurrency }),
    };
  }
  const [schedule, name] = [read.text(0), read.text(1)];
  if (!/^(every|schedule)$/.test(method) || schedule === undefined || name === undefined) return undefined;
  return { kind: 'schedule', queue: 'agenda', name, schedule, origin };
}

function pgBoss(read: Reading, method: string): Mention | undefined {
  const name = read.text(0);
  const schedule = method === 'schedule' ? read.text(1) : undefined;
  if (
    name === undefined ||
    !/^(work|send|sendAfter|schedule|createQueue|insert|publish|subscribe)$/.test(method)
  )
    return undefined;
  const retries = read.number(2, 'retryLimit') ?? read.number(1, 'retryLimit');
  return {
    kind: schedule === undefined ? 'queue' : 'schedule',
    queue: name,
    ...(schedule === undefined ? {} : { schedule }),
    ...(retries === undefined ? {} : { attempts: retries + 1 }),
    origin: read.origin,
  };
}

function amqp(read: Reading, method: string): Mention | undefined {
  if (!/^(consume|sendToQueue|assertQueue)$/.test(method)) return undefined;
  const queue = read.text(0);
  if (queue === undefined) return undefined;
  const dead = read.option(1, 'deadLetterExchange') ?? read.option(1, 'arguments', 'x-dead-letter-exchange');
  return { kind: 'queue', queue, origin: read.origin, ...(dead === undefined ? {} : { deadLetter: true }) };
}

function cron(node: CallExpression | NewExpression, read: Reading, method: string): Mention | undefined {
  const made = node.type === 'NewExpression' && /^(CronJob|Cron|)$/.test(method);
  if (!made && !/^(schedule|scheduleJob)$/.test(method)) return undefined;
  const schedule = read.text(0) ?? literal(read.option(0, 'cronTime'));
  const handler = node.arguments[1];
  const name = handler?.type === 'Identifier' ? handler.name : undefined;
  return schedule === undefined
    ? undefined
    : { kind: 'schedule', name: name ?? `schedule ${schedule}`, schedule, origin: read.origin };
}

/** NestJS: `@Processor('q')`, `@Process('job')`, `@Cron('…')`, `@Interval(ms)`. */
export function decorated(tracer: Tracer, node: Node, place: Place): Mention | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const trace = tracer.trace(node.callee, place);
  if (trace === undefined) return undefined;
  const read = reading(tracer, node, place);
  const first = read.text(0) ?? literal(node.arguments[0]) ?? literal(read.option(0, 'name'));
  const { origin } = read;
  if (/^@nestjs\/bull(mq)?$/.test(trace.package)) {
    if (trace.path === 'Processor') return withQueue('queue', first, origin);
    if (trace.path !== 'Process' || first === undefined) return undefined;
    const queue = processorOf(tracer, place);
    return { kind: 'queue', name: first, origin, ...(queue === undefined ? {} : { queue }) };
  }
  if (trace.package !== '@nestjs/schedule' || first === undefined) return undefined;
  if (trace.path !== 'Cron' && trace.path !== 'Interval') return undefined;
  const schedule = trace.path === 'Interval' ? `every ${first} ms` : first;
  return { kind: 'schedule', name: place.within ?? `schedule ${first}`, schedule, origin };
}

/** The queue that the decorator of the class around names. */
function processorOf(tracer: Tracer, place: Place): string | undefined {
  for (const { expression } of place.class?.decorators ?? []) {
    const named = decorated(tracer, expression, { file: place.file, inLoop: false, inTransaction: false });
    if (named?.queue !== undefined) return named.queue;
  }
  return undefined;
}
