import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';

export const forgeableIdentity: Rule = {
  id: 'forgeable-identity',
  summary: 'A cookie that anybody can write says who is calling or what they may do.',
  severity: 'blocker',
  standards: ['CWE-565', 'CWE-784', 'API2:2023', 'ASVS-5.0-8.2.1'],
  remedy: {
    title: 'Take identities and roles from the session',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'read the cookie again',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'none', privileges: 'none' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'forgeable-identity',
      effect: 'and decides who is calling or what they may do',
      why: 'A cookie comes from the browser: whoever changes its value is somebody else, or has their rights.',
      next: 'Keep the id and the role in the session on the server, or in a token that is signed and verified.',
    }),
};
