import type { Backend } from '../../model/backend.ts';
import type { Brief, Fragment, Objective } from '../../model/brief.ts';
import { assumed } from '../../model/origin.ts';

export const noFragment: Fragment = {
  entities: [],
  extensions: [],
  operations: [],
  events: [],
  flows: [],
  actors: [],
  access: [],
  threats: [],
  controls: [],
  workloads: [],
  integrations: [],
  tests: [],
  audit: [],
};

const modest: Objective = {
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
    'No time to recover was asked for; restoring by hand takes about an hour.',
    300,
    14_400,
  ),
};

/** A brief that asks for nothing beside what the legacy system is. */
export const blankBrief = ({ id, name }: Pick<Backend, 'id' | 'name'>): Brief => ({
  system: { id: idOf(id), name, stage: 'existing' },
  fragment: noFragment,
  packs: [],
  objectives: [modest],
  constraints: { must: {}, avoid: [], wishes: [] },
  policies: { classes: [], compliance: [], limits: [] },
  pins: [],
  questions: [],
  contradictions: [],
  unread: [],
});

const idOf = (id: string): string => {
  const plain = id
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-$/g, '')
    .slice(0, 40);
  return plain === '' ? 'system' : plain;
};
