import type { Job } from '../../../../model/processes.ts';
import type { Facts } from '../../../facts.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand } from '../annotations.ts';
import type { ClassDeclaration, MethodDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { scopeOf } from '../names.ts';
import { textOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';

const listeners: Readonly<Record<string, readonly string[]>> = {
  KafkaListener: ['topics', 'topicPattern'],
  RabbitListener: ['queues', 'queuesToDeclare'],
  JmsListener: ['destination'],
  SqsListener: ['value', 'queueNames'],
  StreamListener: ['value'],
  PulsarListener: ['topics'],
  RabbitHandler: [],
  KafkaHandler: [],
  Incoming: ['value'],
  Topic: ['value'],
  Queue: ['value'],
};

const marks =
  /@(Scheduled|Schedule|KafkaListener|RabbitListener|JmsListener|SqsListener|StreamListener|PulsarListener|Incoming|RocketMQMessageListener|XxlJob|Recurring)\b/;

/** Work that no request starts: schedules and listeners on queues, by their annotations. */
export function annotatedJobs(world: World): Facts {
  const classes = world.filesWith(marks).flatMap(({ classes: own }) => everyClass(own));
  const jobs = classes.flatMap((of) => [
    ...ofClass(world, of),
    ...of.methods.flatMap((method) => ofMethod(world, of, method)),
  ]);
  return jobs.length === 0 ? {} : { processes: { jobs } };
}

function ofMethod(world: World, of: ClassDeclaration, method: MethodDeclaration): readonly Job[] {
  return expand(world, method.annotations, scopeOf(of)).flatMap((each): readonly Job[] => {
    const origin = { kind: 'read', file: of.file.path, line: each.line } as const;
    const name = `${of.name}.${method.name}`;
    const base = { id: name, name, idempotent: 'unknown', origin } as const;
    const schedule = scheduleOf(world, each);
    if (schedule !== undefined) return [{ ...base, kind: 'schedule', schedule }];
    return listenersOf(world, of, each, name).map((job) => ({ ...job, ...retriesOf(world, of, method) }));
  });
}

/** One job for each queue that a listener names. */
function listenersOf(world: World, of: ClassDeclaration, each: Annotated, name: string): readonly Job[] {
  const keys = Object.hasOwn(listeners, each.name) ? listeners[each.name] : undefined;
  if (keys === undefined || keys.length === 0 || each.name === 'Queue' || each.name === 'Topic') return [];
  const origin = { kind: 'read', file: of.file.path, line: each.line } as const;
  const queues = keys
    .flatMap((key) => textsOf(world, attribute(each, key), each.scope))
    .flatMap(({ text }) => text ?? []);
  const forever = isRequeuedForever(world, of, each) ? { retriedForever: [origin] } : {};
  return (queues.length === 0 ? ['unknown'] : queues).map((queue): Job => ({
    id: `${queue}/${name}`,
    name,
    idempotent: 'unknown',
    origin,
    kind: 'queue',
    queue,
    ...forever,
  }));
}

/** What keeps Spring AMQP from giving a failed message out again, wherever it is said. */
const requeueLimits =
  /setDefaultRequeueRejected\s*\(\s*false|RejectAndDontRequeue|RetryInterceptor|setAdviceChain|AcknowledgeMode\.(MANUAL|NONE)|basicNack|basicReject|setErrorHandler|\b\w*ErrorHandler\b|x-delivery-limit|deliveryLimit|\.quorum\(/;

/**
 * Spring AMQP puts a message back whose listener threw, unless told otherwise ("Message Listeners and the
 * Asynchronous Case", reference documentation of Spring AMQP): one that always fails comes again at once, for ever.
 */
function isRequeuedForever(world: World, of: ClassDeclaration, each: Annotated): boolean {
  if (each.name !== 'RabbitListener' || world.filesWith(requeueLimits).length > 0) return false;
  if (['containerFactory', 'errorHandler', 'ackMode'].some((key) => attribute(each, key) !== undefined))
    return false;
  const near = of.file.path;
  const said = (key: string): string | undefined =>
    ['simple', 'direct']
      .map((kind) => world.properties.get(`spring.rabbitmq.listener.${kind}.${key}`, near))
      .find((value) => value !== undefined);
  return (
    said('default-requeue-rejected') === undefined &&
    said('retry.enabled') !== 'true' &&
    !/^(manual|none)$/i.test(said('acknowledge-mode') ?? '') &&
    !catchesAll.test(world.text(near))
  );
}

/** A listener that catches whatever happens gives nothing back. */
const catchesAll = /catch\s*\(\s*(final\s+)?(\w+:\s*)?(Exception|Throwable)\b/;

/** Listeners of a class: `@RocketMQMessageListener`, and `@RabbitListener` or `@KafkaListener` with handlers as methods. */
function ofClass(world: World, of: ClassDeclaration): readonly Job[] {
  return expand(world, of.annotations, scopeOf(of)).flatMap((each): readonly Job[] => {
    if (/^(RabbitListener|KafkaListener)$/.test(each.name)) return listenersOf(world, of, each, of.name);
    if (each.name !== 'RocketMQMessageListener') return [];
    const queue = textOf(world, attribute(each, 'topic'), each.scope).text ?? 'unknown';
    const origin = { kind: 'read', file: of.file.path, line: each.line } as const;
    return [
      { id: `${queue}/${of.name}`, name: of.name, kind: 'queue', queue, idempotent: 'unknown', origin },
    ];
  });
}

/** A cron expression, or how long between two runs. */
function scheduleOf(world: World, each: Annotated): string | undefined {
  if (!/^(Scheduled|Schedule)$/.test(each.name)) return undefined;
  const text = (key: string): string | undefined => {
    const value = attribute(each, key);
    return value === undefined ? undefined : textOf(world, value, each.scope).text;
  };
  const cron = text('cron');
  if (cron !== undefined) return cron;
  const every = text('every');
  if (every !== undefined) return `every ${every}`;
  for (const [key, words] of [
    ['fixedRate', 'every'],
    ['fixedRateString', 'every'],
    ['fixedDelay', 'after'],
    ['fixedDelayString', 'after'],
  ] as const) {
    const value = text(key);
    if (value !== undefined) return `${words} ${/^\d+$/.test(value) ? `${value} ms` : value}`;
  }
  return each.args.length === 0 ? undefined : 'a schedule that is only known at run time';
}

/** `@RetryableTopic(attempts = "3")`, `@Retryable(maxAttempts = 3)`. */
function retriesOf(world: World, of: ClassDeclaration, method: MethodDeclaration): Pick<Job, 'attempts'> {
  for (const each of expand(world, method.annotations, scopeOf(of))) {
    if (!/^(RetryableTopic|Retryable)$/.test(each.name)) continue;
    const value = Number(textOf(world, attribute(each, 'attempts', 'maxAttempts'), each.scope).text);
    const origin = { kind: 'read', file: of.file.path, line: each.line } as const;
    if (Number.isFinite(value) && value > 0) return { attempts: { value, unit: 'count', origin } };
  }
  return {};
}
