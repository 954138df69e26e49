import { oldAddresses, redirectMap } from '../../migration/carried/addresses.ts';
import { migrationTexts } from '../../artifacts/migration/texts.ts';
import { document } from '../blocks.ts';
import type { Artifact, Basis, Document } from '../deliverable.ts';
import { addresses, redirectsFile, searchEngines } from './addresses.ts';
import { carriedOf, concernSection } from './carried.ts';
import { mail } from './mail.ts';
import { numbers } from './numbers.ts';
import { passwords, passwordsCode } from './passwords.ts';
import { schedules } from './schedules.ts';
import { sessions } from './sessions.ts';
import { time } from './time.ts';
import { uploads } from './uploads.ts';

const concerns = [
  passwords,
  sessions,
  addresses,
  searchEngines,
  uploads,
  mail,
  schedules,
  time,
  numbers,
] as const;

/** What users notice first when it is forgotten: nine sections, each with what is, what will be, and the way between. */
export function carriedOver(basis: Basis): readonly Document[] {
  const carried = carriedOf(basis);
  if (carried === undefined) return [];
  return document(
    '8-documentation/carried-over.md',
    'What has to be carried over',
    concerns.map((write) => concernSection(write(carried), carried)),
  );
}

/** Code that wraps old passwords; where the legacy system has fast digests of them. */
export function passwordArtifacts({ backend }: Basis): readonly Artifact[] {
  const facts = backend.migration?.legacy.concerns?.facts ?? [];
  const isNeeded = facts.some(
    ({ kind, subject }) => kind === 'password-hash' && /^(md5|sha|MySQL)/i.test(subject),
  );
  return isNeeded
    ? [{ path: passwordsCode, text: migrationTexts['carried/legacy-passwords.ts'], lost: [], items: [] }]
    : [];
}

/** The nginx map of old addresses. */
export function addressArtifacts({ backend }: Basis): readonly Artifact[] {
  if (backend.migration === undefined) return [];
  const known = oldAddresses(backend, backend.migration);
  if (known.moved.length === 0) return [];
  return [
    {
      path: redirectsFile,
      text: redirectMap(known),
      lost: known.open.map(({ legacy, because }) => `${legacy}: ${because}`),
      items: [],
    },
  ];
}
