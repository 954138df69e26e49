import { assumedObjective } from '../../model/assumed-objective.ts';
import type { Backend } from '../../model/backend.ts';
import type { Brief, Fragment } from '../../model/brief.ts';

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

/** A brief that asks for nothing beside what the legacy system is. */
export const blankBrief = ({ id, name }: Pick<Backend, 'id' | 'name'>): Brief => ({
  system: { id: idOf(id), name, stage: 'existing' },
  fragment: noFragment,
  packs: [],
  objectives: [assumedObjective],
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
