import type { Backend } from '../../model/backend.ts';
import type { SecuritySetting } from '../../model/security-setting.ts';
import { seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, hides, settingsOf } from './settings.ts';

export const forgeableRequests: Rule = {
  id: 'forgeable-requests',
  summary: 'Another site can send requests in the name of who is signed in.',
  severity: 'warning',
  standards: ['CWE-352', 'ASVS-5.0-3.5.1'],
  remedy: {
    title: 'Set SameSite on the session cookie, and check a token or the origin',
    impact: 4,
    effort: { low: 0.2, high: 2 },
    risk: 'medium',
    rollback: 'take the attribute away',
  },
  harm: {
    confidentiality: 'none',
    integrity: 'low',
    availability: 'none',
    privileges: 'none',
    user: 'passive',
  },
  check: (backend) => {
    const sessions = settingsOf(backend, 'session').filter(isSentAnywhere);
    const all = settingsOf(backend, 'forgery-check');
    const checks = backend.trust.settings.filter(
      ({ kind, values }) => kind === 'forgery-check' && values['enabled'] !== false,
    );
    const changing = changingEndpoints(backend);
    if (changing === 0) return [];
    return [
      ...(checks.length > 0 || sessions[0] === undefined ? [] : [fault(sessions, sessions[0], changing)]),
      ...byCall(all.filter(isSwitchedOff)).map((group) => switchedOff(group, changing)),
    ];
  },
};

/** SameSite is neither given nor hidden in options that could not be read. */
function isSentAnywhere(setting: SecuritySetting): boolean {
  const { call, values, open } = setting;
  const site = values['sameSite'] ?? values['cookie.sameSite'];
  if (site !== undefined) return site === 'none' || site === false;
  const isOpen = open.some((key) => key.endsWith('sameSite'));
  return !isOpen && !hides(setting, 'cookie') && /^(express-session|cookie-session)$/.test(call);
}

/** Somebody took out the check that the framework brings, where people sign in by a cookie. */
const isSwitchedOff = ({ values }: SecuritySetting): boolean =>
  values['enabled'] === false && values['cookies'] === true;

const changingEndpoints = ({ api }: Backend): number =>
  api.endpoints.filter(
    ({ protocol, method, access }) =>
      protocol === 'http' && ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method) && access !== 'public',
  ).length;

const fault = (sessions: readonly SecuritySetting[], first: SecuritySetting, changing: number): Fault => ({
  subject: first.call,
  confidence: 'possible',
  what: `The session cookie of ${first.call} has no SameSite, and nothing that checks for forged requests was found before ${changing} ${changing === 1 ? 'endpoint that changes' : 'endpoints that change'} something.`,
  why: 'A page of another site can have the browser of a signed-in user send such a request, with the cookie. Browsers that take an absent SameSite for Lax leave two minutes after signing in, and not all do.',
  next: "Set sameSite: 'lax' or 'strict'; where other sites must post, check a token of the session or the Origin header.",
  evidence: seenAt(sessions),
});

const switchedOff = (group: Together<SecuritySetting>, changing: number): Fault => ({
  subject: group.subject,
  confidence: 'likely',
  what: `${group.first.call} takes the check for forged requests out where people sign in by a cookie; ${changing} ${changing === 1 ? 'endpoint changes' : 'endpoints change'} something.`,
  why: 'A page of another site can have the browser of a signed-in user send such a request, with the cookie. Browsers that take an absent SameSite for Lax leave two minutes after signing in, and not all do.',
  next: 'Leave the check on, and hand its token to your own pages; take out only paths that are called without a cookie, such as webhooks.',
  evidence: seenAt(group.all),
});
