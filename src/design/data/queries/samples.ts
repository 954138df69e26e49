import type { Column } from '../../../model/data.ts';

/** A version 7 UUID of the last year of the projected calendar; sorts among the keys that will exist. */
export const sampleId = '01b524a0-6600-7c3d-9e4f-5a6b7c8d9e0f';
/** One from its beginning: what retention reaches first. */
export const oldId = '01a3690a-9c00-7000-8000-000000000000';
export const sampleTime = '2029-06-30 12:00:00+00';
export const oldTime = '2027-01-31 00:00:00+00';

/** A literal the column may hold: its most frequent value, the middle of its range, or a text of its usual length. */
export function sampleOf({ name, type, statistics }: Column): string {
  const usual = statistics?.commonValues?.[0]?.value;
  if (usual !== undefined) return type === 'boolean' ? (usual === 't' ? 'true' : 'false') : usual;
  switch (type) {
    case 'uuid':
      return sampleId;
    case 'timestamp with time zone':
      return sampleTime;
    case 'date':
      return sampleTime.slice(0, 10);
    case 'boolean':
      return 'true';
    case 'jsonb':
      return '{}';
    case 'integer':
    case 'bigint':
    case 'numeric':
      return statistics?.histogram?.[Math.floor(statistics.histogram.length / 2)] ?? '1';
    default:
      return `sample ${name.replaceAll('_', ' ')}`.slice(0, Math.max(1, (statistics?.averageWidth ?? 8) - 1));
  }
}
