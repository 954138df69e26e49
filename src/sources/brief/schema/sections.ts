import { priceKeys } from '../../../model/brief.ts';
import type { briefKeys } from '../document.ts';
import { complianceKeys, policyKeys } from '../sections/policies.ts';
import { mustKeys } from '../sections/constraints.ts';
import type { constraintKeys } from '../sections/constraints.ts';
import type { objectiveKeys } from '../sections/objectives.ts';
import type { systemKeys } from '../sections/system.ts';
import { entities, workload } from './entities.ts';
import { context, processes } from './processes.ts';
import { classWords, flag, grammar, listOf, mapOf, named, oneOf, text, texts } from './values.ts';
import type { Schema } from './values.ts';

/** A schema for each key the reader knows: a key that is missing here does not compile. */
type Keys<K extends readonly string[]> = Readonly<Record<K[number], Schema>>;

const kebab = '^[a-z][a-z0-9-]*$';
const anyName = '^.+$';

const system: Keys<typeof systemKeys> = {
  id: {
    description: 'Part of file, schema and package names',
    type: 'string',
    pattern: '^[a-z][a-z0-9-]{0,59}$',
    patternErrorMessage: 'Write a word in kebab-case: web-shop.',
    examples: ['web-shop'],
  },
  name: text('Name in documents'),
  domain: text('What it belongs to: e-commerce, finance, health …'),
  stage: oneOf('Whether it exists already', ['new', 'existing']),
  about: text('What it is for, in one sentence'),
  users: grammar('users'),
  think: grammar('duration'),
  peak: grammar('peak'),
};

const objective: Keys<typeof objectiveKeys> = {
  latency: grammar('latency'),
  availability: grammar('percent'),
  rpo: { ...grammar('duration') },
  rto: { ...grammar('duration') },
  consistency: oneOf('What a reader may see', ['strong', 'read-your-writes', 'eventual']),
  throughput: grammar('rate'),
};

const policies: Keys<typeof policyKeys> = {
  access: { description: 'Who may do what', type: 'array', items: grammar('access') },
  data: mapOf('Where data stays, how it is classed, when it is erased', {
    residency: text('Region in which data must stay: eu, de, us …'),
    classes: mapOf(
      'Fields by class; none = no such data is held',
      Object.fromEntries(
        classWords.map((word) => [word, { anyOf: [{ const: 'none' }, listOf(grammar('protectedField'))] }]),
      ),
    ),
    erase: grammar('duration'),
  }),
  compliance: listOf(oneOf('Rule of law or industry', complianceKeys), 'Rules that apply'),
  limits: named('Requests a client may send, by role', kebab, grammar('rate')),
};

const constraints: Keys<typeof constraintKeys> = {
  must: mapOf('Fixed technology', Object.fromEntries(mustKeys.map((key) => [key, text(`The ${key}`)]))),
  avoid: texts('Technology and styles not to be used'),
  wishes: texts('Technology and styles to weigh'),
  team: mapOf('Who builds and runs it', { size: grammar('count'), oncall: flag('Somebody is on call') }),
  budget: grammar('budget'),
  prices: mapOf(
    'Unit prices of your contract: EUR a month for a vCPU, a GB of memory, a GB of storage, the gateway; EUR for a GB sent; managed services as a factor of the bare machine',
    Object.fromEntries(priceKeys.map((key) => [key, grammar('price')])),
  ),
  deadline: grammar('deadline'),
};

/** The sections of a brief; `capabilities` depends on the packs there are. */
export const sections: Omit<Keys<typeof briefKeys>, 'capabilities'> = {
  brief: { description: 'Version of the language', enum: [1, '1'] },
  system: mapOf('What is designed', system, ['id']),
  actors: {
    description: 'People and systems',
    anyOf: [
      { type: 'array', items: grammar('name') },
      named('By name', kebab, { enum: ['person', 'system', null] }),
    ],
  },
  entities: entities,
  workloads: named('Who does what, how often', anyName, workload),
  integrations: named(
    'Systems of others',
    anyName,
    mapOf(
      'A system',
      {
        kind: text('What it is: payments, erp, mail …'),
        style: oneOf('How it is spoken to', [
          'rest',
          'graphql',
          'grpc',
          'sftp',
          'webhook',
          'smtp',
          'queue',
          'other',
        ]),
        direction: oneOf('Who calls whom', ['in', 'out', 'both']),
        callbacks: oneOf('How it calls back', ['webhook']),
        sla: grammar('percent'),
        every: grammar('duration'),
        latency: grammar('duration'),
        ...context,
      },
      ['kind'],
    ),
  ),
  policies: mapOf('Rules on data and access', policies),
  slos: named('Objectives by workload; * = everywhere', anyName, mapOf('Objectives', objective)),
  constraints: mapOf('What is fixed from outside', constraints),
  decisions: {
    description: 'What the planner may not choose otherwise',
    type: 'array',
    items: mapOf(
      'A decision',
      { topic: text('The subject'), choose: text('The outcome'), because: text('The reason') },
      ['topic', 'choose', 'because'],
    ),
  },
  open: {
    description: 'Questions that wait for an answer',
    type: 'array',
    items: mapOf(
      'A question',
      {
        id: text('Its name'),
        ask: text('The question'),
        affects: texts('What it touches'),
        default: { description: 'What holds until then' },
        effect: text('What the default changes'),
        impact: oneOf('How much', ['high', 'medium', 'low']),
        answer: text('Where the answer is written'),
      },
      ['id', 'ask'],
    ),
  },
  accept: texts('Ids of contradictions that are known and kept'),
  ...processes,
};
