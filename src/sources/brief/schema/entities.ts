import type { entityKeys } from '../fragment/entities.ts';
import { generated, operationEffects } from './effects.ts';
import { flag, grammar, mapOf, named, text, texts } from './values.ts';
import type { Schema } from './values.ts';

const kebab = '^[a-z][a-z0-9-]*$';
const anyName = '^.+$';
const pascal = '^[A-Z][A-Za-z0-9]{0,59}$';
const snake = '^[a-z][a-z0-9_]{0,59}$';

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
  'hides-existence': flag('Answered alike whether or not what was named exists'),
  input: fields,
  output: fields,
  ...operationEffects,
});

const entity: Readonly<Record<(typeof entityKeys)[number], Schema>> = {
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
  generated,
  operations: {
    description: 'Verbs and actions; left out: list, read, create, update, delete',
    anyOf: [{ type: 'array', items: grammar('name') }, named('By name', kebab, operation)],
  },
};

export const workload = mapOf(
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

export const entities = named(
  'What the packs do not bring, or changes to it',
  pascal,
  mapOf('An entity', entity),
);
