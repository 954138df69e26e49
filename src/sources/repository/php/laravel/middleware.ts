import type { PhpCodebase } from '../codebase.ts';
import { bodyOfClosure } from '../body.ts';
import { propertyOf } from '../codebase.ts';
import type { PhpClass } from '../classes.ts';
import { evaluate } from '../evaluate.ts';
import { judgeBody, judgeClass, judged } from '../guards.ts';
import type { AskedRoute } from '../route-questions.ts';
import type { Verdict } from '../guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../machine.ts';
import type { Arguments, Host, PhpValue } from '../value.ts';
import { argument, originAt, textOf, textsOf } from '../value.ts';
import type { GivenMiddleware } from './registry.ts';
import { kindByName } from '../../http/guards.ts';
import { routeMayGrantNobody } from './gates.ts';

/** Names that routes use for middleware, and what they stand for. */
export interface MiddlewareTable {
  readonly aliases: Map<string, string>;
  readonly groups: Map<string, string[]>;
  readonly global: string[];
}

const framework = 'Illuminate\\';

/** What an application has when it says nothing. */
export const defaultTable = (): MiddlewareTable => ({
  aliases: new Map([
    ['auth', `${framework}Auth\\Middleware\\Authenticate`],
    ['auth.basic', `${framework}Auth\\Middleware\\AuthenticateWithBasicAuth`],
    ['auth.session', `${framework}Session\\Middleware\\AuthenticateSession`],
    ['cache.headers', `${framework}Http\\Middleware\\SetCacheHeaders`],
    ['can', `${framework}Auth\\Middleware\\Authorize`],
    ['guest', `${framework}Auth\\Middleware\\RedirectIfAuthenticated`],
    ['password.confirm', `${framework}Auth\\Middleware\\RequirePassword`],
    ['precognitive', `${framework}Foundation\\Http\\Middleware\\HandlePrecognitiveRequests`],
    ['signed', `${framework}Routing\\Middleware\\ValidateSignature`],
    ['throttle', `${framework}Routing\\Middleware\\ThrottleRequests`],
    ['verified', `${framework}Auth\\Middleware\\EnsureEmailIsVerified`],
    ['bindings', `${framework}Routing\\Middleware\\SubstituteBindings`],
  ]),
  groups: new Map([
    ['web', [`${framework}Session\\Middleware\\StartSession`]],
    ['api', [`${framework}Routing\\Middleware\\SubstituteBindings`]],
  ]),
  global: [],
});

const vendor: readonly (readonly [RegExp, Verdict])[] = [
  [
    /Auth\\Middleware\\(Authenticate|AuthenticateWithBasicAuth)$|Sanctum\\.*AuthenticateSession$|Tymon\\JWTAuth\\.*(Authenticate|GetUserFromToken)$|Passport\\.*CheckClientCredentials\w*$|Passport\\.*EnsureClientIsResourceOwner$/,
    'authentication',
  ],
  [
    /Auth\\Middleware\\(Authorize|EnsureEmailIsVerified|RequirePassword)$|Spatie\\Permission\\|Middleware\\Check(ForAny)?(Abilit\w+|Scopes?)$|Laratrust\\|Entrust\\|Bouncer\\|CheckToken\w*$|ValidateSignature$/,
    'authorisation',
  ],
  [/ThrottleRequests\w*$|RateLimit/, 'rate-limit'],
  [
    /RedirectIfAuthenticated$|CreateFreshApiToken$|AuthenticateSession$|EnsureFrontendRequestsAreStateful$|Illuminate\\(Session|Cookie|View|Http|Foundation|Routing)\\|Barryvdh\\|Fruitcake\\|Fideloquent\\|TrustProxies$|HandleInertiaRequests$|Inertia\\|HandleCors$|VerifyCsrfToken$|ValidateCsrfToken$|EncryptCookies$|TrimStrings$|ConvertEmptyStringsToNull$|PreventRequestsDuringMaintenance$|CheckForMaintenanceMode$|SubstituteBindings$|SetLocale$|Locali[sz]|ShareErrorsFromSession$|AddQueuedCookiesToResponse$|StartSession$|DebugbarEnabled$|Mcamara\\|Spatie\\(ResponseCache|Cors|Csp|Honeypot)|Sentry\\|Livewire\\|Silber\\PageCache|Octane\\|(^|\\)firewall\b|Telescope\\Http\\Middleware\\(?!Authorize)/,
    'passes',
  ],
];

/** The application's own class of this name does what the framework's does. */
const guestsOnly = /RedirectIfAuthenticated$/;

export const knownClass = (name: string): Verdict | undefined =>
  vendor.find(([pattern]) => pattern.test(name))?.[1];

/** The table of `app/Http/Kernel.php`. */
export function readKernel(machine: Machine, kernel: PhpClass, table: MiddlewareTable): void {
  const list = (name: string): PhpValue | undefined => {
    const property = propertyOf(machine.codebase, kernel, name);
    return property?.default === undefined
      ? undefined
      : evaluate(machine, property.default, { file: kernel.file, class: kernel, variables: new Map() });
  };
  table.global.push(...textsOf(list('middleware')));
  for (const name of ['routeMiddleware', 'middlewareAliases']) addAliases(table, list(name));
  const groups = list('middlewareGroups');
  for (const entry of groups?.kind === 'array' ? groups.entries : [])
    if (entry.key !== undefined) table.groups.set(entry.key, [...textsOf(entry.value)]);
}

function addAliases(table: MiddlewareTable, value: PhpValue | undefined): void {
  for (const entry of value?.kind === 'array' ? value.entries : []) {
    const name = textOf(entry.value);
    if (entry.key !== undefined && name !== undefined) table.aliases.set(entry.key, name);
  }
}

/** The `$middleware` that `withMiddleware` gives to its closure. */
export function middlewareConfiguration(table: MiddlewareTable): PhpValue {
  const host: Host = {
    className: 'Illuminate\\Foundation\\Configuration\\Middleware',
    call: (method, args) => {
      configure(table, method, args);
      return { kind: 'host', host };
    },
  };
  return { kind: 'host', host };
}

function configure(table: MiddlewareTable, method: string, args: Arguments): void {
  const texts = (at: number, name: string): readonly string[] => textsOf(argument(args, at, name));
  switch (method) {
    case 'alias':
      addAliases(table, args[0]?.value);
      return;
    case 'use':
    case 'append':
    case 'prepend':
      table.global.push(...texts(0, 'middleware'));
      return;
    case 'group':
      table.groups.set(texts(0, 'group')[0] ?? '', [...texts(1, 'middleware')]);
      return;
    case 'appendtogroup':
    case 'prependtogroup': {
      const group = texts(0, 'group')[0] ?? '';
      const before = table.groups.get(group) ?? [];
      const added = texts(1, 'middleware');
      table.groups.set(group, method === 'appendtogroup' ? [...before, ...added] : [...added, ...before]);
      return;
    }
    case 'web':
    case 'api': {
      const removed = new Set(texts(2, 'remove'));
      const kept = (table.groups.get(method) ?? []).filter((name) => !removed.has(name));
      const replaced = argument(args, 3, 'replace');
      const swap = new Map(
        replaced?.kind === 'array'
          ? replaced.entries.map(({ key, value }) => [key ?? '', textOf(value) ?? ''])
          : [],
      );
      table.groups.set(method, [
        ...texts(1, 'prepend'),
        ...kept.map((name) => swap.get(name) ?? name),
        ...texts(0, 'append'),
      ]);
      return;
    }
    case 'throttleapi':
      table.groups.set('api', [...(table.groups.get('api') ?? []), 'throttle:api']);
      return;
    case 'statefulapi':
      return;
    default:
      return;
  }
}

/** `$router->aliasMiddleware(…)` and the like of a service provider; `true` when it was one of them. */
export function nameMiddleware(table: MiddlewareTable, method: string, args: Arguments): boolean {
  const [name, second] = [textOf(args[0]?.value), textsOf(args[1]?.value)];
  if (name === undefined) return false;
  const before = table.groups.get(name) ?? [];
  switch (method) {
    case 'aliasmiddleware':
      if (second[0] !== undefined) table.aliases.set(name, second[0]);
      return true;
    case 'middlewaregroup':
      table.groups.set(name, [...second]);
      return true;
    case 'pushmiddlewaretogroup':
    case 'appendmiddlewaretogroup':
      table.groups.set(name, [...before, ...second]);
      return true;
    case 'prependmiddlewaretogroup':
      table.groups.set(name, [...second, ...before]);
      return true;
    default:
      return false;
  }
}

export interface Named {
  /** As it was written. */
  readonly name: string;
  readonly class: string;
  readonly args: readonly string[];
}

/** A name with the groups in it opened. */
export function opened(table: MiddlewareTable, name: string, depth = 0): readonly Named[] {
  const [base = '', ...rest] = name.split(':');
  const group = table.groups.get(base);
  if (group !== undefined && depth < 6)
    return group.flatMap((inner) => (inner === base ? [] : opened(table, inner, depth + 1)));
  const args = rest
    .join(':')
    .split(',')
    .filter((part) => part !== '');
  return [{ name, class: table.aliases.get(base) ?? base, args }];
}

/** Everything that stands before a route, without what it leaves out. */
export function judgeMiddleware(
  codebase: PhpCodebase,
  table: MiddlewareTable,
  given: readonly GivenMiddleware[],
  without: readonly string[],
  route: AskedRoute,
): readonly JudgedGuard[] {
  const left = new Set(without.flatMap((name) => opened(table, name).map((each) => each.class)));
  const seen = new Set<string>();
  return given.flatMap((each) => {
    const origin = originAt(each.site.scope.file, each.site.node);
    const { conditional } = each;
    const body = bodyOfClosure(each.value);
    if (body !== undefined) {
      const { verdict, resolved } = judgeBody(codebase, body, '', route);
      return [judged('closure', verdict, origin, { conditional, resolved })];
    }
    const name = each.value.kind === 'object' ? each.value.className : textOf(each.value);
    if (name === undefined)
      return [judged('unresolved middleware', 'other', origin, { resolved: false, conditional })];
    return opened(table, name).flatMap((one) => {
      const key = `${one.class}:${one.args.join(',')}`;
      if (left.has(one.class) || seen.has(key)) return [];
      seen.add(key);
      return [judgeNamed(codebase, one, origin, { conditional, route })];
    });
  });
}

export function judgeNamed(
  codebase: PhpCodebase,
  one: Named,
  origin: JudgedGuard['guard']['origin'],
  { conditional, route }: { readonly conditional: boolean; readonly route: AskedRoute },
): JudgedGuard {
  const isClass = one.class.includes('\\');
  const found = judgeClass(codebase, one.class, knownClass, ['handle', '__invoke'], route);
  const named = isClass ? undefined : kindByName(one.class);
  const known =
    found.verdict === 'other' && named !== undefined && codebase.class(one.class) === undefined
      ? named
      : found.verdict;
  // A check that was told to be optional refuses nobody, one for guests turns away those who are signed in.
  const forStrangers = /optional/i.test(one.name) || one.name === 'guest' || guestsOnly.test(one.class);
  const isCheck = known === 'authentication' || known === 'authorisation';
  const verdict = isCheck && forStrangers ? 'other' : known;
  const at = found.origin ?? origin;
  const requires = verdict === 'authorisation' ? one.args.flatMap((arg) => arg.split('|')) : [];
  const name = isClass && one.name === one.class ? (one.class.split('\\').at(-1) ?? one.class) : one.name;
  return {
    guard: { name, kind: verdict === 'passes' ? 'other' : verdict, requires, origin: at },
    resolved: found.resolved || forStrangers || (named !== undefined && named !== 'other'),
    conditional: conditional || (asksGates.test(one.class) && routeMayGrantNobody(codebase, one.args)),
    passes: verdict === 'passes',
  };
}

const asksGates = /^Illuminate\\Auth\\Middleware\\Authorize$/;
