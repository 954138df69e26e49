import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, hides, isAbsent, settingsOf } from './settings.ts';

export const unboundedUpload: Rule = {
  id: 'unbounded-upload',
  summary: 'A file that is sent may be of any size.',
  severity: 'warning',
  standards: ['CWE-770', 'ASVS-5.0-5.2.1', 'API4:2023'],
  remedy: {
    title: 'Limit the size of files',
    impact: 3,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'raise the limit',
  },
  harm: { confidentiality: 'none', integrity: 'none', availability: 'low' },
  check: (backend) => byCall(settingsOf(backend, 'upload').filter(isUnbounded)).map(fault),
};

/** Limits that are made elsewhere may hold one. */
const isUnbounded = (setting: SecuritySetting): boolean =>
  isAbsent(setting, 'limits.fileSize') && !hides(setting, 'limits');

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'likely',
  what: `${group.first.call} is given no largest size of a file${placesText(group)}.`,
  why: 'It has none by itself: one request fills the disk, or the memory where files are kept in it.',
  next: 'Set limits.fileSize to what users need, in bytes; a proxy in front may also hold one.',
  evidence: seenAt(group.all),
});
