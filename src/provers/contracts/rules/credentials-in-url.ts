import type { ApiRule } from '../api/rule.ts';
import { schemesOf, text } from '../api/view.ts';

const secret =
  /^(api[-_]?key|access[-_]?token|auth[-_]?token|token|password|passwd|secret|client[-_]?secret)$/i;

export const credentialsInUrl: ApiRule = {
  id: 'credentials-in-url',
  summary: 'A credential is part of the URL',
  severity: 'warning',
  standards: ['API2:2023', 'CWE-598', 'ASVS-5.0-14.2.1'],
  why: 'URLs stay in logs of servers and proxies, in histories and in Referer headers.',
  next: 'Take it from the Authorization header, or from the body of a POST.',
  check: (api) => [
    ...schemesOf(api)
      .filter(([, scheme]) => text(scheme, 'type') === 'apiKey' && text(scheme, 'in') === 'query')
      .map(([name, { pointer }]) => ({ pointer, label: `scheme ${name}` })),
    ...api.operations.flatMap(({ name, parameters }) =>
      parameters
        .filter((each) => ['query', 'path'].includes(each.place) && secret.test(each.name))
        .map((each) => ({ pointer: each.at.pointer, label: `${each.name} of ${name}` })),
    ),
  ],
};
