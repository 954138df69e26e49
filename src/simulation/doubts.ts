import type { FinishedRun } from './replication.ts';

/** Why the figures of a replication are less than they look, in words with the number that says so. */
export function doubtsOf(finished: FinishedRun): readonly string[] {
  return [...cutOff(finished), ...growing(finished)];
}

function cutOff({ run, settings, stoppedBy }: FinishedRun): readonly string[] {
  const until = `${run.now.toPrecision(4)} s of simulated time`;
  switch (stoppedBy) {
    case 'over':
      return [];
    case 'standstill':
      return [
        `cut off at ${until}: time stands still; somebody asks again and again without any time to think or wait`,
      ];
    case 'events':
      return [`cut off at ${until}: ${settings.eventLimit} events were done; shorten the duration`];
    case 'frames':
      return [
        `cut off at ${until}: more than ${settings.frameLimit} requests and calls were under way at once; ` +
          'lower the load, or bound the queues',
      ];
  }
}

/** An open source whose requests come faster than they end has no steady state. */
function growing({ run, start, end }: FinishedRun): readonly string[] {
  return run.sources.flatMap(({ id, isOpen }, i) => {
    const from = start.sources[i];
    const to = end.sources[i];
    if (!isOpen || from === undefined || to === undefined) return [];
    const arrivals = to.arrivals - from.arrivals;
    const ended = to.completed + to.failed - from.completed - from.failed;
    // A queue that grows steadily gains a fixed part of arrivals; chance gains about their root.
    const gained = arrivals - ended;
    if (arrivals === 0 || gained < 0.02 * arrivals || gained < 10 * Math.sqrt(arrivals)) return [];
    const part = ((100 * gained) / arrivals).toFixed(0);
    return [
      `source ${id} is not steady: ${part} % of the requests that came had not ended at the end; ` +
        'it asks for more than there is, and waiting times grow with the duration',
    ];
  });
}
