import type { ApiRule } from '../api/rule.ts';
import { schemesOf, text } from '../api/view.ts';

export const httpBasicCredentials: ApiRule = {
  id: 'http-basic-credentials',
  summary: 'Callers sign in with HTTP Basic',
  severity: 'warning',
  standards: ['API2:2023', 'CWE-522'],
  why: 'The password goes with every request, has no scope and no end, and is kept by every client.',
  next: 'Use OAuth 2 or short-lived tokens with scopes.',
  check: (api) =>
    schemesOf(api)
      .filter(
        ([, scheme]) => text(scheme, 'type') === 'http' && text(scheme, 'scheme')?.toLowerCase() === 'basic',
      )
      .map(([name, { pointer }]) => ({ pointer, label: `scheme ${name}` })),
};
