import type { CallExpression, NewExpression } from 'oxc-parser';
import type { Job } from '../../../model/processes.ts';
import type { Gap, Origin, Quantity } from '../../../model/origin.ts';
import type { CodeReader } from '../code/reader.ts';
import type { Tracer } from '../code/tracing.ts';
import type { Codebase } from '../javascript/codebase.ts';
import type { Place } from '../code/visit.ts';
import { originOf } from '../javascript/parse.ts';
import { decorated } from './job-decorators.ts';
import { isUnnamedQueue, mentioned } from './job-mentions.ts';
import type { Mention } from './job-reading.ts';
import { reading } from './job-reading.ts';
import { wrapped, wrapperAt } from './wrappers.ts';
import type { Wrapper } from './wrappers.ts';

/**
 * Queues, their jobs and schedules of BullMQ, Bull, Agenda, pg-boss, amqplib, KafkaJS, SQS, cron libraries and NestJS,
 * with the places that put work in and those that take it out.
 */
export function jobReader(codebase: Codebase, tracer: Tracer): CodeReader {
  const mentions: Mention[] = [];
  const wrappers: Wrapper[] = [];
  const gaps: Gap[] = [];
  return {
    visit: (node, place) => {
      if (node.type === 'Decorator') {
        const found = decorated(tracer, node.expression, place);
        if (found !== undefined) mentions.push(found);
      } else if (node.type === 'NewExpression' || node.type === 'CallExpression') {
        const trace = tracer.trace(node.callee, place);
        if (trace === undefined) return;
        const read = mentioned(tracer, node, place, trace);
        const found = place.inTransaction ? read.map((each) => sentWithin(each, tracer, node, place)) : read;
        mentions.push(...found.filter(({ queue, name }) => queue !== undefined || name !== undefined));
        for (const each of found) {
          const wrapper = each.queue === undefined ? wrapperAt(tracer, place, each) : undefined;
          if (wrapper !== undefined) wrappers.push(wrapper);
          else if (each.queue === undefined && each.name === undefined) gaps.push(unnamed(each));
        }
        if (found.length === 0 && isUnnamedQueue(tracer, node, place, trace)) {
          const origin = originOf(place.file, node);
          const why = 'a queue is made whose name is only known at run time';
          gaps.push({ kind: 'resolve-queue', subject: `${origin.file}:${origin.line}`, why, origin });
        }
      }
    },
    facts: () => {
      const behind = wrapped(codebase, tracer, wrappers);
      const named = behind.filter(({ queue }) => queue !== undefined);
      const open = behind.filter(({ queue }) => queue === undefined).map(unnamed);
      return { processes: { jobs: jobsOf([...mentions, ...named]) }, gaps: [...gaps, ...open] };
    },
  };
}

/** A message or a listener whose queue neither the place nor a caller names. */
function unnamed({ role, origin }: Mention): Gap {
  const subject = origin.kind === 'read' ? `${origin.file}:${origin.line}` : 'unknown';
  const what = role === 'producer' ? 'a message is sent to' : 'messages are taken from';
  return {
    kind: 'resolve-queue',
    subject,
    why: `${what} a queue whose name is only known at run time`,
    origin,
  };
}

/** Jobs by queue and name. What is said of a queue alone holds for its jobs, or is a job where none is named. */
function jobsOf(mentions: readonly Mention[]): readonly Job[] {
  const groups = new Map<string, Mention[]>();
  for (const mention of mentions) {
    if (
      mention.name === undefined &&
      mentions.some(({ queue, name }) => queue === mention.queue && name !== undefined)
    )
      continue;
    const key = `${mention.queue ?? ''}/${mention.name ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), mention]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const wide = mentions.filter(
      ({ queue, name }) => queue !== undefined && queue === first.queue && name === undefined,
    );
    return [jobOf(first, [...group, ...wide])];
  });
}

/** pg-boss writes with the connection it is given (`{ db }`): such a message is part of the transaction. */
function sentWithin(
  mention: Mention,
  tracer: Tracer,
  node: CallExpression | NewExpression,
  place: Place,
): Mention {
  const read = reading(tracer, node, place);
  const takesPart = node.arguments.some((_, at) => read.option(at, 'db') !== undefined);
  return mention.role !== 'producer' || takesPart ? mention : { ...mention, beforeCommit: true };
}

/** Where work is put in and taken out. */
function sidesOf(
  said: readonly Mention[],
): Pick<
  Job,
  'producers' | 'sentBeforeCommit' | 'retriedForever' | 'doneBeforeWork' | 'thrownAway' | 'consumers'
> {
  const places = (taken: (mention: Mention) => boolean): readonly Origin[] => {
    const found = said
      .filter(taken)
      .map(({ role, handler, origin }) => (role === 'consumer' ? (handler ?? origin) : origin));
    return [...new Map(found.map((each) => [JSON.stringify(each), each])).values()];
  };
  const producers = places(({ role }) => role === 'producer');
  const early = places(({ beforeCommit }) => beforeCommit === true);
  const forever = places((mention) => mention.forever === true);
  const first = places(({ doneFirst }) => doneFirst === true);
  const isKept = said.some(({ deadLetter }) => deadLetter === true);
  const refused =
    isKept || !said.some(({ declared }) => declared === true)
      ? []
      : places((mention) => mention.refused === true);
  const consumers = places(({ role }) => role === 'consumer');
  return {
    ...(producers.length === 0 ? {} : { producers }),
    ...(early.length === 0 ? {} : { sentBeforeCommit: early }),
    ...(forever.length === 0 ? {} : { retriedForever: forever }),
    ...(first.length === 0 ? {} : { doneBeforeWork: first }),
    ...(refused.length === 0 ? {} : { thrownAway: refused }),
    ...(consumers.length === 0 ? {} : { consumers }),
  };
}

function jobOf(first: Mention, said: readonly Mention[]): Job {
  const pick = <Key extends keyof Mention>(key: Key): Mention[Key] | undefined =>
    said.find((mention) => mention[key] !== undefined)?.[key];
  const count = (value: number | undefined): Quantity | undefined =>
    value === undefined ? undefined : { value, unit: 'count', origin: first.origin };
  const [schedule, backoff, unique] = [pick('schedule'), pick('backoff'), pick('unique')];
  const [attempts, concurrency] = [count(pick('attempts')), count(pick('concurrency'))];
  const { queue } = first;
  const name = first.name ?? queue ?? 'job';
  return {
    id: queue === undefined || queue === name ? name : `${queue}/${name}`,
    name,
    kind: schedule === undefined ? first.kind : 'schedule',
    ...(queue === undefined ? {} : { queue }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(backoff === undefined ? {} : { backoff }),
    ...(unique === undefined ? {} : { unique }),
    ...(pick('deadLetter') === true ? { deadLetter: true } : {}),
    ...sidesOf(said),
    idempotent: 'unknown',
    origin: first.origin,
  };
}
