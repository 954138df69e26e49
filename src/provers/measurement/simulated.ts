import { gamma } from './gamma.ts';
import type { Arrival, ReplaySettings, ReplayedServer } from './replay.ts';

/** A request on its way through the stations. */
interface Job {
  readonly due: number;
  readonly operation: number;
  /** Place in the route. */
  leg: number;
  /** CPU seconds of this leg that are still to be done. */
  left: number;
}

/** A station at work: who waits, who is served. */
interface Line {
  readonly servers: number;
  waiting: Job[];
  /** First of those who wait that is not served yet. */
  head: number;
  readonly served: Job[];
}

/** One run of a replay: response times of what arrived from `from` on, and the answers between `from` and `to`. */
export function simulated(
  next: () => Arrival,
  server: ReplayedServer,
  { from, to, tick = 0 }: ReplaySettings,
  draw: () => number,
): { readonly times: readonly number[]; readonly completed: number } {
  const sentAt = ({ due }: Arrival): number => (tick === 0 ? due : Math.ceil(due / tick) * tick);
  const times: number[] = [];
  let completed = 0;
  let now = 0;
  const network = networkOf(server, draw, ({ due }) => {
    if (now >= from && now < to) completed += 1;
    if (due >= from) times.push(now - due);
  });
  let arrival = next();
  for (;;) {
    const ends = now + network.untilNext();
    const comes = arrival.due < to ? sentAt(arrival) : Infinity;
    if (ends === Infinity && comes === Infinity) return { times, completed };
    const event = Math.min(ends, comes);
    network.work(event - now);
    now = event;
    if (comes > ends) network.moveOn();
    else {
      network.enter({ due: arrival.due, operation: arrival.operation, leg: 0, left: 0 });
      arrival = next();
    }
  }
}

/** CPU seconds, a nanosecond, below which nothing is left: what is added to an hour has to change it. */
const nothing = 1e-9;

/** Between two events every job in service has the same speed, so the next end is that of the shortest service. */
function networkOf(server: ReplayedServer, draw: () => number, leave: (job: Job) => void) {
  const route = routeOf(server);
  const lines = server.stations.map(({ servers }): Line => ({ servers, waiting: [], head: 0, served: [] }));
  const speed = (): number => {
    const active = lines.reduce((sum, { served }) => sum + served.length, 0);
    return active === 0 ? 1 : Math.min(1, server.cores / active);
  };
  const enter = (job: Job): void => {
    const leg = route[job.leg];
    const line = leg === undefined ? undefined : lines[leg.station];
    if (leg === undefined || line === undefined) return leave(job);
    const { classes = [], waking = 0 } = server.stations[leg.station] ?? {};
    const { service = 0, scv = 0 } = classes[job.operation] ?? {};
    const isAsleep = line.served.length === 0;
    job.left = gamma((service + (isAsleep ? waking : 0)) * leg.part, scv / leg.part, draw);
    if (line.served.length < line.servers) line.served.push(job);
    else line.waiting.push(job);
  };
  return {
    enter,
    untilNext: (): number => Math.min(...lines.map(({ served }) => least(served))) / speed(),
    work: (seconds: number): void => {
      const done = seconds * speed();
      for (const { served } of lines) for (const job of served) job.left -= done;
    },
    /** Those whose leg is over go on, at most one a station. */
    moveOn: (): void => {
      for (const line of lines) {
        const at = line.served.findIndex(({ left }) => left <= nothing);
        if (at === -1) continue;
        const [job] = line.served.splice(at, 1);
        callNext(line);
        if (job === undefined) continue;
        job.leg += 1;
        enter(job);
      }
    },
  };
}

function callNext(line: Line): void {
  const next = line.waiting[line.head];
  if (next === undefined) return;
  line.served.push(next);
  line.head += 1;
  if (line.head <= 4096) return;
  line.waiting = line.waiting.slice(line.head);
  line.head = 0;
}

function least(served: readonly Job[]): number {
  let shortest = Infinity;
  for (const { left } of served) if (left < shortest) shortest = left;
  return shortest;
}

/** Legs of a request: the station and the part of its service that is done there. */
function routeOf({
  stations,
}: ReplayedServer): readonly { readonly station: number; readonly part: number }[] {
  const others = stations.slice(1).map((_, index) => ({ station: index + 1, part: 1 }));
  if (others.length === 0) return [{ station: 0, part: 1 }];
  return [{ station: 0, part: 0.5 }, ...others, { station: 0, part: 0.5 }];
}
