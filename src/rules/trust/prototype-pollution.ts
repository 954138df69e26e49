import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';

export const prototypePollution: Rule = {
  id: 'prototype-pollution',
  summary: 'Something from outside names the object that is written to, its prototype included.',
  severity: 'blocker',
  standards: ['CWE-1321', 'ASVS-5.0-15.3.6'],
  remedy: {
    title: 'Refuse __proto__ as a name',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'low', integrity: 'low', availability: 'low', isConditional: true },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'prototype-pollution',
      effect: 'and may be the prototype of all objects',
      why: 'With __proto__ as the name, the value stands in every object of the process from then on: a right nobody gave, a setting nobody made, or every request fails.',
      next: 'Use a Map or Object.create(null), ask Object.hasOwn(object, key) first, or refuse __proto__, constructor and prototype; bring the library to a version that does.',
      partly:
        'and may be the prototype of all objects, though what is written there is not chosen by the sender or the version of the library may refuse it',
    }),
};
