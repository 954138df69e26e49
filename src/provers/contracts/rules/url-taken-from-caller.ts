import { text } from '../../../compatibility/located.ts';
import type { ApiRule } from '../api/rule.ts';
import { says, typeOf } from '../api/view.ts';

const named =
  /(^|[-_])(ur[li]|webhook|callback|redirect|endpoint|image[-_]?ur[li])$|(Ur[li]|Webhook|Callback|Redirect|Endpoint)$/;

export const urlTakenFromCaller: ApiRule = {
  id: 'url-taken-from-caller',
  summary: 'Callers send a URL that nothing holds to known hosts',
  severity: 'warning',
  standards: ['API7:2023', 'CWE-918'],
  why: 'If the server opens it, a caller reaches what only the server reaches: metadata of the cloud, inner services, loopback.',
  next: 'Hold it to a pattern of https and known hosts, resolve it to a public address before each call, and follow no redirect.',
  check: ({ schemas }) =>
    schemas
      .filter(
        ({ at, name, isSent }) =>
          isSent &&
          typeOf(at).includes('string') &&
          (/^ur[li]$/.test(text(at, 'format') ?? '') || named.test(name)) &&
          !says(at, 'pattern', 'enum', 'const'),
      )
      .map(({ at, label }) => ({ pointer: at.pointer, label })),
};
