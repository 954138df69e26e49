import type { CallExpression, NewExpression } from 'oxc-parser';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import type { Mention } from './job-reading.ts';
import { handlerOf, literal, reading } from './job-reading.ts';

/** `define(name, options?, run)`; `every(interval, name)`, `schedule(when, name)`, `now(name)`, `create(name)`. */
export function agenda(
  tracer: Tracer,
  node: CallExpression | NewExpression,
  place: Place,
  method: string,
): Mention | undefined {
  const read = reading(tracer, node, place);
  const { origin } = read;
  const base = { kind: 'queue', queue: 'agenda', origin } as const;
  const first = read.text(0);
  if (first === undefined) return undefined;
  if (method === 'define') {
    const concurrency = read.number(1, 'concurrency') ?? read.number(2, 'concurrency');
    const run = node.arguments.find((each) => handlerOf(tracer, each, place) !== undefined);
    const handler = handlerOf(tracer, run, place);
    return {
      ...base,
      name: first,
      role: 'consumer',
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(handler === undefined ? {} : { handler }),
    };
  }
  if (/^(now|create)$/.test(method)) return { ...base, name: first, role: 'producer' };
  const name = read.text(1);
  if (!/^(every|schedule)$/.test(method) || name === undefined) return undefined;
  return { ...base, kind: 'schedule', name, role: 'producer', schedule: first };
}

/** Queues of pg-boss, which are tables of PostgreSQL. */
export function pgBoss(
  tracer: Tracer,
  node: CallExpression | NewExpression,
  place: Place,
  method: string,
): Mention | undefined {
  const read = reading(tracer, node, place);
  const name = read.text(0) ?? literal(read.option(0, 'name'));
  const role = /^(work|subscribe|fetch|onComplete)$/.test(method)
    ? 'consumer'
    : /^(send|sendAfter|sendOnce|sendSingleton|sendThrottled|sendDebounced|schedule|insert|publish)$/.test(
          method,
        )
      ? 'producer'
      : undefined;
  if (name === undefined || (role === undefined && method !== 'createQueue')) return undefined;
  const schedule = method === 'schedule' ? read.text(1) : undefined;
  const retries = read.number(2, 'retryLimit') ?? read.number(1, 'retryLimit');
  const handler = role === 'consumer' ? handlerOf(tracer, node.arguments.at(-1), place) : undefined;
  return {
    kind: schedule === undefined ? 'queue' : 'schedule',
    queue: name,
    ...(role === undefined ? {} : { role }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(retries === undefined ? {} : { attempts: retries + 1 }),
    ...(handler === undefined ? {} : { handler }),
    origin: read.origin,
  };
}
