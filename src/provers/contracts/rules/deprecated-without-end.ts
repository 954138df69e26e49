import { flag } from '../../../compatibility/located.ts';
import type { ApiRule } from '../api/rule.ts';
import { isRecord } from '../api/view.ts';

export const deprecatedWithoutEnd: ApiRule = {
  id: 'deprecated-without-end',
  summary: 'A deprecated operation does not say until when it works',
  severity: 'advice',
  standards: ['API9:2023', 'Zalando 187', 'Zalando 189', 'RFC 8594'],
  why: 'Nobody moves without a day; and old operations stay open without anybody who looks after them.',
  next: 'Send Sunset and Deprecation headers and describe them, or give x-sunset with the day.',
  check: ({ operations }) =>
    operations
      .filter(
        ({ at, answers }) =>
          flag(at, 'deprecated') &&
          !(isRecord(at.value) && typeof at.value['x-sunset'] === 'string') &&
          !answers.some(({ headers }) => headers.includes('sunset')),
      )
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
