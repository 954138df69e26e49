import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, isAbsent, languageOf, settingsOf } from './settings.ts';
import type { Language } from './settings.ts';

export const tokenNeverExpires: Rule = {
  id: 'token-never-expires',
  summary: 'A token is signed without an end of its life.',
  severity: 'warning',
  standards: ['CWE-613', 'ASVS-5.0-7.3.2', 'API2:2023'],
  remedy: {
    title: 'Give the token a lifetime',
    impact: 4,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'take the lifetime out; tokens that were given one still end',
  },
  check: (backend) => byCall(settingsOf(backend, 'token-signing').filter(isEndless)).map(fault),
};

const isEndless = (setting: SecuritySetting): boolean =>
  isAbsent(setting, 'expiresIn', 'exp', 'payload.exp', 'expirationTime', 'expiresInMinutes');

const ends: Readonly<Record<Language, string>> = {
  javascript: 'expiresIn',
  php: 'expiresIn',
  python: 'expiresIn',
  java: 'the expiration',
  go: 'the claim exp',
  ruby: 'the claim exp',
  csharp: 'expires',
};

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'likely',
  what: `${group.first.call} is given no lifetime${placesText(group)}.`,
  why: 'A token that is stolen once, from a log, a backup or a browser, is good for ever; nothing but a new key ends it.',
  next: `Set ${ends[languageOf(group.first)]} to minutes for what an API takes, and renew it from a session that can be revoked.`,
  evidence: seenAt(group.all),
});
