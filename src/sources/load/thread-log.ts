import type { MeasuredOperation, MeasuredStep, ServerThread } from '../../model/measurement.ts';
import type { ThreadTime } from './threads.ts';

/** CPU of threads between two moments, in the order in which the log first saw them. */
export type ThreadUse = readonly { readonly ran: number; readonly waited: number }[];

/** Gives every thread of the server a place of its own, the same in all steps. */
export interface ThreadLog {
  /** Undefined when either reading is missing. */
  readonly between: (
    from: readonly ThreadTime[] | undefined,
    to: readonly ThreadTime[] | undefined,
  ) => ThreadUse | undefined;
  readonly seen: () => readonly ServerThread[];
}

export function threadLog(): ThreadLog {
  const places = new Map<string, number>();
  const seen: ServerThread[] = [];
  const placeOf = ({ id, name, isMain }: ThreadTime): number => {
    const known = places.get(id);
    if (known !== undefined) return known;
    places.set(id, seen.length);
    return seen.push({ name, isMain }) - 1;
  };
  return {
    between: (from, to) => {
      if (from === undefined || to === undefined) return undefined;
      const before = new Map(from.map((thread) => [thread.id, thread]));
      const use = to.map((thread) => {
        const start = before.get(thread.id) ?? { ran: 0, waited: 0 };
        return [
          placeOf(thread),
          { ran: thread.ran - start.ran, waited: thread.waited - start.waited },
        ] as const;
      });
      const at = new Map(use);
      return seen.map((_, place) => at.get(place) ?? { ran: 0, waited: 0 });
    },
    seen: () => seen,
  };
}

/** Part of the server's CPU below which a thread is not told of by itself. */
const worthTelling = 0.02;

interface Seen {
  readonly threads: readonly ServerThread[];
  readonly operations: readonly MeasuredOperation[];
  readonly steps: readonly MeasuredStep[];
  readonly trials: readonly MeasuredStep[];
  readonly saturation?: MeasuredStep;
}

/** The same with the threads that did most of the work over the ladder, the busiest first, and without the rest. */
export function withBusyThreads(all: Seen): Seen {
  const used = all.threads.map((_, place) =>
    all.steps.reduce((sum, { whole }) => sum + (whole.threads?.[place] ?? 0), 0),
  );
  const total = used.reduce((sum, seconds) => sum + seconds, 0);
  const kept = used
    .flatMap((seconds, place) => (seconds > worthTelling * total ? [{ seconds, place }] : []))
    .toSorted((a, b) => b.seconds - a.seconds)
    .map(({ place }) => place);
  const pick = <T>(values: readonly T[], none: T): readonly T[] => kept.map((place) => values[place] ?? none);
  const step = (given: MeasuredStep): MeasuredStep => {
    const { processor, whole } = given;
    return {
      ...given,
      processor: {
        ...processor,
        ...(processor.threads !== undefined && {
          threads: pick(processor.threads, { ran: 0, waited: 0 }),
        }),
      },
      whole: { ...whole, ...(whole.threads !== undefined && { threads: pick(whole.threads, 0) }) },
    };
  };
  return {
    threads: kept.flatMap((place) => all.threads[place] ?? []),
    operations: all.operations.map((operation) => ({
      ...operation,
      ...(operation.single?.threads !== undefined && {
        single: { ...operation.single, threads: pick(operation.single.threads, { mean: 0, scv: 1 }) },
      }),
    })),
    steps: all.steps.map(step),
    trials: all.trials.map(step),
    ...(all.saturation !== undefined && { saturation: step(all.saturation) }),
  };
}
