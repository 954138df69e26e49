import type { briefKeys } from '../document.ts';
import { effects, given, undo } from './effects.ts';
import { flag, grammar, mapOf, named, oneOf, text, texts } from './values.ts';
import type { Schema } from './values.ts';

const anyName = '^.+$';
export const context = { in: text('Context it belongs to') };

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
  on: {
    ...grammar('operation'),
    description: 'The flow waits for this operation, which runs it from here on',
  },
  ...effects,
  ...undo,
});
const level = { enum: [1, 2, 3, '1', '2', '3'] };

/** Sections that packs use most: what happens, and what must be guarded. */
export const processes = {
  events: named(
    'What happened, by name',
    String.raw`^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$`,
    mapOf(
      'An event',
      {
        entity: text('What it is about'),
        payload: texts('Fields it carries'),
        consumers: named('By context', anyName, {
          anyOf: [text('What they do'), mapOf('What they do', { do: text('In words'), ...effects }, ['do'])],
        }),
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
        given,
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
} satisfies Partial<Readonly<Record<(typeof briefKeys)[number], Schema>>>;
