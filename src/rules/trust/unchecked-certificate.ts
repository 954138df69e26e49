import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, settingsOf } from './settings.ts';

export const uncheckedCertificate: Rule = {
  id: 'unchecked-certificate',
  summary: 'A connection is encrypted to whoever answers.',
  severity: 'warning',
  standards: ['CWE-295', 'ASVS-5.0-12.3.2'],
  remedy: {
    title: 'Check certificates, with the authority of the other side where it has its own',
    impact: 4,
    effort: { low: 0.2, high: 1 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  harm: {
    confidentiality: 'high',
    integrity: 'high',
    availability: 'none',
    privileges: 'none',
    isConditional: true,
  },
  check: (backend) => byCall(settingsOf(backend, 'certificate-check')).map(fault),
};

const fault = (group: Together<SecuritySetting>): Fault => {
  const isAll = group.first.call === 'NODE_TLS_REJECT_UNAUTHORIZED';
  return {
    subject: group.subject,
    confidence: 'certain',
    what: isAll
      ? `NODE_TLS_REJECT_UNAUTHORIZED is set to 0: no connection of the process checks a certificate${placesText(group)}.`
      : `${group.first.call} is false: the certificate of the other side is not checked${placesText(group)}.`,
    why: 'Whoever stands on the way can answer in its place, read everything, credentials too, and change it.',
    next: 'Leave the check on; give ca the certificate of the authority where it is a private one.',
    evidence: seenAt(group.all),
  };
};
