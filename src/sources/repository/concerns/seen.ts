import type {
  ConcernFact,
  ConcernKind,
  LegacyConcern,
  LegacyConcerns,
} from '../../../model/legacy-concerns.ts';
import { compareText } from '../../order.ts';

/** One place that says something of a concern. */
export interface Seen {
  readonly kind: ConcernKind;
  readonly subject: string;
  readonly value?: string;
  readonly line: number;
}

const concernOf: Readonly<Record<ConcernKind, LegacyConcern>> = {
  'password-hash': 'passwords',
  'password-check': 'passwords',
  'session-start': 'sessions',
  'session-setting': 'sessions',
  'session-store': 'sessions',
  'session-key': 'sessions',
  cookie: 'sessions',
  'page-parameter': 'addresses',
  redirect: 'addresses',
  'error-page': 'addresses',
  'permanent-redirect': 'search-engines',
  canonical: 'search-engines',
  robots: 'search-engines',
  sitemap: 'search-engines',
  'language-link': 'search-engines',
  'upload-field': 'uploads',
  'upload-kept': 'uploads',
  'upload-limit': 'uploads',
  'upload-served': 'uploads',
  'file-sent': 'uploads',
  'mail-sent': 'mail',
  'mail-template': 'mail',
  'scheduled-event': 'schedules',
  'overlap-guard': 'schedules',
  'time-limit': 'schedules',
  'time-zone': 'time',
  'process-clock': 'time',
  'database-clock': 'time',
  'date-format': 'time',
  'number-format': 'numbers',
  'number-parsed': 'numbers',
  rounding: 'numbers',
  locale: 'numbers',
  rate: 'numbers',
  charset: 'numbers',
  'charset-repaired': 'numbers',
};

/** Facts of one kind that are kept; a text of the target is kept to so many characters. */
const mostFacts = 100;
const longest = 80;

export const short = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
};

/** The same thing in several places is one fact; files come in the order of their paths. */
export function gatherFacts(places: ReadonlyMap<string, readonly Seen[]>, files: number): LegacyConcerns {
  const facts = new Map<string, ConcernFact>();
  const perKind = new Map<ConcernKind, number>();
  for (const [file, seen] of [...places].toSorted(([a], [b]) => compareText(a, b)))
    for (const { kind, subject: said, value, line } of seen.toSorted((a, b) => a.line - b.line)) {
      const subject = kind === 'charset' ? said.toLowerCase() : said;
      const key = [kind, subject, value ?? ''].join('\u0000');
      const known = facts.get(key);
      if (known !== undefined) {
        facts.set(key, { ...known, times: known.times + 1 });
        continue;
      }
      const count = (perKind.get(kind) ?? 0) + 1;
      perKind.set(kind, count);
      if (count > mostFacts) continue;
      facts.set(key, {
        concern: concernOf[kind],
        kind,
        subject: short(subject),
        ...(value !== undefined && { value: short(value) }),
        origin: { kind: 'read', file, line },
        times: 1,
      });
    }
  const more = [...perKind]
    .filter(([, count]) => count > mostFacts)
    .map(([kind, count]) => ({ kind, facts: count - mostFacts }));
  return { files, facts: [...facts.values()], more };
}
