import { kebabCase } from '../../artifacts/words.ts';
import type { Endpoint } from '../../model/api.ts';

/** Who may call what an endpoint becomes. */
export interface Caller {
  readonly kind: 'anyone' | 'person' | 'staff' | 'system' | 'unknown';
  /** Roles that guards ask for by name. */
  readonly roles: readonly string[];
}

const staffWords =
  /(^|[^a-z])(admin(istrat(or|ion))?|staff|backend|back-?office|manage(r|ment)?|moderat(or|ion)|operator|super-?user|cp)([^a-z]|$)/i;
const signature = /^(sign|signature|hmac|checksum|digest|x-signature|verify_sign)$/i;

/** What the guards, the path and the file of a guard say of the callers. */
export function callerOf(endpoint: Endpoint): Caller {
  const guards = endpoint.guards.filter(({ kind }) => kind === 'authentication' || kind === 'authorisation');
  const places = [
    endpoint.path,
    ...guards.flatMap(({ name, origin }) => [name, ...(origin.kind === 'read' ? [origin.file] : [])]),
  ];
  const roles = [...new Set(guards.flatMap(({ requires }) => requires.map(roleOf)))].filter(
    (role) => role !== '',
  );
  if (guards.length === 0) {
    const isSigned = endpoint.parameters.some(({ name }) => signature.test(name));
    if (isSigned) return { kind: 'system', roles: [] };
    return {
      kind: endpoint.access === 'public' ? 'anyone' : endpoint.access === 'guarded' ? 'person' : 'unknown',
      roles: [],
    };
  }
  const isStaff = [...places, ...roles].some((place) =>
    staffWords.test(place.replaceAll(/([a-z])([A-Z])/g, '$1-$2').replaceAll('_', '-')),
  );
  return { kind: isStaff ? 'staff' : 'person', roles };
}

const roleOf = (text: string): string => {
  const name = kebabCase(text.replace(/^ROLE_/, ''));
  return /^[a-z][a-z0-9-]{0,39}$/.test(name) ? name : '';
};

const words = (endpoint: Endpoint): string =>
  `${endpoint.path} ${endpoint.handler?.name ?? ''}`
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/[_\s/.?=&]+/g, '-')
    .toLowerCase();

const has = (endpoint: Endpoint, pattern: RegExp): boolean =>
  endpoint.parameters.some(({ name }) => pattern.test(name));

const password = /pass|pwd/i;

/** What an endpoint does for people who come and go; undefined where its words do not say so. */
export function accountActOf(endpoint: Endpoint): 'sign-in' | 'sign-out' | 'register' | undefined {
  const said = words(endpoint);
  if (/(^|-)(log-?out|sign-?(out|off)|log-?off)(-|$)/.test(said)) return 'sign-out';
  if (/(^|-)(register|sign-?up|registration|create-?account)(-|$)/.test(said)) return 'register';
  if (/(^|-)(log-?in|sign-?in|authenticate)(-|$)/.test(said)) return 'sign-in';
  return has(endpoint, password) && /(^|-)(login|auth)(-|$)/.test(said) ? 'sign-in' : undefined;
}
