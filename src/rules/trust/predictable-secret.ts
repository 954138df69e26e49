import type { SecuritySetting } from '../../model/security-setting.ts';
import { bySubject, placeOf, placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { languageOf, settingsOf } from './settings.ts';
import type { Language } from './settings.ts';

export const predictableSecret: Rule = {
  id: 'predictable-secret',
  summary: 'A secret is made of numbers that can be foretold.',
  severity: 'warning',
  standards: ['CWE-338', 'ASVS-5.0-11.5.1'],
  remedy: {
    title: 'Make the secret with the random source of the system',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: {
    confidentiality: 'high',
    integrity: 'high',
    availability: 'none',
    privileges: 'none',
    isLaborious: true,
  },
  check: (backend) =>
    bySubject(
      settingsOf(backend, 'random-number').filter((setting) => secretName(setting) !== undefined),
      (setting) => `${secretName(setting) ?? ''} in ${placeOf({ id: setting.call, origin: setting.origin })}`,
    ).map(fault),
};

const secret =
  /(token|secret|passw(or)?d|pwd|otp|nonce|salt|csrf|xsrf|api_?key|session_?id|sid|(verification|verify|reset|invit\w*|confirm\w*|auth\w*|login|recovery|backup|access|security)_?code)s?$/i;

/** The name that says it is a secret: a variable it goes to, or the function that makes it. */
const secretName = ({ purpose }: SecuritySetting): string | undefined =>
  purpose.find(
    (name) => secret.test(name) && !/(^|\.)(design|color|colour|syntax|mock|fake|test)\w*$/i.test(name),
  );

const twister =
  'Its generator, the Mersenne Twister, gives its whole state away in 624 numbers; all others can then be computed.';

const reasons: Readonly<Record<Language, string>> = {
  javascript:
    'Its generator has 128 bits of state that a few numbers in a row give away; the next ones, and those before, can then be computed.',
  php: 'It rests on the clock or on a seed of 32 bits: all of them are tried in seconds, and then the secret is known.',
  python: twister,
  java: 'Its generator has 48 bits of state, which two numbers in a row give away; the next ones, and those before, can then be computed.',
  go: 'The package says of itself that it is not for work that security depends on: with a seed that is known or tried, all its numbers are.',
  ruby: twister,
  csharp:
    'Its generator was not made to withstand anybody: a seed of 32 bits, or a few numbers in a row, give all others away.',
};

const sources: Readonly<Record<Language, string>> = {
  javascript:
    "Use crypto.randomBytes(32).toString('base64url'), crypto.randomInt for digits, or crypto.randomUUID.",
  php: 'Use bin2hex(random_bytes(32)), or random_int for digits.',
  python: 'Use secrets.token_urlsafe(32), or secrets.choice for letters.',
  java: 'Use SecureRandom: 32 bytes as Base64 without padding, or nextInt(bound) for digits.',
  go: 'Use crypto/rand: rand.Read of 32 bytes, rand.Int for digits, rand.Text for letters.',
  ruby: 'Use SecureRandom.urlsafe_base64(32), SecureRandom.random_number for digits, SecureRandom.alphanumeric for letters.',
  csharp: 'Use RandomNumberGenerator.GetBytes(32), or RandomNumberGenerator.GetInt32 for digits.',
};

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'likely',
  what: `${secretName(group.first) ?? 'A secret'} is made with ${group.first.call}${placesText(group)}.`,
  why: reasons[languageOf(group.first)],
  next: sources[languageOf(group.first)],
  evidence: seenAt(group.all),
});
