import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { byLanguage } from './language-words.ts';

export const requestForgery: Rule = {
  id: 'request-forgery',
  summary: 'Something from outside decides where the server sends a request.',
  severity: 'blocker',
  standards: ['CWE-918', 'ASVS-5.0-1.3.6', 'API7:2023'],
  remedy: {
    title: 'Take the host from a list',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: {
    confidentiality: 'low',
    integrity: 'low',
    availability: 'none',
    beyond: { confidentiality: 'low', integrity: 'low', availability: 'none' },
  },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'request-forgery',
      effect: 'as the host to which the server sends a request',
      why: 'The server stands inside: its requests reach metadata services, databases and administration that nobody outside can.',
      next: byLanguage({
        other:
          'Take the host from a list in the code, compare the parsed URL with it before the request, and encode parts of paths with encodeURIComponent.',
        python:
          'Take the host from a list in the code and compare that of the parsed URL (urlparse) with it before the request; do not follow redirects.',
        java: 'Take the host from a list in the code and compare that of the parsed URI (URI.getHost) with it before the request; do not follow redirects.',
        go: 'Take the host from a list in the code and compare that of the parsed URL (url.Parse) with it before the request; do not follow redirects.',
      }),
      partly: 'as part of the path of a request whose host is fixed',
    }),
};
