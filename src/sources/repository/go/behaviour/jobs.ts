import type { Job } from '../../../../model/processes.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { allOfType, inField } from '../../languages/syntax.ts';
import type { GoFunction } from '../program/package.ts';
import { originOf } from '../program/package.ts';
import { calleeOf, localTypes } from '../routing/callees.ts';
import type { GoProgram } from '../program/program.ts';
import { directReply } from '../../processes/job-brokers.ts';
import { writtenText } from './texts.ts';
import type { Place } from './visit.ts';
import { calledName, calledOn, visitCalls } from './visit.ts';

/** Imports of what runs or hands on work. */
export const jobLibraries =
  /"(github\.com\/(robfig\/cron|go-co-op\/gocron|jasonlvhit\/gocron|hibiken\/asynq|RichardKnop\/machinery|segmentio\/kafka-go|IBM\/sarama|Shopify\/sarama|twmb\/franz-go|nats-io\/nats\.go|rabbitmq\/amqp091-go|streadway\/amqp|riverqueue\/river))/;

interface Found {
  readonly kind: Job['kind'];
  readonly name: string;
  readonly queue?: string;
  readonly schedule?: string;
  /** The broker forgets a message when it hands it out. */
  readonly doneFirst?: boolean;
}

/** Schedules and consumers of queues: cron libraries, asynq, machinery, Kafka, NATS, RabbitMQ. */
export function jobsOf(program: GoProgram): readonly Job[] {
  const jobs = new Map<string, Job>();
  const wrappers: Wrapper[] = [];
  visitCalls(program, jobLibraries, (call, place) => {
    const imports = [...place.file.imports.values()].map(({ path }) => path).join(' ');
    const wrapper = wrapperOf(call, place, imports);
    if (wrapper !== undefined) return void wrappers.push(wrapper);
    const found = jobIn(call, place, imports);
    if (found === undefined) return;
    const origin = originOf(place.file, call);
    const id =
      found.queue === undefined || found.queue === found.name ? found.name : `${found.queue}/${found.name}`;
    const { doneFirst, ...told } = found;
    const early = doneFirst === true ? { doneBeforeWork: [origin] } : {};
    if (!jobs.has(id)) jobs.set(id, { id, ...told, ...early, idempotent: 'unknown', origin });
  });
  for (const { fn, schedule, job } of wrappers)
    visitCalls(program, new RegExp(`\\b${fn.name}\\(`), (call, place) => {
      const types = localTypes(program, place.fn.node, place.file);
      if (calleeOf(program, call, place.file, types)?.node !== fn.node) return;
      const args = inField(call, 'arguments')?.children ?? [];
      const told = writtenText(args[schedule], place)?.text;
      const name = named(args[job], place);
      const origin = originOf(place.file, call);
      if (told !== undefined && !jobs.has(name))
        jobs.set(name, { id: name, kind: 'schedule', name, schedule: told, idempotent: 'unknown', origin });
    });
  return [...jobs.values()];
}

interface Wrapper {
  readonly fn: GoFunction;
  readonly schedule: number;
  readonly job: number;
}

/** A function of the target that hands its own parameters on to the library: its callers tell the jobs. */
function wrapperOf(call: SyntaxNode, { fn }: Place, imports: string): Wrapper | undefined {
  if (!/robfig\/cron/.test(imports) || !/^(AddFunc|AddJob|Schedule)$/.test(calledName(call)))
    return undefined;
  const names = allOfType(inField(fn.node, 'parameters'), 'parameter_declaration').flatMap((each) =>
    each.children.flatMap((child) => (child.field === 'name' && child.type !== ',' ? [child.text] : [])),
  );
  const args = inField(call, 'arguments')?.children ?? [];
  const [schedule, job] = [args[0], args[1]].map((arg) => names.indexOf(arg?.text ?? ''));
  if (schedule === undefined || schedule === -1) return undefined;
  return { fn, schedule, job: job === undefined || job === -1 ? schedule + 1 : job };
}

function jobIn(call: SyntaxNode, place: Place, imports: string): Found | undefined {
  const name = calledName(call);
  const args = inField(call, 'arguments')?.children.filter(({ type }) => type !== 'comment') ?? [];
  const text = (at: number): string | undefined => writtenText(args[at], place)?.text;
  const first = text(0);
  if (/robfig\/cron/.test(imports) && /^(AddFunc|AddJob|Schedule)$/.test(name)) {
    const schedule = first ?? args[0]?.text.slice(0, 60);
    return { kind: 'schedule', name: named(args[1], place), ...(schedule === undefined ? {} : { schedule }) };
  }
  if (/gocron/.test(imports) && /^(Do|Cron|NewJob)$/.test(name)) {
    const schedule = name === 'Cron' ? first : /Every\([^)]*\)(\.\w+\(\))*/.exec(calledOn(call))?.[0];
    if (name === 'Cron') return undefined;
    const at = name === 'NewJob' ? args[1] : args[0];
    const told = schedule ?? /"([^"]*\*[^"]*)"/.exec(call.text)?.[1];
    return { kind: 'schedule', name: named(at, place), ...(told === undefined ? {} : { schedule: told }) };
  }
  if (/asynq/.test(imports)) {
    if (name === 'HandleFunc' || name === 'Handle')
      return first === undefined || first.startsWith('/')
        ? undefined
        : { kind: 'queue', name: first, queue: 'default' };
    if (name === 'Register' && first !== undefined && /[*@]/.test(first))
      return { kind: 'schedule', name: named(args[1], place), schedule: first };
  }
  if (/machinery/.test(imports) && name === 'RegisterTask' && first !== undefined)
    return { kind: 'queue', name: first };
  if (/nats/.test(imports) && /^(Subscribe|QueueSubscribe|SubscribeSync)$/.test(name) && first !== undefined)
    return { kind: 'queue', name: first, queue: first };
  // queue, consumer, autoAck, …; with a context before them in `ConsumeWithContext`.
  if (/amqp/.test(imports) && name === 'Consume' && first !== undefined)
    return {
      kind: 'queue',
      name: first,
      queue: first,
      ...(args[2]?.text === 'true' && first !== directReply ? { doneFirst: true } : {}),
    };
  if (/sarama/.test(imports) && name === 'ConsumePartition' && first !== undefined)
    return { kind: 'queue', name: first, queue: first };
  if (/kafka-go/.test(imports) && name === 'NewReader') {
    const topic = /Topic:\s*"([^"]+)"/.exec(call.text)?.[1];
    return topic === undefined ? undefined : { kind: 'queue', name: topic, queue: topic };
  }
  return undefined;
}

/** The function that is run; a literal goes by the function it stands in. */
const named = (node: SyntaxNode | undefined, place: Place): string =>
  node !== undefined && /^[\w.]+$/.test(node.text) ? node.text : place.fn.name;
