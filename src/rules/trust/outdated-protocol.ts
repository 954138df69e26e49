import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, languageOf, settingsOf, textOption } from './settings.ts';
import type { Language } from './settings.ts';

export const outdatedProtocol: Rule = {
  id: 'outdated-protocol',
  summary: 'A connection may use a version of TLS that is forbidden.',
  severity: 'warning',
  standards: ['CWE-327', 'ASVS-5.0-12.1.1'],
  remedy: {
    title: 'Ask for TLS 1.2 or newer',
    impact: 3,
    effort: { low: 0.1, high: 0.5 },
    risk: 'medium',
    rollback: 'take the change back',
  },
  check: (backend) => byCall(settingsOf(backend, 'protocol-version')).map(fault),
};

const leave = "Leave it out (Node asks for TLS 1.2), or set minVersion: 'TLSv1.2'.";
const nextOf: Readonly<Record<Language, string>> = {
  javascript: leave,
  php: leave,
  python: 'Leave it out, or set minimum_version to TLSVersion.TLSv1_2.',
  java: 'Ask for "TLS", which takes what the platform has switched on (1.2 and 1.3).',
  go: 'Leave MinVersion out (1.2 since Go 1.18 for clients, 1.22 for servers), or set tls.VersionTLS12.',
  ruby: 'Leave it out, or set min_version to OpenSSL::SSL::TLS1_2_VERSION.',
  csharp: 'Leave it to the system (SslProtocols.None), or name Tls12 and Tls13.',
};

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'certain',
  what: `${group.first.call} permits ${textOption(group.first, group.first.call)}${placesText(group)}.`,
  why: 'RFC 8996 forbids TLS 1.0 and 1.1, RFC 7568 SSL 3: there are attacks that read what they carry.',
  next: nextOf[languageOf(group.first)],
  evidence: seenAt(group.all),
});
