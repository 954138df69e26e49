import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';

export const unrestrictedUpload: Rule = {
  id: 'unrestricted-upload',
  summary: 'An uploaded file keeps the extension that its sender chose, in a folder that is served.',
  severity: 'warning',
  standards: ['CWE-434', 'ASVS-5.0-5.2.2'],
  remedy: {
    title: 'Let through the kinds of files that are meant, and name them yourself',
    impact: 4,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'high' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'unrestricted-upload',
      effect: 'and decides as what kind of file it is sent to others',
      why: 'Whoever uploads x.html or x.svg gets a page of this site with a script of theirs, which runs in the session of whoever opens it.',
      next: 'Refuse with fileFilter what is not on a list of extensions and types, give the file a name and extension of your own (crypto.randomUUID() and one of the list), and serve uploads with Content-Disposition: attachment or from another host.',
    }),
};
