import type { ApiRule } from '../api/rule.ts';

const limits = /^(x-)?ratelimit(-|$)|^retry-after$/;

export const rateLimitHeadersMissing: ApiRule = {
  id: 'rate-limit-headers-missing',
  summary: 'An answer to too many requests does not say when to come back',
  severity: 'advice',
  standards: ['API4:2023', 'Zalando 153', 'RFC 6585'],
  why: 'Clients try again at once, all of them together, and keep the server at its limit.',
  next: 'Send Retry-After with 429, and RateLimit-* headers with every answer.',
  check: ({ operations }) =>
    operations.flatMap(({ name, answers }) =>
      answers
        .filter(({ status, headers }) => status === '429' && !headers.some((header) => limits.test(header)))
        .map(({ at }) => ({ pointer: at.pointer, label: name })),
    ),
};
