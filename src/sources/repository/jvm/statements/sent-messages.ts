import type { SentMessage } from '../../processes/sent-messages.ts';
import type { Code } from '../code.ts';
import { lastName } from '../code.ts';
import { fieldOf, scopeOf } from '../names.ts';
import { attribute, expand } from '../annotations.ts';
import { textOf } from '../values.ts';
import { writtenText } from './texts.ts';
import type { Body } from './typing.ts';
import { typeOf } from './typing.ts';
import type { Call } from './walk.ts';

/** Names without which no file sends to a broker: those of the clients below, a record of Kafka, an emitter. */
export const brokerClients =
  /\b(KafkaTemplate|KafkaOperations|ProducerRecord|RabbitTemplate|AmqpTemplate|RabbitOperations|basicPublish|JmsTemplate|JmsOperations|StreamBridge|RocketMQTemplate|SqsTemplate|PulsarTemplate|reactive\.messaging)\b/;

/** A client of a broker: what puts a message in, and which argument names where it goes. */
interface Broker {
  readonly type: RegExp;
  readonly sends: RegExp;
  /** Places of the arguments that may name it, the first that is a text counts. */
  readonly at: (call: Call) => readonly number[];
}

const first = (): readonly number[] => [0];

/** `convertAndSend(exchange, routingKey, message)` or `convertAndSend(routingKey, message)`: consumers know the key. */
const routingKey = ({ args }: Call): readonly number[] => (args.length > 2 ? [1, 0] : [0]);

const brokers: readonly Broker[] = [
  { type: /^(Reactive)?Kafka(Template|Operations|Sender)$/, sends: /^(send|sendAndReceive)$/, at: first },
  {
    type: /^(Rabbit(Template|Operations|MessagingTemplate)|AmqpTemplate|AmqpOperations)$/,
    sends: /^(convertAndSend|convertSendAndReceive|send|sendAndReceive)$/,
    at: routingKey,
  },
  { type: /^Jms(Template|Operations|MessagingTemplate)$/, sends: /^(convertAndSend|send)$/, at: first },
  { type: /^StreamBridge$/, sends: /^send$/, at: first },
  {
    type: /^RocketMQTemplate$/,
    sends: /^(convertAndSend|send|sendOneWay|syncSend|asyncSend|syncSendOrderly)$/,
    at: first,
  },
  { type: /^(Sqs|QueueMessaging)(Template|Operations)$/, sends: /^(convertAndSend|send)$/, at: first },
  { type: /^PulsarTemplate$/, sends: /^(send|sendAsync)$/, at: first },
  { type: /^(Channel|AMQP\.Channel)$/, sends: /^basicPublish$/, at: () => [1] },
];

export function sentMessage(body: Body, call: Call): SentMessage | undefined {
  if (call.on === undefined) return undefined;
  const sent = recordTopic(body, call) ?? channelOf(body, call) ?? byTemplate(body, call);
  if (sent === undefined) return undefined;
  const origin = { kind: 'read', file: body.method.file.path, line: call.line } as const;
  return sent.queue === undefined ? { origin } : { queue: sent.queue, origin };
}

/** What is sent, and where to as far as it is known. */
type Sent = Pick<SentMessage, 'queue'>;

function byTemplate(body: Body, call: Call): Sent | undefined {
  const broker = brokers.find(({ sends }) => sends.test(call.name));
  if (broker === undefined) return undefined;
  const name = lastName(typeOf(body, call.on)?.type.name ?? '');
  const own = brokers.find(({ type, sends }) => type.test(name) && sends.test(call.name));
  if (own === undefined) return undefined;
  for (const at of own.at(call)) {
    const sent = written(body, call.args[at]?.value);
    if (sent.queue !== undefined) return sent;
  }
  return {};
}

/** `producer.send(new ProducerRecord<>("orders", …))`, of Kafka's own client. */
function recordTopic(body: Body, call: Call): Sent | undefined {
  if (call.name !== 'send' && call.name !== 'doSend') return undefined;
  for (const record of made(body, call.args[0]?.value))
    if (record.kind === 'new' && lastName(record.type.name) === 'ProducerRecord')
      return written(body, record.args[0]?.value);
  return undefined;
}

function made(body: Body, code: Code | undefined): readonly Code[] {
  if (code === undefined) return [];
  return code.kind === 'name' ? (body.values.get(code.name) ?? []).map(({ value }) => value) : [code];
}

/** `@Channel("orders") Emitter<Order> emitter` of MicroProfile Reactive Messaging. */
function channelOf(body: Body, call: Call): Sent | undefined {
  const { owner, types } = body;
  if (!/^send(AndAwait|AndForget|Message\w*)?$/.test(call.name) || owner === undefined) return undefined;
  const name = call.on?.kind === 'name' || call.on?.kind === 'member' ? call.on.name : undefined;
  const found = name === undefined ? undefined : fieldOf(types.world, owner, name);
  if (found === undefined || !lastName(found.field.type?.name ?? '').endsWith('Emitter')) return undefined;
  const scope = scopeOf(owner);
  const channel = expand(types.world, found.field.annotations, scope).find((each) => each.name === 'Channel');
  if (channel === undefined) return undefined;
  const { text } = textOf(types.world, attribute(channel, 'value'), scope);
  return text === undefined ? {} : { queue: text };
}

function written(body: Body, code: Code | undefined): Sent {
  const text = writtenText(body, code);
  const known = text !== undefined && text.open.length === 0 && text.text !== '' && !text.text.includes('{}');
  return known ? { queue: text.text } : {};
}
