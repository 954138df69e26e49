import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { byLanguage } from './language-words.ts';

export const externalEntities: Rule = {
  id: 'external-entities',
  summary: 'XML from outside is parsed with its external entities.',
  severity: 'blocker',
  standards: ['CWE-611', 'ASVS-5.0-1.5.1'],
  remedy: {
    title: 'Parse XML without entities',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: {
    confidentiality: 'high',
    integrity: 'none',
    availability: 'low',
    beyond: { confidentiality: 'low', integrity: 'none', availability: 'none' },
  },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'external-entities',
      effect: 'to be parsed with the entities it names',
      why: 'An entity names a file of the server or an address of its network, and the parser puts what is there into the document.',
      next: byLanguage({
        other:
          'Leave noent, dtdload and huge off, which is how libxmljs parses unless told otherwise, or use a parser that knows no entities (fast-xml-parser with processEntities: false).',
        python:
          'Leave resolve_entities, load_dtd and dtd_validation off and no_network on (lxml), external_ges off (xml.sax), or parse with defusedxml.',
        php: 'Parse without LIBXML_NOENT, LIBXML_DTDLOAD and LIBXML_DTDATTR; before PHP 8 call libxml_disable_entity_loader(true) first.',
      }),
      partly: 'to be parsed by a parser that may resolve the entities it names',
    }),
};
