import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { cookieName, cookiesWithout, isAbsent } from './settings.ts';

export const cookieReadableByScripts: Rule = {
  id: 'cookie-readable-by-scripts',
  summary: 'A cookie that stands for a user can be read by scripts of the page.',
  severity: 'warning',
  standards: ['CWE-1004', 'ASVS-5.0-3.3.4'],
  remedy: {
    title: 'Set HttpOnly on the cookie',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'medium',
    rollback: 'take the attribute away',
  },
  check: (backend) => cookiesWithout(backend, isReadable, isReadableSession).map(fault),
};

/** The servers that set the attribute by themselves. */
const protectedByDefault = /^cookies\.set$/;

const isReadable = (setting: SecuritySetting): boolean =>
  setting.values['httpOnly'] === false ||
  (!protectedByDefault.test(setting.call) && isAbsent(setting, 'httpOnly', 'attributes'));

/** Sessions of libraries are protected unless somebody says otherwise, those of PHP are not. */
const isReadableSession = (setting: SecuritySetting): boolean =>
  setting.values['httpOnly'] === false ||
  setting.values['cookie.httpOnly'] === false ||
  (setting.call === 'session_set_cookie_params' && isAbsent(setting, 'httpOnly'));

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'likely',
  what: `The cookie ${cookieName(group.first)} is set by ${group.first.call} without HttpOnly${placesText(group)}.`,
  why: 'One script that somebody brings into a page, of a library or by injection, can send it away, and whoever has it is the user.',
  next: 'Set httpOnly: true; what the page must know, it asks an endpoint.',
  evidence: seenAt(group.all),
});
