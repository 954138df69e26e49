import type { Gap, Origin } from '../../../model/origin.ts';
import type { Job } from '../../../model/processes.ts';

/** A message put into a queue, a topic or a subject of a broker; without a name where only a run would tell it. */
export interface SentMessage {
  readonly queue?: string;
  /** A database transaction is open, which has no part in it. */
  readonly inTransaction?: boolean;
  readonly origin: Origin & { readonly kind: 'read' };
}

/** Places that put messages into a queue whose name is not written down. */
export const unnamedQueues = (messages: readonly SentMessage[]): readonly Gap[] =>
  messages
    .filter(({ queue }) => queue === undefined)
    .map(({ origin }) => ({
      kind: 'resolve-queue',
      subject: `${origin.file}:${origin.line}`,
      why: 'a message is sent to a queue whose name is only known at run time',
      origin,
    }));

/**
 * The same jobs with the places that put messages into their queues. A queue that nothing here listens to is told as
 * well: another process takes its messages.
 */
export function withProducers(jobs: readonly Job[], messages: readonly SentMessage[]): readonly Job[] {
  const places = placesOf(messages);
  const early = placesOf(messages.filter(({ inTransaction }) => inTransaction === true));
  // One queue may hold tasks of several kinds: these are known by their names.
  const heard = new Set(jobs.flatMap(({ name, queue }) => [name, ...(queue === undefined ? [] : [queue])]));
  return [
    ...jobs.map((job): Job => {
      const producers = places.get(job.queue ?? job.name) ?? places.get(job.name);
      const before = early.get(job.queue ?? job.name) ?? early.get(job.name);
      return producers === undefined
        ? job
        : { ...job, producers, ...sentBefore(before), consumers: [job.origin] };
    }),
    ...[...places].flatMap(([queue, producers]): readonly Job[] => {
      const [origin] = producers;
      return origin === undefined || heard.has(queue)
        ? []
        : [
            {
              id: queue,
              name: queue,
              kind: 'queue',
              queue,
              producers,
              ...sentBefore(early.get(queue)),
              idempotent: 'unknown',
              origin,
            },
          ];
    }),
  ];
}

/** By the name of their queue. */
function placesOf(messages: readonly SentMessage[]): ReadonlyMap<string, readonly Origin[]> {
  const places = new Map<string, Origin[]>();
  for (const { queue, origin } of messages)
    if (queue !== undefined) places.set(queue, [...(places.get(queue) ?? []), origin]);
  return places;
}

const sentBefore = (places: readonly Origin[] | undefined): Pick<Job, 'sentBeforeCommit'> =>
  places === undefined ? {} : { sentBeforeCommit: places };
