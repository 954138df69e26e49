import { uses } from './sequence-parts.ts';
import type { Backend } from '../../model/backend.ts';

/** A chapter of ASVS 5.0.0 and, where it cannot concern a backend, the reason. */
export interface Chapter {
  readonly number: number;
  readonly title: string;
  /** Document of the package that answers it. */
  readonly to: string;
  readonly outOfScope?: (backend: Backend) => string | undefined;
}

const noFiles = ({ architecture, api }: Backend): string | undefined =>
  architecture.containers.some(({ kind }) => kind === 'object-store') ||
  api.endpoints.some(({ path }) => /upload|file|attachment|image|media/.test(path))
    ? undefined
    : 'no operation takes or serves files';

/** Cookies and calls across origins concern a backend that people sign in to, whoever serves the pages. */
const noPages = (backend: Backend): string | undefined =>
  backend.source === 'designed' && !signsPeopleIn(backend)
    ? 'no person signs in, so no cookie is set; what a page must do is for its own design'
    : undefined;

const machineMethods = new Set(['client-credentials', 'webhook-signature']);
const signsPeopleIn = ({ trust }: Backend): boolean =>
  trust.authentication.some(({ method }) => !machineMethods.has(method));

const noProvider = (backend: Backend): string | undefined =>
  uses(backend, /oidc|oauth|openid/i) ? undefined : 'no method uses OAuth or OpenID Connect';

/** Chapters of the OWASP Application Security Verification Standard 5.0.0 (CC BY-SA 4.0). */
export const chapters: readonly Chapter[] = [
  { number: 1, title: 'Encoding and sanitization', to: '3-security/inputs.md' },
  { number: 2, title: 'Validation and business logic', to: '3-security/inputs.md' },
  { number: 3, title: 'Web frontend security', to: '3-security/authentication.md', outOfScope: noPages },
  { number: 4, title: 'API and web service', to: '4-api/contracts.md' },
  { number: 5, title: 'File handling', to: '3-security/inputs.md', outOfScope: noFiles },
  { number: 6, title: 'Authentication', to: '3-security/authentication.md' },
  { number: 7, title: 'Session management', to: '3-security/authentication.md' },
  { number: 8, title: 'Authorization', to: '3-security/authorisation.md' },
  { number: 9, title: 'Self-contained tokens', to: '3-security/authentication.md' },
  { number: 10, title: 'OAuth and OIDC', to: '3-security/authentication.md', outOfScope: noProvider },
  { number: 11, title: 'Cryptography', to: '3-security/data-protection.md' },
  { number: 12, title: 'Secure communication', to: '3-security/data-protection.md' },
  { number: 13, title: 'Configuration', to: '3-security/data-protection.md' },
  { number: 14, title: 'Data protection', to: '3-security/data-protection.md' },
  { number: 15, title: 'Secure coding and architecture', to: '3-security/supply-chain.md' },
  { number: 16, title: 'Security logging and error handling', to: '3-security/audit.md' },
  {
    number: 17,
    title: 'WebRTC',
    to: '3-security/threats.md',
    outOfScope: () => 'no media channel is in the model',
  },
];

/** Requirement ids (`6.3.1`) of one chapter among standards as they are written on controls and findings. */
export function requirementsOf(chapter: number, standards: readonly string[]): readonly string[] {
  const found = standards.flatMap((standard) => /^ASVS-5\.0-(\d+\.\d+\.\d+)$/.exec(standard)?.[1] ?? []);
  const own = found.filter((id) => Number(id.split('.')[0]) === chapter);
  return [...new Set(own)].toSorted((a, b) => order(a) - order(b));
}

const order = (id: string): number => id.split('.').reduce((value, part) => value * 1000 + Number(part), 0);
