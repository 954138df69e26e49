import type { ApiRule } from '../api/rule.ts';

export const bodyOfGet: ApiRule = {
  id: 'body-of-get',
  summary: 'A request that reads has a body',
  severity: 'warning',
  standards: ['RFC 9110', 'Zalando 148'],
  why: 'Proxies, caches and clients drop the body or refuse the request: it has no meaning in HTTP.',
  next: 'Take it as query parameters, or make it a POST that is described as a search.',
  check: ({ operations }) =>
    operations
      .filter(({ method, body }) => ['get', 'head'].includes(method) && body.length > 0)
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
