import type { Backend } from '../../model/backend.ts';
import type { SecuritySetting } from '../../model/security-setting.ts';
import { seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { hides, settingsOf } from './settings.ts';

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
    const checks = backend.trust.settings.filter(({ kind }) => kind === 'forgery-check');
    const changing = changingEndpoints(backend);
    return checks.length > 0 || changing === 0 || sessions[0] === undefined
      ? []
      : [fault(sessions, sessions[0], changing)];
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
