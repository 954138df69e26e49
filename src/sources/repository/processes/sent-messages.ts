import type { Gap, Origin } from '../../../model/origin.ts';
import type { Job } from '../../../model/processes.ts';

/** A message put into a queue, a topic or a subject of a broker; without a name where only a run would tell it. */
export interface SentMessage {
  readonly queue?: string;
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
  const places = new Map<string, Origin[]>();
  for (const { queue, origin } of messages)
    if (queue !== undefined) places.set(queue, [...(places.get(queue) ?? []), origin]);
  // One queue may hold tasks of several kinds: these are known by their names.
  const heard = new Set(jobs.flatMap(({ name, queue }) => [name, ...(queue === undefined ? [] : [queue])]));
  return [
    ...jobs.map((job): Job => {
      const producers = places.get(job.queue ?? job.name) ?? places.get(job.name);
      return producers === undefined ? job : { ...job, producers, consumers: [job.origin] };
    }),
    ...[...places].flatMap(([queue, producers]): readonly Job[] => {
      const [origin] = producers;
      return origin === undefined || heard.has(queue)
        ? []
        : [{ id: queue, name: queue, kind: 'queue', queue, producers, idempotent: 'unknown', origin }];
    }),
  ];
}
