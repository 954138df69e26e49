import type { Objective } from './brief.ts';
import { assumed } from './origin.ts';

/** What holds where nobody said anything: modest, and each with the range in which such systems lie. */
export const assumedObjective: Objective = {
  id: 'everywhere',
  workload: '*',
  latency: {
    percentile: 95,
    limit: assumed(
      500,
      'ms',
      'No latency was asked for; below half a second most people do not notice the wait.',
      200,
      1000,
    ),
  },
  availability: assumed(
    0.995,
    'ratio',
    'No availability was asked for; 99.5 % allows 3.6 h without service in 30 days.',
    0.99,
    0.999,
  ),
  rpo: assumed(
    300,
    's',
    'No limit for lost data was asked for; continuous archiving of the log reaches five minutes.',
    0,
    3600,
  ),
  rto: assumed(
    3600,
    's',
    'No time to recover was asked for; restoring by hand from a replica or backup takes about an hour.',
    300,
    14_400,
  ),
};
