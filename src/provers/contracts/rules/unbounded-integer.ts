import type { ApiRule } from '../api/rule.ts';
import { says, typeOf } from '../api/view.ts';

const hasBoth = (at: Parameters<typeof says>[0]): boolean =>
  says(at, 'minimum', 'exclusiveMinimum') && says(at, 'maximum', 'exclusiveMaximum');

export const unboundedInteger: ApiRule = {
  id: 'unbounded-integer',
  summary: 'A whole number that callers send has no smallest or no largest value',
  severity: 'advice',
  standards: ['API4:2023', 'CWE-770', 'CWE-190', 'ASVS-5.0-2.2.1'],
  why: 'A page of a billion, a quantity below zero or a number that overflows its column is accepted by the document.',
  next: 'Give minimum and maximum.',
  check: ({ schemas }) =>
    schemas
      .filter(
        ({ at, isSent }) =>
          isSent && typeOf(at).includes('integer') && !says(at, 'enum', 'const') && !hasBoth(at),
      )
      .map(({ at, label }) => ({ pointer: at.pointer, label })),
};
