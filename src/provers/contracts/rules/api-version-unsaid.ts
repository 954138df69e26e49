import type { ApiRule } from '../api/rule.ts';
import { child, text } from '../api/view.ts';

export const apiVersionUnsaid: ApiRule = {
  id: 'api-version-unsaid',
  summary: 'The version of the API is not a version',
  severity: 'advice',
  standards: ['API9:2023', 'Zalando 116', 'CWE-1059'],
  why: 'Nobody can say which version runs where, or since which one something holds.',
  next: 'Give info.version as major.minor.patch, and raise it with each change (plumbline check api --against).',
  check: ({ document }) => {
    const info = child(document, 'info');
    const version = text(info, 'version') ?? '';
    return info !== undefined && !/\d/.test(version)
      ? [{ pointer: info.pointer, label: version === '' ? 'no version' : version }]
      : [];
  },
};
