import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { byLanguage } from './language-words.ts';

export const unsafeDeserialisation: Rule = {
  id: 'unsafe-deserialisation',
  summary: 'Something from outside is turned into objects by a reader that makes functions of it.',
  severity: 'blocker',
  standards: ['CWE-502', 'ASVS-5.0-1.5.2'],
  remedy: {
    title: 'Read plain data only',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'high' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'unsafe-deserialisation',
      effect: 'to be turned into objects and functions',
      why: byLanguage({
        other:
          'The reader makes functions of what it reads, and runs them: whoever sends it runs their own program in the server.',
        java: 'The reader makes objects of any class that is on the class path, and runs what they do when they are read: whoever sends it runs their own program in the server.',
        php: 'The reader makes objects of any class that is loaded, and runs their __wakeup and __destruct: whoever sends it chooses what those do.',
      }),
      next: byLanguage({
        other:
          'Read JSON (JSON.parse) and check it with a schema; of YAML take js-yaml 4 or later, or safeLoad.',
        python: 'Read JSON (json.loads) and check it with a schema; of YAML take yaml.safe_load.',
        java: 'Read JSON into a class of its own; where objects have to be read, refuse all classes but those of a list (ObjectInputFilter).',
        php: "Read JSON (json_decode) and check what it holds; where unserialize() must stay, give it ['allowed_classes' => false].",
      }),
      partly: 'to be read in a form that is not meant for what comes from outside',
    }),
};
