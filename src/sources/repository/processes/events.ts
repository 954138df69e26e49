import { folderOf } from '../file-paths.ts';
import type { DomainEvent } from '../../../model/domain.ts';
import type { Origin } from '../../../model/origin.ts';
import { compareText } from '../../order.ts';
import { objectOf, propertyOf, textOf } from '../code/constants.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Trace, Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName, plainKey } from '../javascript/syntax.ts';
import type { CallExpression, Node } from 'oxc-parser';

interface Mention {
  readonly name: string;
  /** A `listener` is one whose emitter is not known: it counts where somebody emits that name. */
  readonly role: 'producer' | 'consumer' | 'listener';
  readonly local: boolean;
  /** Folder of the file. */
  readonly module: string;
  readonly action: string;
  readonly origin: Origin;
}

const emitters =
  /^(events|eventemitter2|eventemitter3|@nestjs\/event-emitter|emittery|event-dispatch|typed-emitter|mitt)$/;

/** Clients that publish under a subject, channel or topic and subscribe to it by the same name. */
const brokers = /^(nats|@nats-io\/[\w-]+|nats\.ws|ioredis|redis|@redis\/client|mqtt|async-mqtt)$/;

/** Made by each object for itself, unlike a bus or a broker that all parts share. */
const emittersOfObjects = /^(events|eventemitter3|typed-emitter|emittery|mitt)$/;

/** Streams and processes emit these themselves. */
const technical =
  /^(error|end|close|data|finish|exit|message|connect|disconnect|ready|open|drain|listening|uncaughtException|unhandledRejection|SIG\w+)$/;

/** Events between parts of the backend: who emits a name and who listens to it. */
export function eventReader(tracer: Tracer): CodeReader {
  const mentions: Mention[] = [];
  return {
    visit: (node, place) => {
      const decorator = node.type === 'Decorator' ? node.expression : undefined;
      const call = decorator?.type === 'CallExpression' ? decorator : node;
      if (call.type !== 'CallExpression') return;
      const trace = tracer.trace(call.callee, place);
      const role = trace === undefined ? listenerOf(call.callee) : roleOf(trace, decorator !== undefined);
      if (role === undefined) return;
      for (const name of namesOf(tracer, call, trace?.package, place)) {
        if (technical.test(name)) continue;
        const origin = originOf(place.file, call);
        mentions.push({
          name,
          role,
          local: trace === undefined || emittersOfObjects.test(trace.package),
          module: folderOf(origin.file) || '.',
          action: place.within ?? origin.file,
          origin,
        });
      }
    },
    facts: () => ({ processes: { events: eventsOf(mentions) } }),
  };
}

/** What is told or heard: the first argument, or where the library takes the name from. */
function namesOf(
  tracer: Tracer,
  { arguments: [first, second] }: CallExpression,
  library: string | undefined,
  place: Place,
): readonly string[] {
  switch (library) {
    case 'kafkajs': {
      const batch = propertyOf(first, 'topicMessages');
      const topics = [propertyOf(first, 'topic'), propertyOf(first, 'topics')];
      const sent = itemsOf(batch).map((each) => propertyOf(each, 'topic'));
      return [...topics, ...sent].flatMap((node) =>
        itemsOf(node).flatMap((each) => nameOf(tracer, each, place) ?? []),
      );
    }
    case '@golevelup/nestjs-rabbitmq':
      return itemsOf(propertyOf(first, 'routingKey') ?? second).flatMap(
        (each) => nameOf(tracer, each, place) ?? [],
      );
    default:
      return itemsOf(first).flatMap(
        (each) => patternOf(tracer, each, place) ?? nameOf(tracer, each, place) ?? [],
      );
  }
}

/** The items of a list, or what is no list itself. */
const itemsOf = (node: Node | undefined): readonly Node[] =>
  node === undefined
    ? []
    : node.type === 'ArrayExpression'
      ? node.elements.flatMap((each) => (each === null || each.type === 'SpreadElement' ? [] : [each]))
      : [node];

/** A pattern that is an object, `{ cmd: 'sum' }`, as the endpoint that takes it tells it: `cmd=sum`. */
function patternOf(tracer: Tracer, node: Node, place: Place): string | undefined {
  const found = objectOf(tracer, node, place);
  if (found?.node.type !== 'ObjectExpression') return undefined;
  const { properties } = found.node;
  const fields = properties.flatMap((property) => {
    if (property.type !== 'Property') return [];
    const key = plainKey(property.key, property.computed);
    const text = nameOf(tracer, property.value, { ...place, ...found.where });
    return key === undefined || text === undefined ? [] : [`${key}=${text}`];
  });
  return fields.length === 0 || fields.length < properties.length
    ? undefined
    : fields.toSorted(compareText).join('&');
}

const nameOf = (tracer: Tracer, node: Node, place: Place): string | undefined => {
  const text = textOf(tracer, node, place)?.text;
  return text === undefined || text.startsWith('{') ? undefined : text;
};

function roleOf({ package: name, path }: Trace, decorator: boolean): Mention['role'] | undefined {
  const method = path.split('.').at(-1) ?? '';
  if (name === 'kafkajs')
    return /^send(Batch)?$/.test(method) ? 'producer' : method === 'subscribe' ? 'consumer' : undefined;
  if (name === '@nestjs/microservices') {
    if (decorator) return /^(Message|Event)Pattern$/.test(method) ? 'consumer' : undefined;
    return /^Client\w*(\(\))?\.(emit|send)$|^ClientProxyFactory\.create\(\)\.(emit|send)$/.test(path)
      ? 'producer'
      : undefined;
  }
  if (name === '@golevelup/nestjs-rabbitmq') {
    if (decorator) return /^Rabbit(Subscribe|RPC)$/.test(method) ? 'consumer' : undefined;
    return /^AmqpConnection\.(publish|request)$/.test(path) ? 'producer' : undefined;
  }
  if (brokers.test(name))
    return /(^|\.)(publish|request|publishAsync)$/.test(path)
      ? 'producer'
      : /(^|\.)(subscribe|pSubscribe|psubscribe|subscribeAsync)$/.test(path)
        ? 'consumer'
        : undefined;
  if (!emitters.test(name)) return undefined;
  if (decorator) return /^(OnEvent|On)$/.test(method) ? 'consumer' : undefined;
  if (/^(emit|emitAsync|dispatch|emitSerial)$/.test(method)) return 'producer';
  return /^(on|once|addListener|addEventListener)$/.test(method) ? 'consumer' : undefined;
}

/** `x.on(name)` where nothing is known of x, such as a bus that is handed in. */
const listenerOf = (callee: Node): Mention['role'] | undefined =>
  /\.(on|once|addListener|subscribe)$/.test(dottedName(callee) ?? '') ? 'listener' : undefined;

function eventsOf(mentions: readonly Mention[]): readonly DomainEvent[] {
  const names = [...new Set(mentions.filter(({ role }) => role !== 'listener').map(({ name }) => name))];
  return names.flatMap((name) => {
    const all = mentions.filter((mention) => mention.name === name);
    const producer = all.find(({ role }) => role === 'producer');
    const first = producer ?? all.find(({ role }) => role === 'consumer');
    if (first === undefined) return [];
    return [
      {
        name,
        entity: '',
        producer: producer?.module ?? 'unknown',
        consumers: all
          .filter(({ role }) => role !== 'producer')
          .map(({ module, action }) => ({ context: module, action })),
        payload: [],
        ...(first.local ? { local: true } : {}),
        origin: first.origin,
      },
    ];
  });
}
