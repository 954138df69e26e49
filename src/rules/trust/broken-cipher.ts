import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, settingsOf } from './settings.ts';

export const brokenCipher: Rule = {
  id: 'broken-cipher',
  summary: 'Data is encrypted in a way that can be undone without the key.',
  severity: 'warning',
  standards: ['CWE-327', 'CWE-329', 'CWE-326', 'ASVS-5.0-11.3.1', 'ASVS-5.0-11.3.2'],
  remedy: {
    title: 'Encrypt with AES-GCM and a fresh vector each time',
    impact: 4,
    effort: { low: 0.5, high: 3 },
    risk: 'high',
    rollback: 'keep reading the old form',
  },
  check: (backend) =>
    byCall(
      settingsOf(backend, 'cipher', 'key-pair').filter((setting) => weakness(setting) !== undefined),
    ).flatMap(fault),
};

interface Weakness {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

const modern =
  'Use aes-256-gcm with 12 fresh random bytes for each text, and keep the vector and the tag beside it.';

function weakness({ call, values }: SecuritySetting): Weakness | undefined {
  const { algorithm, vector, modulusLength, type } = values;
  if (typeof algorithm === 'string' && /^(des|rc[24]|bf|blowfish|seed|idea)\b|^des/.test(algorithm))
    return {
      what: `encrypts with ${algorithm}`,
      why: 'Its key or its blocks are too small for what computers can try today.',
      next: modern,
    };
  if (typeof algorithm === 'string' && algorithm.endsWith('-ecb'))
    return {
      what: `encrypts with ${algorithm}`,
      why: 'Equal blocks stay equal, so that the form of the text shows, and blocks can be exchanged.',
      next: modern,
    };
  if (call === 'crypto.createCipher')
    return {
      what: 'takes key and vector from a password by MD5',
      why: 'The same password gives the same vector each time; Node 22 no longer has the call.',
      next: modern,
    };
  if (vector === 'constant')
    return {
      what: 'is given the same initialisation vector each time',
      why: 'Equal texts become equal, with GCM and CTR the key stream itself shows: two texts give each other away.',
      next: modern,
    };
  if (type === 'rsa' && typeof modulusLength === 'number' && modulusLength < 2048)
    return {
      what: `makes an RSA key of ${modulusLength} bits`,
      why: 'NIST SP 800-57 gives keys below 2,048 bits up; those of 829 bits were factored in 2020.',
      next: 'Take 3,072 bits, or Ed25519.',
    };
  return undefined;
}

function fault(group: Together<SecuritySetting>): readonly Fault[] {
  const found = weakness(group.first);
  if (found === undefined) return [];
  const { what, why, next } = found;
  return [
    {
      subject: group.subject,
      confidence: 'certain',
      what: `${group.first.call} ${what}${placesText(group)}.`,
      why,
      next,
      evidence: seenAt(group.all),
    },
  ];
}
