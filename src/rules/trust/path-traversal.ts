import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { byLanguage } from './language-words.ts';

export const pathTraversal: Rule = {
  id: 'path-traversal',
  summary: 'Something from outside decides which file is used.',
  severity: 'blocker',
  standards: ['CWE-22', 'ASVS-5.0-5.3.2'],
  remedy: {
    title: 'Keep paths below their folder',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'high', integrity: 'low', availability: 'none' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'path-traversal',
      effect: 'and may lead out of its folder',
      why: 'A path like ../../etc/passwd reads or writes files of the server: settings, secrets, its own code.',
      next: byLanguage({
        other:
          'Take the last part only (path.basename), look the file up by an id, or resolve the path and refuse it unless it starts with the folder and a separator.',
        python:
          'Take the last part only (os.path.basename, secure_filename), look the file up by an id, or resolve the path and refuse it unless it is below the folder (Path.is_relative_to).',
        java: 'Take the last part only (Path.getFileName), look the file up by an id, or normalise the path and refuse it unless it starts with the folder (Path.startsWith).',
        go: 'Take the last part only (filepath.Base), look the file up by an id, or open it below a root (os.OpenRoot, filepath.IsLocal).',
      }),
    }),
};
