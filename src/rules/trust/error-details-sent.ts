import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, settingsOf } from './settings.ts';

export const errorDetailsSent: Rule = {
  id: 'error-details-sent',
  summary: 'Callers get the stack of an error.',
  severity: 'warning',
  standards: ['CWE-209', 'ASVS-5.0-16.5.1', 'API8:2023'],
  remedy: {
    title: 'Answer with a number, and log the rest under it',
    impact: 2,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'low', integrity: 'none', availability: 'none', privileges: 'none' },
  check: (backend) => byCall(settingsOf(backend, 'error-detail')).map(fault),
};

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'certain',
  what: `${group.first.call} sends the stack of an error${placesText(group)}.`,
  why: 'It tells files, libraries and versions, and now and then a value: what an attacker would have to find out.',
  next: 'Log it, and answer with what the caller can do and an id under which you find it.',
  evidence: seenAt(group.all),
});
