import type { Endpoint } from '../../model/api.ts';
import { firstOf, seenAt } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { uncounted } from './uncounted.ts';

export const unlimitedSignIn: Rule = {
  id: 'unlimited-sign-in',
  summary: 'Passwords or codes can be tried as often as one likes.',
  severity: 'advice',
  standards: ['CWE-307', 'ASVS-5.0-6.3.1', 'API2:2023', 'API4:2023'],
  remedy: {
    title: 'Limit how often a password or a code may be tried',
    impact: 4,
    effort: { low: 0.5, high: 2 },
    risk: 'low',
    rollback: 'raise the limit',
  },
  check: (backend) => {
    const open = uncounted(backend).filter(triesSecrets);
    return open.length === 0 ? [] : [fault(open)];
  },
};

/** The end of a path that takes a password or a code; the middle may say what it is about. */
const tries =
  /\/((auth|oauth2?|log-?in)\/token|log-?in|sign-?in|authenticate|session|otp|totp|mfa|2fa|two-factor|verify-?(otp|code|pin|2fa|mfa|totp)|forgot-?password|password-?reset|reset-?password)(\/(verify|confirm|local|password))?\/?$/i;

/** Readers of these languages know middleware and packages that limit. */
const isRead = /\.([cm]?[jt]sx?|php|py|java|kt|go|rb|cs)$/;

const triesSecrets = ({ method, path, access, handler }: Endpoint): boolean =>
  (method === 'POST' || method === 'ANY') &&
  access !== 'guarded' &&
  tries.test(path) &&
  isRead.test(handler?.file ?? '');

function fault(open: readonly Endpoint[]): Fault {
  const named = firstOf(
    open.map(({ id }) => id),
    3,
  );
  return {
    subject: 'signing in',
    confidence: 'possible',
    what: `No limit of attempts was seen before ${named}.`,
    why: 'Lists of stolen passwords are tried by machines, and a code of six digits falls to a million attempts.',
    next: 'Count attempts by account and by address, in a store that all instances share; say 429 with Retry-After. Where a gateway does it, note it down.',
    evidence: seenAt(open),
  };
}
