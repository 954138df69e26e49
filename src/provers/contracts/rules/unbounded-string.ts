import type { ApiRule } from '../api/rule.ts';
import { says, typeOf } from '../api/view.ts';
import { text } from '../../../compatibility/located.ts';

/** Formats whose texts have an end. */
const bounded = new Set([
  'uuid',
  'date',
  'date-time',
  'time',
  'ipv4',
  'ipv6',
  'duration',
  'binary',
  'email',
  'hostname',
  'int64',
]);

export const unboundedString: ApiRule = {
  id: 'unbounded-string',
  summary: 'A text that callers send may have any length',
  severity: 'advice',
  standards: ['API4:2023', 'CWE-770', 'ASVS-5.0-2.2.1'],
  why: 'One request may fill memory, a column or an index; and what fits is decided by whichever part fails first.',
  next: 'Give maxLength (or an enum, a const, or a pattern with an end).',
  check: ({ schemas }) =>
    schemas
      .filter(
        ({ at, isSent }) =>
          isSent &&
          typeOf(at).includes('string') &&
          !says(at, 'maxLength', 'enum', 'const', 'pattern') &&
          !bounded.has(text(at, 'format') ?? ''),
      )
      .map(({ at, label }) => ({ pointer: at.pointer, label })),
};
