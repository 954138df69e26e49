import type { Decorator, MethodDefinition, Node } from 'oxc-parser';
import type { Origin } from '../../../model/origin.ts';
import { textOf } from '../code/constants.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import type { ClassNode } from '../javascript/syntax.ts';
import { plainKey } from '../javascript/syntax.ts';
import type { Mention } from './job-reading.ts';
import { literal, reading, withQueue } from './job-reading.ts';

/** NestJS: `@Processor('q')`, `@Process('job')`, `@SqsMessageHandler('q')`, `@Cron('…')`, `@Interval(ms)`. */
export function decorated(tracer: Tracer, node: Node, place: Place): Mention | undefined {
  if (node.type !== 'CallExpression') return undefined;
  const trace = tracer.trace(node.callee, place);
  if (trace === undefined) return undefined;
  const read = reading(tracer, node, place);
  const named = read.option(0, 'name');
  const first = read.text(0) ?? literal(node.arguments[0]) ?? read.textOf(named) ?? literal(named);
  const { origin } = read;
  if (/^@nestjs\/bull(mq)?$/.test(trace.package)) {
    if (trace.path === 'Processor') return processor(first, node, place, origin);
    if (trace.path !== 'Process') return undefined;
    const queue = processorOf(tracer, place);
    if (first === undefined && queue === undefined) return undefined;
    return {
      kind: 'queue',
      role: 'consumer',
      ...(first === undefined ? {} : { name: first }),
      ...handledBy(place, (member) => isDecorated(member, node)),
      origin,
      ...(queue === undefined ? {} : { queue }),
    };
  }
  if (trace.package === '@nestjs/microservices') {
    const heard = trace.path === 'EventPattern' ? withQueue(first, origin, 'consumer') : undefined;
    return heard && { ...heard, ...handledBy(place, (member) => isDecorated(member, node)) };
  }
  if (trace.package === '@ssut/nestjs-sqs')
    return trace.path === 'SqsMessageHandler' ? withQueue(first, origin, 'consumer') : undefined;
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

/** A class that extends `WorkerHost` runs its jobs in `process`. */
function processor(queue: string | undefined, node: Node, place: Place, origin: Origin): Mention | undefined {
  const mention = withQueue(queue, origin);
  const handler = handledBy(place, (member) => plainKey(member.key, member.computed) === 'process');
  if (mention === undefined || handler.handler === undefined) return mention;
  return place.class?.decorators.some(({ expression }) => expression === node) === true
    ? { ...mention, role: 'consumer', ...handler }
    : mention;
}

function handledBy(place: Place, isIt: (member: MethodDefinition) => boolean): Pick<Mention, 'handler'> {
  for (const member of place.class?.body.body ?? [])
    if (member.type === 'MethodDefinition' && isIt(member))
      return { handler: originOf(place.file, member.key) };
  return {};
}

const isDecorated = ({ decorators }: MethodDefinition, by: Node): boolean =>
  decorators.some(({ expression }) => expression === by);

/** `@InjectQueue('mails') private readonly mails: Queue`: the queue behind `this.mails`. */
export function injectedQueue(tracer: Tracer, node: Node, place: Place): string | undefined {
  if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression') return undefined;
  const key = plainKey(node.property, node.computed);
  for (const decorator of key === undefined ? [] : decoratorsOfField(place.class, key)) {
    const { expression } = decorator;
    if (expression.type !== 'CallExpression' || expression.arguments[0] === undefined) continue;
    const trace = tracer.trace(expression.callee, place);
    if (trace !== undefined && /^@nestjs\/bull(mq)?$/.test(trace.package) && trace.path === 'InjectQueue')
      return textOf(tracer, expression.arguments[0], place)?.text;
  }
  return undefined;
}

function decoratorsOfField(owner: ClassNode | undefined, name: string): readonly Decorator[] {
  for (const member of owner?.body.body ?? []) {
    if (member.type === 'PropertyDefinition' && plainKey(member.key, member.computed) === name)
      return member.decorators;
    if (member.type !== 'MethodDefinition' || member.kind !== 'constructor') continue;
    for (const parameter of member.value.params) {
      if (parameter.type !== 'TSParameterProperty') continue;
      const { parameter: inner } = parameter;
      const named = inner.type === 'AssignmentPattern' ? inner.left : inner;
      if (named.type === 'Identifier' && named.name === name) return parameter.decorators;
    }
  }
  return [];
}
