import type { ApiRule } from '../api/rule.ts';
import { says, typeOf } from '../api/view.ts';

export const unboundedArray: ApiRule = {
  id: 'unbounded-array',
  summary: 'A list that callers send may have any number of items',
  severity: 'advice',
  standards: ['API4:2023', 'CWE-770', 'ASVS-5.0-2.2.1'],
  why: 'The cost of one request grows with its items; one caller can keep a worker busy.',
  next: 'Give maxItems.',
  check: ({ schemas }) =>
    schemas
      .filter(({ at, isSent }) => isSent && typeOf(at).includes('array') && !says(at, 'maxItems'))
      .map(({ at, label }) => ({ pointer: at.pointer, label })),
};
