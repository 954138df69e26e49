import { readEntities } from './fragment/entities.ts';
import type { EntitiesRead } from './fragment/entities.ts';
import { readIntegrations } from './fragment/integrations.ts';
import { readEvents, readFlows } from './fragment/processes.ts';
import { readAccess, readActors, readAudit, readControls, readTests, readThreats } from './fragment/trust.ts';
import { readWorkloads } from './fragment/workloads.ts';
import { packNamed } from './pack/pack.ts';
import type { PackLibrary } from './pack/pack.ts';
import { openMap, report, requiredText, textsOf } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Said } from './said.ts';
import { readCapabilities } from './sections/capabilities.ts';
import { readConstraints, readOpenQuestions, readPins } from './sections/constraints.ts';
import { readObjectives } from './sections/objectives.ts';
import { policyKeys, readPolicies } from './sections/policies.ts';
import { readSystem } from './sections/system.ts';
import { nearest } from './suggest.ts';
import { entry } from './tree.ts';
import type { Node } from './tree.ts';

export const briefKeys = [
  'brief',
  'system',
  'actors',
  'capabilities',
  'entities',
  'workloads',
  'integrations',
  'policies',
  'slos',
  'constraints',
  'decisions',
  'open',
  'accept',
  'events',
  'flows',
  'threats',
  'controls',
  'tests',
  'audit',
] as const;

/** Reads what a document of the brief language says; problems are left in `reading`. */
export function readDocument(reading: Reading, root: Node, library: PackLibrary): Said | undefined {
  const view = openMap(reading, root, '', briefKeys);
  if (view === undefined) return undefined;
  const version = requiredText(reading, view, 'brief', '1');
  if (version !== undefined && version !== '1')
    report(
      reading,
      entry(root, 'brief')?.place ?? root.place,
      `This brief is written in version ${version.slice(0, 20)} of the language.`,
      'Only version 1 is known.',
      'Write brief: 1.',
    );
  const part = (key: (typeof briefKeys)[number]): Node | undefined => entry(root, key);
  const { system, crowd } = readSystem(reading, root);
  const policies = openMap(reading, part('policies'), 'policies', policyKeys);
  const entities = readEntities(reading, part('entities'), 'entities', {
    contextOf: (named, node) => contextOf(reading, library, named, node, system.id),
    usualOperations: true,
  });
  return {
    system,
    crowd,
    asked: readCapabilities(reading, part('capabilities'), library),
    fragment: {
      ...fragmentOf(reading, part, entities, system.id),
      access: readAccess(reading, entry(policies?.node, 'access'), 'policies.access'),
    },
    changes: entities.changes,
    workloads: readWorkloads(reading, part('workloads'), 'workloads'),
    objectives: readObjectives(reading, part('slos')),
    constraints: readConstraints(reading, part('constraints')),
    policies: readPolicies(reading, policies),
    pins: readPins(reading, part('decisions')),
    questions: readOpenQuestions(reading, part('open')),
    accepted: textsOf(reading, part('accept'), 'accept'),
    unread: [],
  };
}

function fragmentOf(
  reading: Reading,
  part: (key: (typeof briefKeys)[number]) => Node | undefined,
  { entities, extensions, operations }: EntitiesRead,
  context: string,
): Omit<Said['fragment'], 'access'> {
  return {
    entities,
    extensions,
    operations,
    events: readEvents(reading, part('events'), 'events', context),
    flows: readFlows(reading, part('flows'), 'flows', context),
    actors: readActors(reading, part('actors'), 'actors'),
    threats: readThreats(reading, part('threats'), 'threats', context),
    controls: readControls(reading, part('controls'), 'controls', context),
    workloads: [],
    integrations: readIntegrations(reading, part('integrations'), 'integrations', undefined),
    tests: readTests(reading, part('tests'), 'tests', context),
    audit: readAudit(reading, part('audit'), 'audit', context),
  };
}

/** `in:` names a pack (by id or alias) or begins a context of its own; without it an entity belongs to the system's. */
function contextOf(
  reading: Reading,
  library: PackLibrary,
  named: string | undefined,
  node: Node,
  system: string,
): string {
  if (named === undefined) return system;
  const pack = packNamed(library, named);
  if (pack !== undefined) return pack.id;
  const guess = nearest(
    named,
    library.packs.flatMap(({ id, aliases }) => [id, ...aliases]),
  );
  if (guess !== undefined)
    report(
      reading,
      node.place,
      `"in: ${named.slice(0, 60)}" names no pack.`,
      'It would begin a context of its own that differs from a pack by a few letters.',
      `Write in: ${guess}, or choose a name that cannot be mistaken for it.`,
    );
  if (!/^[a-z][a-z0-9-]*$/.test(named))
    report(
      reading,
      node.place,
      `"in: ${named.slice(0, 60)}" cannot name a context.`,
      'Contexts are words in kebab-case.',
      'Write customer-care, for example.',
    );
  return named;
}
