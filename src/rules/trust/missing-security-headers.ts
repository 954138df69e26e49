import type { Json } from '../../model/origin.ts';
import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, settingsOf } from './settings.ts';

export const missingSecurityHeaders: Rule = {
  id: 'missing-security-headers',
  summary: 'Headers that protect pages are taken out, or lost on the way.',
  severity: 'advice',
  standards: [
    'CWE-693',
    'CWE-1021',
    'ASVS-5.0-3.4.1',
    'ASVS-5.0-3.4.3',
    'ASVS-5.0-3.4.4',
    'ASVS-5.0-3.4.6',
    'API8:2023',
  ],
  remedy: {
    title: 'Set the headers where every answer passes',
    impact: 2,
    effort: { low: 0.1, high: 1 },
    risk: 'low',
    rollback: 'take the headers out again',
  },
  check: (backend) => byCall(settingsOf(backend, 'missing-headers')).map(fault),
};

const textsIn = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.flatMap((each) => (typeof each === 'string' ? [each] : [])) : [];

const fault = (group: Together<SecuritySetting>): Fault => {
  const { first, subject, all } = group;
  const lost = textsIn(first.values['lost']);
  const without = textsIn(first.values['without']);
  const isAll = without.includes('all');
  return {
    subject,
    confidence: lost.length > 0 ? 'certain' : 'likely',
    what:
      lost.length > 0
        ? `${first.call} adds a header of its own and so loses ${lost.join(', ')} of the block around it${placesText(group)}.`
        : first.call === 'MIDDLEWARE'
          ? `MIDDLEWARE has no ${without.join(' and no ')}${placesText(group)}.`
          : `${first.call} takes ${isAll ? 'every protecting header' : without.join(', ')} out${placesText(group)}.`,
    why: 'Without them a browser may guess types of content, show the page in the frame of another site, or ask for it without encryption.',
    next:
      lost.length > 0
        ? 'Repeat the headers in the location, or include them from one file (nginx 1.29.3 has add_header_inherit merge).'
        : first.call === 'MIDDLEWARE'
          ? 'Add them: django.middleware.security.SecurityMiddleware first, django.middleware.clickjacking.XFrameOptionsMiddleware at the end.'
          : isAll
            ? 'Leave them on, and change only the one that is in the way.'
            : 'Use frameOptions().sameOrigin(), or frame-ancestors of a Content-Security-Policy with the sites that may.',
    evidence: seenAt(all),
  };
};
