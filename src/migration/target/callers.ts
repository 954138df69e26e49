import { kebabCase } from '../../artifacts/words.ts';
import type { Endpoint } from '../../model/api.ts';

/** Who may call what an endpoint becomes. */
export interface Caller {
  readonly kind: 'anyone' | 'person' | 'staff' | 'system' | 'unknown';
  /** Roles that guards ask for by name. */
  readonly roles: readonly string[];
  /** Abilities that guards ask for instead (`viewAny`). */
  readonly abilities: readonly string[];
  /** Its path is one for those who run the system, and no guard of it was read. */
  readonly isInside?: true;
}

const staffWords =
  /(^|[^a-z])(admin(istrat(or|ion))?|staff|backend|back-?office|manage(r|ment)?|moderat(or|ion)|operator|super-?user|cp)([^a-z]|$)/i;
const saysStaff = (text: string): boolean =>
  staffWords.test(text.replaceAll(/([a-z])([A-Z])/g, '$1-$2').replaceAll('_', '-'));

/** Scripts that set a system up or bring it up to date, left where they can be called. */
const setUp =
  /(^|\/)(install(er|ation)?|set-?up|upgrade|db_?update|update_?db|migrat(e|ions?))(\.\w+)?([/?]|$)/i;

const signature = /^(sign|signature|hmac|checksum|digest|x-signature|verify_sign)$/i;

/** What the guards, the path and the file of a guard say of the callers. `stored`: what is kept in a column proves nothing. */
export function callerOf(endpoint: Endpoint, stored: ReadonlySet<string>): Caller {
  const guards = endpoint.guards.filter(({ kind }) => kind === 'authentication' || kind === 'authorisation');
  const places = [
    endpoint.path,
    ...guards.flatMap(({ name, origin }) => [name, ...(origin.kind === 'read' ? [origin.file] : [])]),
  ];
  const roles = [...new Set(guards.flatMap(({ requires }) => requires.map(roleOf)))].filter(
    (role) => role !== '',
  );
  if (guards.length === 0) {
    const isSigned = endpoint.parameters.some(({ name }) => signature.test(name) && !stored.has(name));
    if (isSigned) return { kind: 'system', roles: [], abilities: [] };
    if ((saysStaff(endpoint.path) || setUp.test(endpoint.path)) && endpoint.access !== 'guarded')
      return { kind: 'unknown', roles: [], abilities: [], isInside: true };
    return {
      kind: endpoint.access === 'public' ? 'anyone' : endpoint.access === 'guarded' ? 'person' : 'unknown',
      roles: [],
      abilities: [],
    };
  }
  const abilities = guards.flatMap(({ kind, requires }) =>
    kind === 'authorisation' ? requires.filter((text) => roleOf(text) === '') : [],
  );
  const isStaff = (abilities.length > 0 && roles.length === 0) || [...places, ...roles].some(saysStaff);
  return { kind: isStaff ? 'staff' : 'person', roles, abilities };
}

const roleWords =
  /^((super-?)?(admin(istrator)?|user)|owner|manager|editor|moderator|author|operator|staff|employee|customer|member|seller|vendor|merchant|teacher|student|doctor|nurse|patient|agent|supervisor|accountant|cashier|clerk|librarian|warehouse|support)$/;

/** A role that a guard asks for; abilities such as `viewAny` or `delete-invoice` are none. */
const roleOf = (text: string): string => {
  const name = kebabCase(text.replace(/^ROLE_/, ''));
  return (text.startsWith('ROLE_') || roleWords.test(name)) && /^[a-z][a-z0-9-]{0,39}$/.test(name)
    ? name
    : '';
};

/** The last part of a path that says what is done, and the name of the function. */
function words({ path, handler }: Endpoint): string {
  const parts = path.split(/[/?&=]+/).filter((part) => part !== '' && !part.startsWith('{'));
  const last = parts.at(-1) ?? '';
  const said = /^(submit|process|check|auth|post|do|index|store|save)(\.\w+)?$/i.test(last)
    ? parts.slice(-2)
    : parts.slice(-1);
  const [owner = '', method = ''] = (handler?.name ?? '').split(/[.:@]+/).slice(-2);
  // A class called LoginController says what its main function does, not what its others do.
  const code =
    method === ''
      ? owner
      : /^(index|store|create|show|__invoke|handle)$/.test(method)
        ? `${owner} ${method}`
        : method;
  return `${said.join(' ')} ${code}`
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

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
