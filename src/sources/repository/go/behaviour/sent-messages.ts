import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { SentMessage } from '../../processes/sent-messages.ts';
import { originOf } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { jobLibraries } from './jobs.ts';
import { writtenText } from './texts.ts';
import type { Place } from './visit.ts';
import { calledName, calledOn, visitNodes } from './visit.ts';
import type { OpenMessage } from './wrappers.ts';
import { wrappedMessages } from './wrappers.ts';

/** What is put into Kafka, RabbitMQ, NATS and asynq, and into which queue as far as it is written down. */
export function sentMessages(program: GoProgram): readonly SentMessage[] {
  const found: SentMessage[] = [];
  const open: OpenMessage[] = [];
  visitNodes(program, jobLibraries, ['call_expression', 'composite_literal'], (node, place) => {
    const named = node.type === 'call_expression' ? byCall(node, place) : byLiteral(node, place);
    if (named === undefined) return;
    const queue = writtenText(named, place);
    const origin = originOf(place.file, node);
    const isKnown = queue !== undefined && queue.open.length === 0 && queue.text !== '';
    if (isKnown) found.push({ queue: queue.text, origin });
    else open.push({ named, place, sent: { origin } });
  });
  return open.length === 0 ? found : [...found, ...wrappedMessages(program, open)];
}

/** The argument that names the queue. */
function byCall(call: SyntaxNode, place: Place): SyntaxNode | undefined {
  const name = calledName(call);
  const args = inField(call, 'arguments')?.children.filter(({ type }) => type !== 'comment') ?? [];
  const imports = [...place.file.imports.values()].map(({ path }) => path).join(' ');
  if (/amqp/.test(imports)) {
    // The default exchange hands a message to the queue of that name; of another one the routing key is known.
    if (name === 'Publish' && args.length === 5) return args[1];
    if (name === 'PublishWithContext' && args.length === 6) return args[2];
  }
  if (/nats\.go/.test(imports)) {
    if (/^(Publish|PublishRequest|Request|PublishAsync)$/.test(name))
      return /^(ctx|context\.\w+\(\)|c\.Context\(\))$/.test(args[0]?.text ?? '') ? args[1] : args[0];
    if (name === 'RequestWithContext') return args[1];
  }
  const isOf = (path: RegExp): boolean => path.test(place.file.imports.get(calledOn(call))?.path ?? '');
  return name === 'NewTask' && isOf(/asynq/) ? args[0] : undefined;
}

/** `kafka.Message{Topic: …}` and `kafka.Writer{Topic: …}`, `sarama.ProducerMessage{Topic: …}`, `kgo.Record{Topic: …}`. */
function byLiteral(literal: SyntaxNode, place: Place): SyntaxNode | undefined {
  const type = inField(literal, 'type');
  const path = place.file.imports.get(inField(type, 'package')?.text ?? '')?.path ?? '';
  const name = inField(type, 'name')?.text ?? '';
  const sends =
    (/segmentio\/kafka-go/.test(path) && /^(Message|Writer|WriterConfig)$/.test(name)) ||
    (/sarama/.test(path) && name === 'ProducerMessage') ||
    (/franz-go/.test(path) && name === 'Record');
  if (!sends) return undefined;
  for (const element of inField(literal, 'body')?.children ?? [])
    if (element.type === 'keyed_element' && inField(element, 'key')?.text === 'Topic')
      return inField(element, 'value')?.children[0];
  return undefined;
}
