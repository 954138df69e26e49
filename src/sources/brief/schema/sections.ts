import type { briefKeys } from '../document.ts';
import type { entityKeys } from '../fragment/entities.ts';
import { complianceKeys, policyKeys } from '../sections/policies.ts';
import { mustKeys } from '../sections/constraints.ts';
import type { constraintKeys } from '../sections/constraints.ts';
import type { objectiveKeys } from '../sections/objectives.ts';
import type { systemKeys } from '../sections/system.ts';
import { classWords, flag, grammar, listOf, mapOf, named, oneOf, text, texts } from './values.ts';
import type { Schema } from './values.ts';

/** A schema for each key the reader knows: a key that is missing here does not compile. */
type Keys<K extends readonly string[]> = Readonly<Record<K[number], Schema>>;

const kebab = '^[a-z][a-z0-9-]*$';
const anyName = '^.+$';
const pascal = '^[A-Z][A-Za-z0-9]{0,59}$';
const snake = '^[a-z][a-z0-9_]{0,59}$';

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

const fields = named('Fields by name', snake, {
  anyOf: [
    grammar('field'),
    mapOf('A field with a note', { type: grammar('field'), about: text('What it means') }, ['type']),
  ],
});

const operation = mapOf('Details of an operation', {
  about: text('What it does'),
  by: texts('Fields to filter and order by, - = descending'),
  cost: mapOf('What one execution costs', {
    cpu: grammar('duration'),
    db: grammar('duration'),
    statements: grammar('count'),
    bytes: grammar('bytes'),
    scv: text('Squared coefficient of variation of the service time'),
  }),
  flow: text('The flow it starts'),
  sensitive: flag('A business flow worth abusing: needs limits'),
  anonymous: flag('Nobody has to be signed in'),
  stale: grammar('duration'),
  'long-running': flag('Answered with 202 and a status resource'),
  input: fields,
  output: fields,
});

const entity: Keys<typeof entityKeys> = {
  about: text('What it is'),
  in: grammar('name'),
  extend: flag('Adds to an entity that a pack brings'),
  fields,
  unique: { description: 'Keys that occur once: [[product, author]]', type: ['array', 'string'] },
  rows: grammar('volume'),
  growth: grammar('volume'),
  retention: grammar('duration'),
  owner: text('Field that refers to the owning person'),
  lifecycle: mapOf(
    'States of an enum field',
    { field: text('The enum field'), transitions: texts('from>to') },
    ['field'],
  ),
  'append-only': flag('Rows are only ever added'),
  checks: named('Conditions that hold for every row', anyName, text('Boolean SQL over field names')),
  operations: {
    description: 'Verbs and actions; left out: list, read, create, update, delete',
    anyOf: [{ type: 'array', items: grammar('name') }, named('By name', kebab, operation)],
  },
};

const workload = mapOf(
  'Who does what, how often: a share of what users do, or a batch',
  {
    actor: grammar('name'),
    op: grammar('operation'),
    users: grammar('users'),
    think: grammar('duration'),
    share: grammar('percent'),
    peak: grammar('peak'),
    stale: grammar('duration'),
    every: grammar('duration'),
    batch: grammar('count'),
    by: texts('Fields to filter and order by, - = descending'),
    steps: texts('What happens in one run; publish <event> names an event'),
  },
  ['actor', 'op'],
);

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
  deadline: grammar('deadline'),
};

const step = mapOf('One step', {
  id: text('Name of the step'),
  do: text('What is done'),
  at: text('Context, or integration:<id>'),
  undo: text('What undoes it'),
  pivot: flag('After it the flow can only go forward'),
  timeout: grammar('duration'),
  attempts: grammar('count'),
  key: text('Idempotency key'),
  publish: text('Event that is published'),
});
const context = { in: text('Context it belongs to') };
const level = { enum: [1, 2, 3, '1', '2', '3'] };

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
  entities: named('What the packs do not bring, or changes to it', pascal, mapOf('An entity', entity)),
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
  events: named(
    'What happened, by name',
    String.raw`^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$`,
    mapOf(
      'An event',
      {
        entity: text('What it is about'),
        payload: texts('Fields it carries'),
        consumers: named('By context', anyName, text('What they do')),
        'ordered-by': text('Field that keeps order'),
        ...context,
      },
      ['entity'],
    ),
  ),
  flows: named(
    'Processes of several steps',
    anyName,
    mapOf(
      'A flow',
      {
        name: text('Its name'),
        trigger: grammar('operation'),
        critical: flag('Worth a proof'),
        invariant: text('What always holds'),
        steps: { type: 'array', items: step },
        ...context,
      },
      ['trigger', 'steps'],
    ),
  ),
  threats: named(
    'What an attacker may do',
    anyName,
    mapOf(
      'A threat',
      {
        stride: oneOf('STRIDE', ['S', 'T', 'R', 'I', 'D', 'E']),
        target: text('What is attacked'),
        title: text('What happens'),
        cwe: text('CWE-…'),
        likelihood: level,
        impact: level,
        controls: texts('Controls against it'),
        ...context,
      },
      ['stride', 'target', 'title'],
    ),
  ),
  controls: named(
    'What is done against threats',
    anyName,
    mapOf(
      'A control',
      {
        title: text('What is done'),
        how: text('How it is done here'),
        standards: texts('ASVS-…, NIST …'),
        ...context,
      },
      ['title', 'how'],
    ),
  ),
  tests: named(
    'Invariants worth a test',
    anyName,
    mapOf(
      'A test',
      {
        kind: oneOf('Kind of test', ['property', 'contract', 'concurrency', 'security', 'failure']),
        entity: text('What it is about'),
        statement: text('What always holds'),
        ...context,
      },
      ['statement'],
    ),
  ),
  audit: named(
    'What is recorded',
    anyName,
    mapOf(
      'An audited action',
      { entity: text('What it is about'), when: text('When it is recorded'), ...context },
      ['entity', 'when'],
    ),
  ),
};
