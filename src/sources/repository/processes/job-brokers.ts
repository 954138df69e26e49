import type { Node } from 'oxc-parser';
import { dottedName } from '../javascript/syntax.ts';
import type { Mention, Reading } from './job-reading.ts';
import { literal, withQueue } from './job-reading.ts';

/** The pseudo-queue of direct reply-to, which knows no acknowledgements. */
export const directReply = 'amq.rabbitmq.reply-to';

/**
 * `nack(message)` and `reject(message)` without a last argument put a message back at the head of its queue (amqplib,
 * channel API): one that always fails comes again at once, unless its deliveries are counted.
 */
const putsBack =
  /\.(?:nack\(\s*[\w.!]+\s*(?:,\s*\w+\s*(?:,\s*true\s*)?)?\)|reject\(\s*[\w.!]+\s*(?:,\s*true\s*)?\))/;
/** Refused without being put back: RabbitMQ hands it to a dead-letter exchange, or throws it away where there is none. */
const refuses = /\.(?:nack\(\s*[\w.!]+\s*,\s*\w+\s*,\s*false\s*\)|reject\(\s*[\w.!]+\s*,\s*false\s*\))/;
/** The consumer itself keeps what failed, by a queue or a table of its own. */
const keeps = /dead|dlq|dlx|fail\w*(queue|jobs|message)|park|poison|error_?queue|retry_?queue/i;
const counts = /x-death|redelivered|retr(?:y|ies)|attempt|x-delivery|tries/i;

/** @param work source of the function that takes messages, where it is known */
export function amqp(read: Reading, method: string, work: string | undefined): Mention | undefined {
  if (!/^(consume|sendToQueue|publish|assertQueue)$/.test(method)) return undefined;
  if (method === 'publish') return published(read);
  const queue = read.text(0);
  const open = queue === undefined && method !== 'assertQueue' ? read.option(0) : undefined;
  // The broker names a queue that is declared without a name.
  if ((queue === undefined && open === undefined) || queue === '') return undefined;
  const dead = read.option(1, 'deadLetterExchange') ?? read.option(1, 'arguments', 'x-dead-letter-exchange');
  return {
    kind: 'queue',
    ...(queue === undefined ? {} : { queue }),
    ...(open === undefined ? {} : { open }),
    origin: read.origin,
    ...(method === 'consume' ? { role: 'consumer' } : method === 'sendToQueue' ? { role: 'producer' } : {}),
    ...(dead === undefined ? {} : { deadLetter: true }),
    ...(method === 'consume' && queue !== directReply && literal(read.option(2, 'noAck')) === 'true'
      ? { doneFirst: true }
      : {}),
    ...(method === 'assertQueue' ? { declared: true } : {}),
    ...(method === 'consume' && work !== undefined && refuses.test(work) && !keeps.test(work)
      ? { refused: true }
      : {}),
    ...(method === 'consume' && work !== undefined && putsBack.test(work) && !counts.test(work)
      ? { forever: true }
      : {}),
  };
}

/** `publish(exchange, routingKey, …)`: consumers know the key, or the exchange where there is none. */
function published(read: Reading): Mention {
  const sent = { kind: 'queue', role: 'producer', origin: read.origin } as const;
  const [exchange, key] = [read.text(0), read.text(1)];
  const queue = key === undefined || key === '' ? exchange : key;
  if (queue !== undefined && queue !== '' && key !== undefined) return { ...sent, queue };
  const open = key === '' ? read.option(0) : read.option(1);
  return open === undefined ? sent : { ...sent, open };
}

/** `subscribe({ topic })` and `subscribe({ topics })`, `send({ topic, messages })`. */
export function kafka(read: Reading, method: string): readonly Mention[] {
  if (method === 'send') {
    const topic = read.option(0, 'topic');
    const sent = { kind: 'queue', role: 'producer', origin: read.origin } as const;
    const queue = read.textOf(topic);
    if (topic === undefined) return [];
    return [queue === undefined ? { ...sent, open: topic } : { ...sent, queue }];
  }
  if (method !== 'subscribe') return [];
  const topics = read.option(0, 'topics');
  const named = topics?.type === 'ArrayExpression' ? topics.elements : [read.option(0, 'topic')];
  return named.flatMap((node) => {
    const topic = node === null || node === undefined ? undefined : (read.textOf(node) ?? literal(node));
    return withQueue(topic, read.origin, 'consumer') ?? [];
  });
}

/** Commands of the SDK, in both of its versions, and the loops that wrap them. */
export function sqs(read: Reading, library: string, path: string): Mention | undefined {
  const method = path.split('.').at(-1) ?? '';
  if (library === '@ssut/nestjs-sqs')
    return /^SqsService(\(\))?\.send$/.test(path)
      ? withQueue(read.text(0), read.origin, 'producer')
      : undefined;
  if (library === 'aws-sdk' && !/(^|\.)SQS\(\)\./.test(path)) return undefined;
  const role = /^(SendMessage(Batch)?Command|sendMessage(Batch)?)$/.test(method)
    ? 'producer'
    : /^(ReceiveMessageCommand|receiveMessage)$/.test(method) || path === 'Consumer.create'
      ? 'consumer'
      : path === 'Producer.create'
        ? 'producer'
        : undefined;
  if (role === undefined) return undefined;
  const given = read.option(0, 'QueueUrl') ?? read.option(0, 'queueUrl');
  return withQueue(read.textOf(given)?.replace(/^.*\//, '') ?? variable(given), read.origin, role);
}

/** The address of a queue mostly comes from the configuration: its name there tells queues apart. */
function variable(node: Node | undefined): string | undefined {
  const name = node === undefined ? undefined : dottedName(node);
  return name === undefined ? undefined : `{${name.replace(/^(process\.env|this)\./, '')}}`;
}
