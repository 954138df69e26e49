import type { ApiRule } from '../api/rule.ts';
import { child, elements, text } from '../api/view.ts';

export const plainHttpServer: ApiRule = {
  id: 'plain-http-server',
  summary: 'A server is called without TLS',
  severity: 'warning',
  standards: ['API8:2023', 'CWE-319', 'ASVS-5.0-12.2.1'],
  why: 'Everybody on the way reads and changes requests, credentials among them.',
  next: 'Use https, and redirect nothing that carries credentials.',
  check: ({ document }) =>
    elements(child(document, 'servers'))
      .filter((server) =>
        /^http:\/\/(?!(localhost|127\.0\.0\.1|\[::1\])(:|\/|$))/i.test(text(server, 'url') ?? ''),
      )
      .map((server) => ({ pointer: server.pointer, label: text(server, 'url') ?? '' })),
};
