import type { ApiRule } from '../api/rule.ts';
import { says, typeOf } from '../api/view.ts';

const time = /(_at|_date|_time|_on|At|Date|Timestamp|_timestamp)$|^(date|timestamp|created|updated)$/;

export const timeWithoutFormat: ApiRule = {
  id: 'time-without-format',
  summary: 'A date or time is a text without a format',
  severity: 'advice',
  standards: ['Zalando 169', 'AIP-142', 'RFC 3339'],
  why: 'Clients guess the form and the time zone; most guess right until the clocks change.',
  next: 'Give format: date-time (RFC 3339, with offset) or date.',
  check: ({ schemas }) =>
    schemas
      .filter(
        ({ at, name }) =>
          time.test(name) && typeOf(at).includes('string') && !says(at, 'format', 'pattern', 'enum', 'const'),
      )
      .map(({ at, label }) => ({ pointer: at.pointer, label })),
};
