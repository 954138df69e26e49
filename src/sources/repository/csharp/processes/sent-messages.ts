import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, originIn, walkSyntax } from '../../languages/syntax.ts';
import type { SentMessage } from '../../processes/sent-messages.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import type { Called } from '../syntax.ts';
import { argumentAt, calledIn, lastName } from '../syntax.ts';
import type { Scope } from '../texts.ts';
import { textOf } from '../texts.ts';
import type { Held } from './held.ts';
import { heldBy } from './held.ts';

/** Buses whose queue is the type of the message: MassTransit, NServiceBus, Rebus. */
const bus: Held = {
  types:
    /IPublishEndpoint|ISendEndpoint|IBus|IBusControl|ITopicProducer|ConsumeContext|IMessageSession|IMessageHandlerContext|IEndpointInstance/,
  made: /[\w.]*\bGetSendEndpoint\(/,
};
const broker: Held = {
  types: /IProducer|IModel|IChannel|ServiceBusSender|ServiceBusClient|ICapPublisher|DaprClient/,
  made: /new\s+ProducerBuilder\b|new\s+ServiceBusClient\b|[\w.]*\bCreate(?:Model|ChannelAsync)\(/,
};

/** What is put into a broker, where the name of the queue or the type of the message is written down. */
export const sentMessages = (code: Code): readonly SentMessage[] =>
  code.files
    .filter(({ text }) => bus.types.test(text) || broker.types.test(text) || broker.made.test(text))
    .flatMap(({ path, text }) => sentIn(code, path, text));

function sentIn(code: Code, path: string, text: string): readonly SentMessage[] {
  const tree = code.tree(path);
  if (tree === undefined) return [];
  const [buses, brokers] = [heldBy(text, bus), heldBy(text, broker)];
  const found: SentMessage[] = [];
  const types = code.typesIn(path);
  walkSyntax(tree, (node, above) => {
    const called = calledIn(node);
    const receiver = called?.receiver?.text.replace(/^this\./, '').replace(/[!?]$/, '');
    if (called === undefined || receiver === undefined) return;
    const sent = buses.has(receiver)
      ? messageType(called)
      : brokers.has(receiver)
        ? queueNamed(code, scopeIn(path, types, above), called)
        : undefined;
    if (sent !== undefined) found.push({ ...sent, origin: originIn(path, node) });
  });
  return found;
}

/** What is sent, and where to as far as it is known. */
type Sent = Pick<SentMessage, 'queue'>;

/** The innermost type around a place: its constants are meant by their names alone. */
function scopeIn(file: string, types: readonly TypeDeclaration[], above: readonly SyntaxNode[]): Scope {
  const around = new Set(above);
  const type = types.findLast(({ node }) => around.has(node));
  return { file, ...(type === undefined ? {} : { type }) };
}

/** `bus.Publish(new OrderPaid(…))`, `bus.Publish<OrderPaid>(…)`: consumers are declared for the type. */
function messageType(called: Called): Sent | undefined {
  if (!/^(Publish|Send|SendLocal|Produce|Defer)$/.test(called.name)) return undefined;
  const [generic] = called.generics;
  if (generic !== undefined) return { queue: lastName(generic) };
  const made = called.arguments.find(({ value }) => value.type === 'object_creation_expression')?.value;
  return made === undefined ? {} : { queue: lastName(inField(made, 'type')) };
}

/** The argument that names the queue, by what is called. */
function queueNamed(code: Code, scope: Scope, called: Called): Sent | undefined {
  const given = called.arguments;
  const text = (node: SyntaxNode | undefined): Sent => {
    const written = node === undefined ? undefined : textOf(code, node, scope);
    return written?.resolved === true && written.text !== '' ? { queue: written.text } : {};
  };
  switch (called.name) {
    case 'ProduceAsync':
    case 'Produce':
      return text(argumentAt(given, 0, 'topic'));
    // Of the default exchange the routing key is the queue; of another one it is what is known.
    case 'BasicPublish':
    case 'BasicPublishAsync':
      return text(argumentAt(given, 1, 'routingKey'));
    case 'CreateSender':
      return text(argumentAt(given, 0, 'queueOrTopicName'));
    case 'PublishAsync':
    case 'Publish':
      return text(argumentAt(given, 0, 'name'));
    case 'PublishEventAsync':
      return text(argumentAt(given, 1, 'topicName'));
    default:
      return undefined;
  }
}
