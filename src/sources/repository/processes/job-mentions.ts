import type { CallExpression, NewExpression } from 'oxc-parser';
import { textOf } from '../code/constants.ts';
import type { Trace, Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { agenda, pgBoss } from './job-stores.ts';
import { amqp, kafka, sqs } from './job-brokers.ts';
import { injectedQueue } from './job-decorators.ts';
import type { Mention, Reading } from './job-reading.ts';
import { handlerOf, literal, reading, withQueue, workText } from './job-reading.ts';

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
  trace: Trace,
): readonly Mention[] {
  if (trace.package === 'kafkajs')
    return kafka(reading(tracer, node, place), trace.path.split('.').at(-1) ?? '');
  const found = single(tracer, node, place, trace);
  return found === undefined ? [] : [found];
}

function single(
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
      return bull(tracer, node, place, method);
    case 'agenda':
    case '@hokify/agenda':
      return agenda(tracer, node, place, method);
    case 'pg-boss':
      return pgBoss(tracer, node, place, method);
    case '@nestjs/microservices':
      return emitted(read, path);
    case '@golevelup/nestjs-rabbitmq':
      return /(^|\.)AmqpConnection(\(\))?\.publish$/.test(path) ? amqp(read, method, undefined) : undefined;
    case 'amqplib':
    case 'amqp-connection-manager':
      return amqp(read, method, workText(tracer, node.arguments[1], place));
    case '@aws-sdk/client-sqs':
    case 'aws-sdk':
    case 'sqs-consumer':
    case 'sqs-producer':
    case '@ssut/nestjs-sqs':
      return sqs(read, name, path);
    case 'node-cron':
    case 'cron':
    case 'node-schedule':
    case 'croner':
      return cron(node, read, method);
    default:
      return undefined;
  }
}

/** `client.emit('order.placed', …)` of NestJS: an event that another process takes. */
function emitted(read: Reading, path: string): Mention | undefined {
  if (!/^Client\w*(\(\))?\.emit$|^ClientProxyFactory\.create\(\)\.emit$/.test(path)) return undefined;
  const [queue, open] = [read.text(0), read.option(0)];
  const sent = { kind: 'queue', role: 'producer', origin: read.origin } as const;
  if (queue !== undefined) return { ...sent, queue };
  return open === undefined || open.type === 'ObjectExpression' ? undefined : { ...sent, open };
}

/** The name given to the queue whose method is called. */
function queueName(tracer: Tracer, node: CallExpression | NewExpression, place: Place): string | undefined {
  if (node.callee.type !== 'MemberExpression') return undefined;
  const made = tracer.trace(node.callee.object, place)?.made;
  const [first] = made?.node.arguments ?? [];
  if (made === undefined || first === undefined) return injectedQueue(tracer, node.callee.object, place);
  return textOf(tracer, first, made.where)?.text;
}

function bull(
  tracer: Tracer,
  node: CallExpression | NewExpression,
  place: Place,
  method: string,
): Mention | undefined {
  const read = reading(tracer, node, place);
  if (node.type === 'NewExpression') return madeQueue(tracer, node, place, method, read);
  const queue = queueName(tracer, node, place);
  switch (method) {
    case 'process':
      return processed(tracer, node, place, queue, read);
    case 'registerQueue':
      return registered(tracer, node, place, read);
    case 'createJob':
      return withQueue(queue, read.origin, 'producer');
    case 'add':
    case 'upsertJobScheduler':
    case 'addBulk':
      return added(read, queue);
    default:
      return undefined;
  }
}

/** `BullModule.registerQueue({ name, defaultJobOptions })` of NestJS. */
function registered(tracer: Tracer, node: CallExpression, place: Place, read: Reading): Mention | undefined {
  const named = read.option(0, 'name');
  const queue = named === undefined ? undefined : textOf(tracer, named, place)?.text;
  return queue === undefined || node.arguments.length > 1
    ? undefined
    : { kind: 'queue', queue, origin: read.origin, ...options(read, 0, 'defaultJobOptions') };
}

function madeQueue(
  tracer: Tracer,
  node: NewExpression,
  place: Place,
  method: string,
  read: Reading,
): Mention | undefined {
  const { origin } = read;
  const name = read.text(0);
  if (name === undefined) return undefined;
  if (/^(Queue|Bull|)$/.test(method))
    return { kind: 'queue', queue: name, origin, ...options(read, 1, 'defaultJobOptions') };
  if (method !== 'Worker') return undefined;
  const concurrency = read.number(2, 'concurrency');
  const handler = handlerOf(tracer, node.arguments[1], place);
  return {
    kind: 'queue',
    queue: name,
    role: 'consumer',
    origin,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(handler === undefined ? {} : { handler }),
  };
}

/** `queue.process('job', 5, run)`: a name, how many at once, and what runs; the first two may be left out. */
function processed(
  tracer: Tracer,
  node: CallExpression,
  place: Place,
  queue: string | undefined,
  read: Reading,
): Mention | undefined {
  const name = node.arguments.length > 1 ? read.text(0) : undefined;
  if (queue === undefined && name === undefined) return undefined;
  const isCount = name !== undefined && /^\d+$/.test(name);
  const concurrency = isCount ? Number(name) : read.number(1);
  const handler = handlerOf(tracer, node.arguments.at(-1), place);
  return {
    kind: 'queue',
    role: 'consumer',
    ...(queue === undefined ? {} : { queue }),
    ...(name === undefined || isCount || name === '*' ? {} : { name }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(handler === undefined ? {} : { handler }),
    origin: read.origin,
  };
}

function added(read: Reading, queue: string | undefined): Mention | undefined {
  const { origin } = read;
  const name = read.text(0);
  if (name === undefined)
    return queue === undefined
      ? undefined
      : { kind: 'queue', queue, role: 'producer', origin, ...options(read, 1) };
  const schedule =
    literal(read.option(2, 'repeat', 'pattern')) ??
    literal(read.option(2, 'repeat', 'cron')) ??
    literal(read.option(2, 'repeat', 'every')) ??
    literal(read.option(1, 'pattern')) ??
    literal(read.option(1, 'every'));
  return {
    kind: schedule === undefined ? 'queue' : 'schedule',
    ...(queue === undefined ? {} : { queue }),
    name,
    role: 'producer',
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
