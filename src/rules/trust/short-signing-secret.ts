import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, languageOf, settingsOf } from './settings.ts';
import type { Language } from './settings.ts';

export const shortSigningSecret: Rule = {
  id: 'short-signing-secret',
  summary: 'Tokens are signed with a secret that can be guessed from one of them.',
  severity: 'warning',
  standards: ['CWE-326', 'ASVS-5.0-11.2.3', 'API2:2023'],
  remedy: {
    title: 'Sign with 32 random bytes',
    impact: 5,
    effort: { low: 0.1, high: 0.5 },
    risk: 'medium',
    rollback: 'take both secrets for the life of a token',
  },
  harm: {
    confidentiality: 'high',
    integrity: 'high',
    availability: 'none',
    privileges: 'none',
    isLaborious: true,
  },
  check: (backend) =>
    byCall(settingsOf(backend, 'token-signing').filter(({ values }) => values['shortSecret'] === true)).map(
      fault,
    ),
};

const source: Readonly<Record<Language, string>> = {
  javascript: 'crypto.randomBytes',
  php: 'random_bytes',
  python: 'secrets.token_bytes',
  java: 'SecureRandom',
  go: 'crypto/rand',
  ruby: 'SecureRandom.bytes',
  csharp: 'RandomNumberGenerator.GetBytes',
};

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'certain',
  what: `${group.first.call} signs with a text of less than 32 characters that is written in the code${placesText(group)}.`,
  why: 'RFC 7518, section 3.2, asks for a key as long as the digest. Whoever has one token can try secrets without asking the server, and then write tokens of their own.',
  next: `Make 32 bytes with ${source[languageOf(group.first)]}, keep them outside of the code, and change them.`,
  evidence: seenAt(group.all),
});
