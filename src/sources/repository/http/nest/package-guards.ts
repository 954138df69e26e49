import type { Guard } from '../../../../model/api.ts';
import type { Decoration } from '../../javascript/decorators.ts';
import type { ClassValue, Value } from '../../javascript/value.ts';
import { kindByName } from '../guards.ts';
import { textsOf } from './texts.ts';

type Kind = Guard['kind'];

/** Decorators of one handler and of its controller. */
export interface Decorated {
  readonly decorations: readonly Decoration[];
  readonly onMethod: readonly Decoration[];
}

/** Decorators of packages that take a handler out of their package's guard. */
const exempting = /public|unprotected|skip_?auth|anonymous|no_?auth|unauthenticated/i;

/** A guard of a package that lets everybody through where a decorator of the package does not stand. */
interface Awaited {
  readonly package: string;
  readonly guard: string;
  readonly decorator: RegExp;
  readonly on: 'method' | 'anywhere';
}

const awaited: readonly Awaited[] = [
  { package: 'nest-access-control', guard: 'ACGuard', decorator: /^UseRoles$/, on: 'method' },
  { package: 'nest-authz', guard: 'AuthZGuard', decorator: /^UsePermissions$/, on: 'method' },
  {
    package: 'nest-keycloak-connect',
    guard: 'RoleGuard',
    decorator: /^(Roles|RealmRoles)$/,
    on: 'anywhere',
  },
  { package: 'nest-keycloak-connect', guard: 'ResourceGuard', decorator: /^Scopes$/, on: 'method' },
];

/** Whether a guard of a package does nothing for a handler, by the decorators of the same package. */
export function isIdle(packageName: string, path: string, { decorations, onMethod }: Decorated): boolean {
  const own = (each: Decoration): boolean => each.package === packageName;
  if (decorations.some((each) => own(each) && exempting.test(each.name))) return true;
  const wanted = awaited.find((each) => each.package === packageName && each.guard === path);
  if (wanted === undefined) return false;
  const among = wanted.on === 'method' ? onMethod : decorations;
  // `SetMetadata` may do what the decorator of the package does.
  return !among.some(
    (each) => (own(each) && wanted.decorator.test(each.name)) || setsRoles(each, wanted.package),
  );
}

const setsRoles = ({ name, args }: Decoration, packageName: string): boolean =>
  packageName !== 'nest-authz' &&
  name.endsWith('SetMetadata') &&
  args[0] !== undefined &&
  textsOf(args[0]).includes('roles');

/** What a guard of a package checks. */
export function libraryKind(packageName: string, path: string, args: readonly Value[]): Kind | undefined {
  if (packageName === '@nestjs/passport')
    return args.flatMap((each) => textsOf(each)).includes('anonymous') ? 'other' : 'authentication';
  if (/throttl/i.test(packageName)) return 'rate-limit';
  if (packageName === 'nest-access-control') return 'authorisation';
  return kindByName(path);
}

export interface LibraryAbove {
  readonly package: string;
  readonly path: string;
  readonly args: readonly Value[];
}

/** The class of a package that a guard extends, at any distance. */
export function libraryAbove(shape: ClassValue): LibraryAbove | undefined {
  let at: Value | undefined = shape;
  for (let depth = 0; at?.kind === 'class' && depth < 20; depth += 1) at = at.parent;
  if (at?.kind === 'library') return { package: at.package, path: at.path, args: [] };
  return at?.kind === 'result'
    ? { package: at.callee.package, path: at.callee.path, args: at.args }
    : undefined;
}
