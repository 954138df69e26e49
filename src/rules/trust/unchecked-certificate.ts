import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, languageOf, settingsOf } from './settings.ts';
import type { Language } from './settings.ts';

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

/** An option has a value; a class or a callback says yes by itself. */
const howOf = ({ call, values }: SecuritySetting): string =>
  call in values || call === 'rejectUnauthorized'
    ? `${call} is ${values[call] === true ? 'true' : 'false'}:`
    : `${call} says yes to all:`;

const ca = 'give ca the certificate of the authority';
const authority: Readonly<Record<Language, string>> = {
  javascript: ca,
  php: ca,
  python: ca,
  java: 'put the certificate of the authority into a trust store',
  go: 'put the certificate of the authority into RootCAs',
  ruby: 'give ca_file the certificate of the authority',
  csharp: 'check against the certificate of the authority (X509ChainTrustMode.CustomRootTrust)',
};

const fault = (group: Together<SecuritySetting>): Fault => {
  const isAll = group.first.call === 'NODE_TLS_REJECT_UNAUTHORIZED';
  return {
    subject: group.subject,
    confidence: 'certain',
    what: isAll
      ? `NODE_TLS_REJECT_UNAUTHORIZED is set to 0: no connection of the process checks a certificate${placesText(group)}.`
      : `${howOf(group.first)} the certificate of the other side is not checked${placesText(group)}.`,
    why: 'Whoever stands on the way can answer in its place, read everything, credentials too, and change it.',
    next: `Leave the check on; ${authority[languageOf(group.first)]} where it is a private one.`,
    evidence: seenAt(group.all),
  };
};
