import type { RequestCounts, ResponseSummary } from '../../model/measurement.ts';
import type { Arrival } from './arrivals.ts';
import { histogram } from './histogram.ts';

/** What became of one request; answers below 400 are `answered`. */
export type Outcome = 'answered' | 'refused' | 'failed';

/** Sends one request of an operation and settles it once, however it ends. The answer cancels it without a settlement. */
export type Send = (operation: number, settle: (outcome: Outcome) => void) => () => void;

export interface DriveSettings {
  readonly next: () => Arrival;
  readonly operations: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** From the moment a request was due. */
  readonly timeoutSeconds: number;
  /** What is due beyond this many under way is dropped and counted, so that memory stays bounded. */
  readonly maxInFlight: number;
  /** Called when the counted window opens and closes: the moment to read clocks of the server. */
  readonly opened: () => void;
  readonly closed: () => void;
}

export interface Driven {
  readonly seconds: number;
  readonly requests: RequestCounts;
  /** Answers a second within the window, for each operation. */
  readonly throughput: readonly number[];
  readonly response: ResponseSummary;
  readonly batches: readonly (number | null)[];
  readonly tails: readonly (number | null)[];
  readonly lateness: { readonly mean: number; readonly p99: number };
  /** From the first request to the last answer. */
  readonly whole: { readonly seconds: number; readonly answered: readonly number[] };
}

interface UnderWay {
  readonly due: number;
  readonly isCounted: boolean;
  isSettled: boolean;
  cancel: () => void;
}

/**
 * Open loop: requests go out when they are due, whatever became of those before, and times count from that moment,
 * so a server that stalls cannot hide how long its users wait (coordinated omission: Tene, How NOT to Measure Latency,
 * 2013). A timer of one millisecond catches up with what fell due; a spin would take the core the server needs.
 */
export async function drive(settings: DriveSettings, send: Send): Promise<Driven> {
  const { warmUpSeconds, seconds, timeoutSeconds, maxInFlight, opened, closed, next } = settings;
  const end = warmUpSeconds + seconds;
  const log = recorder(settings);
  const waiting = expiryQueue(timeoutSeconds, log.timedOut);
  const start = performance.now();
  const clock = (): number => (performance.now() - start) / 1000;
  let inFlight = 0;
  let openedAt: number | undefined;
  let closedAt: number | undefined;

  const dispatch = ({ due, operation }: Arrival, now: number): void => {
    const isCounted = due >= warmUpSeconds;
    if (inFlight >= maxInFlight) {
      if (isCounted) log.dropped();
      return;
    }
    inFlight += 1;
    const request: UnderWay = { due, isCounted, isSettled: false, cancel: () => undefined };
    if (isCounted) log.sent(now - due);
    request.cancel = send(operation, (outcome) => {
      if (request.isSettled) return;
      request.isSettled = true;
      inFlight -= 1;
      const done = clock();
      if (isCounted) log.settled(outcome, due, done - due);
      if (outcome === 'answered') log.completed(operation, openedAt !== undefined && closedAt === undefined);
    });
    waiting.add(request);
  };

  await new Promise<void>((finished) => {
    let arrival = next();
    const tick = (): void => {
      if (openedAt === undefined && clock() >= warmUpSeconds) {
        opened();
        openedAt = clock();
      }
      for (let now = clock(); arrival.due <= now && arrival.due < end; now = clock(), arrival = next())
        dispatch(arrival, now);
      inFlight -= waiting.expire(clock());
      if (closedAt === undefined && clock() >= end) {
        closed();
        closedAt = clock();
      }
      if (closedAt !== undefined && inFlight === 0) finished();
      else setTimeout(tick, 1);
    };
    tick();
  });
  return log.summary((closedAt ?? end) - (openedAt ?? warmUpSeconds), clock());
}

/** Requests in the order in which they fell due, which is that in which they time out. */
function expiryQueue(timeoutSeconds: number, timedOut: (due: number) => void) {
  let queue: UnderWay[] = [];
  let head = 0;
  return {
    add: (request: UnderWay): void => {
      queue.push(request);
    },
    /** Ends what waited too long; the number of requests that were. */
    expire: (now: number): number => {
      let expired = 0;
      for (let first = queue[head]; first !== undefined; first = queue[++head]) {
        if (first.isSettled) continue;
        if (now - first.due < timeoutSeconds) break;
        first.isSettled = true;
        first.cancel();
        expired += 1;
        if (first.isCounted) timedOut(first.due);
      }
      if (head > 4096) {
        queue = queue.slice(head);
        head = 0;
      }
      return expired;
    },
  };
}

const parts = 10;

function recorder({ operations, warmUpSeconds, seconds, timeoutSeconds }: DriveSettings) {
  const counts = { sent: 0, answered: 0, refused: 0, failed: 0, timedOut: 0, dropped: 0 };
  const responses = histogram();
  const lateness = histogram();
  const completions = Array.from({ length: operations }, () => 0);
  const answered = Array.from({ length: operations }, () => 0);
  const batches = Array.from({ length: parts }, histogram);
  const respond = (due: number, time: number): void => {
    responses.record(time);
    batches[Math.min(parts - 1, Math.floor(((due - warmUpSeconds) / seconds) * parts))]?.record(time);
  };
  return {
    sent: (late: number): void => {
      counts.sent += 1;
      lateness.record(late);
    },
    dropped: (): void => {
      counts.dropped += 1;
    },
    settled: (outcome: Outcome, due: number, time: number): void => {
      counts[outcome] += 1;
      if (outcome === 'answered') respond(due, time);
    },
    /** Left out, the slowest would make the rest look fast; the time waited is the least it would have been. */
    timedOut: (due: number): void => {
      counts.timedOut += 1;
      respond(due, timeoutSeconds);
    },
    completed: (operation: number, isInWindow: boolean): void => {
      answered[operation] = (answered[operation] ?? 0) + 1;
      if (isInWindow) completions[operation] = (completions[operation] ?? 0) + 1;
    },
    summary: (window: number, whole: number): Driven => {
      const each = batches.map((batch) => batch.summary());
      return {
        seconds: window,
        requests: { ...counts },
        throughput: completions.map((count) => count / window),
        response: responses.summary(),
        batches: each.map(({ mean, count }) => (count === 0 ? null : mean)),
        tails: each.map(({ p95, count }) => (count === 0 ? null : p95)),
        lateness: { mean: lateness.summary().mean, p99: lateness.summary().p99 },
        whole: { seconds: whole, answered },
      };
    },
  };
}
