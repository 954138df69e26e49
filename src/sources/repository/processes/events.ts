import type { DomainEvent } from '../../../model/domain.ts';
import type { Origin } from '../../../model/origin.ts';
import { propertyOf, textOf } from '../code/constants.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Trace, Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { folderOf } from '../javascript/globals.ts';
import { originOf } from '../javascript/parse.ts';
import { dottedName } from '../javascript/syntax.ts';
import type { Node } from 'oxc-parser';

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
      const given = trace?.package === 'kafkajs' ? propertyOf(call.arguments[0], 'topic') : call.arguments[0];
      if (role === undefined || given === undefined) return;
      const name = nameOf(tracer, given, place);
      if (name === undefined || technical.test(name)) return;
      const origin = originOf(place.file, call);
      mentions.push({
        name,
        role,
        local: trace === undefined || emittersOfObjects.test(trace.package),
        module: folderOf(origin.file) || '.',
        action: place.within ?? origin.file,
        origin,
      });
    },
    facts: () => ({ processes: { events: eventsOf(mentions) } }),
  };
}

const nameOf = (tracer: Tracer, node: Node, place: Place): string | undefined => {
  const text = textOf(tracer, node, place)?.text;
  return text === undefined || text.startsWith('{') ? undefined : text;
};

function roleOf({ package: name, path }: Trace, decorator: boolean): Mention['role'] | undefined {
  const method = path.split('.').at(-1) ?? '';
  if (name === 'kafkajs')
    return method === 'send' ? 'producer' : method === 'subscribe' ? 'consumer' : undefined;
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
