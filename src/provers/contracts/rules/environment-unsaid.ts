import type { ApiRule } from '../api/rule.ts';
import { child, elements, text } from '../api/view.ts';

export const environmentUnsaid: ApiRule = {
  id: 'environment-unsaid',
  summary: 'Of several servers one does not say which environment it is',
  severity: 'advice',
  standards: ['API9:2023', 'CWE-1059'],
  why: 'Old versions and test systems with real data stay reachable where nobody lists what runs where.',
  next: 'Describe each server: production, sandbox, region; take out what is retired.',
  check: ({ document }) => {
    const servers = elements(child(document, 'servers'));
    return servers.length < 2
      ? []
      : servers
          .filter((server) => (text(server, 'description') ?? '').trim() === '')
          .map((server) => ({ pointer: server.pointer, label: text(server, 'url') ?? '' }));
  },
};
