import type { Json } from '../../model/origin.ts';
import type { SecuritySetting } from '../../model/security-setting.ts';
import { placesText, seenAt } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { byCall, settingsOf } from './settings.ts';

export const largeBodyLimit: Rule = {
  id: 'large-body-limit',
  summary: 'A body that is parsed as a whole may be very large.',
  severity: 'advice',
  standards: ['CWE-770', 'CWE-400', 'ASVS-5.0-5.2.1', 'API4:2023'],
  remedy: {
    title: 'Limit bodies to what the endpoints need',
    impact: 3,
    effort: { low: 0.1, high: 1 },
    risk: 'low',
    rollback: 'raise the limit',
  },
  check: (backend) => byCall(settingsOf(backend, 'body-limit').filter(isLarge)).map(fault),
};

/** A body of this size keeps the one thread of the process for a tenth of a second and more (JSON.parse, some 100 MB/s). */
const large = 20 * 1024 * 1024;

const factors: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};

/** `50mb` as the package `bytes` reads it, or a number of bytes. */
function bytesOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const [, amount, unit = 'b'] =
    /^\s*([\d.]+)\s*([kmgt]?b)?\s*$/i.exec(typeof value === 'string' ? value : '') ?? [];
  return amount === undefined ? undefined : Number(amount) * (factors[unit.toLowerCase()] ?? 1);
}

/** `raw` hands bytes on without parsing them. */
const isLarge = ({ call, values }: SecuritySetting): boolean =>
  !call.endsWith('raw') && (bytesOf(values['limit']) ?? 0) > large;

const amountOf = ({ values: { limit } }: SecuritySetting): string =>
  typeof limit === 'number' ? `${limit} bytes` : typeof limit === 'string' ? limit : 'many bytes';

const fault = (group: Together<SecuritySetting>): Fault => ({
  subject: group.subject,
  confidence: 'likely',
  what: `${group.first.call} takes bodies of up to ${amountOf(group.first)}${placesText(group)}.`,
  why: 'Each one is held in memory and parsed at once; while that lasts, the process answers nobody, and a few callers at a time fill its memory.',
  next: 'Keep the default (100 kB) for all, and give the one endpoint that needs more a parser of its own, or a stream.',
  evidence: seenAt(group.all),
});
