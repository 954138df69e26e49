import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { cookieName, cookiesWithout, hides, isAbsent } from './settings.ts';

export const cookieOverPlainHttp: Rule = {
  id: 'cookie-over-plain-http',
  summary: 'A cookie that stands for a user is also sent without encryption.',
  severity: 'warning',
  standards: ['CWE-614', 'ASVS-5.0-3.3.1'],
  remedy: {
    title: 'Set Secure on the cookie',
    impact: 3,
    effort: { low: 0.1, high: 0.5 },
    risk: 'medium',
    rollback: 'take the attribute away',
  },
  check: (backend) => cookiesWithout(backend, isPlain, isPlainSession).map(fault),
};

/** Servers that set the attribute where a request came encrypted. */
const followsRequest = /^cookies\.set$/;

const isPlain = (setting: SecuritySetting): boolean =>
  setting.values['secure'] === false ||
  (!followsRequest.test(setting.call) && isAbsent(setting, 'secure', 'attributes'));

/** These set it only when they are told to; the others follow the request or set it always. */
const isPlainSession = (setting: SecuritySetting): boolean =>
  setting.values['secure'] === false ||
  setting.values['cookie.secure'] === false ||
  (/^(express-session|session_set_cookie_params)$/.test(setting.call) &&
    !hides(setting, 'cookie') &&
    isAbsent(setting, 'cookie.secure', 'secure'));

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'likely',
  what: `The cookie ${cookieName(group.first)} is set by ${group.first.call} without Secure${placesText(group)}.`,
  why: 'One request to an http address, which a stranger on the way can cause, carries it in the clear.',
  next: 'Set secure: true; behind a proxy that ends TLS, let the server trust it (trust proxy).',
  evidence: seenAt(group.all),
});
