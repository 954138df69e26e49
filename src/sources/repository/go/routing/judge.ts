import type { Guard } from '../../../../model/api.ts';
import { kindByName } from '../../http/guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../machine/machine.ts';
import { methodOf } from '../machine/members.ts';
import type { FunctionValue, Value } from '../machine/value.ts';
import { optionsOf, plainText } from '../machine/value.ts';
import { originOf } from '../program/package.ts';
import { letsInUnlessItFails, passing, setForNobody } from './anonymous.ts';
import type { Given } from './router.ts';
import type { ContextFacts } from './context-facts.ts';
import { letsGuests, letsPass } from './pass-through.ts';
import { signsOf } from './signs.ts';

type Kind = Guard['kind'];

/** Middlewares of libraries that check nothing: logs, headers, compression, sessions, limits of size and time. */
const harmless =
  /log|recover|cors|gzip|compress|brotli|deflate|request_?id|real_?ip|proxy|timeout|trac|metric|prometheus|otel|sentry|newrelic|datadog|apm|secure|helmet|header|static|session|heartbeat|health|strip|clean|slash|no_?cache|cache|etag|body_?(limit|dump)|size|content_?(type|charset)|negroni|favicon|pprof|profil|monitor|swag|location|method_?override|get_?head|rewrite|csrf|nosurf|i18n|languag|locale|charset|pool|context|decompress|verifier|handlerfunc|h2c|maxbytes|load|flash|mark|ua|gonic|adaptor|wrap|convert|responser|transaction|new(handler|middleware)|autologin|render|captcha|^bind|^version/i;

export function judgeGuard(
  machine: Machine,
  given: Given,
  conditional: boolean,
  earlier: readonly Given[] = [],
): JudgedGuard {
  const { value } = given;
  const open = conditional || optionsOf(value).length > 1;
  const told = optionsOf(value).find((each) => each.kind === 'function') ?? optionsOf(value)[0] ?? value;
  const fn = functionIn(machine, told);
  const name = nameOf(given, told);
  const origin = fn === undefined ? given.site : originOf(fn.file, fn.node);
  const guard = (kind: Kind): Guard => ({ name, kind, requires: requirements(told), origin });
  const named = kindByName(name) ?? (fn?.maker === undefined ? undefined : kindByName(fn.maker.name));
  if (fn !== undefined && named === undefined && harmless.test(name) && !refusesUnknown(name, fn))
    return { guard: guard('other'), resolved: true, conditional: open, passes: false };
  if (fn !== undefined) {
    const kind = kindByBody(machine, fn, named);
    const isCheck = kind === 'authentication' || kind === 'authorisation';
    const past =
      isCheck || kind === 'other' ? passing(machine.program, fn, factsOf(machine, earlier)) : undefined;
    const told = { resolved: true, passes: false };
    // It finds out who is calling, and turns away only those with a wrong credential.
    if (isCheck && past === 'all') return { ...told, guard: guard('other'), conditional: open };
    if (past === 'some')
      return { ...told, guard: guard(isCheck ? kind : 'authorisation'), conditional: true };
    if (past === 'none')
      return { ...told, guard: guard(isCheck ? kind : 'authentication'), conditional: open };
    const opens =
      (named === undefined && letsPass(fn)) ||
      letsGuests(fn) ||
      (isCheck && letsInUnlessItFails(machine.program, fn, factsOf(machine, earlier)));
    return { ...told, guard: guard(kind), conditional: open || opens };
  }
  const library = libraryName(told);
  if (library !== undefined) {
    const kind = /verifier/i.test(library) ? undefined : (kindByName(library) ?? named);
    const passes = kind === undefined && harmless.test(library);
    return {
      guard: guard(kind ?? 'other'),
      resolved: kind !== undefined || passes,
      conditional: open,
      passes,
    };
  }
  const resolved = named !== undefined && named !== 'other';
  return { guard: guard(named ?? 'other'), resolved, conditional: open, passes: false };
}

/** What the checks before put into the context for callers without credentials. */
const factsOf = (machine: Machine, earlier: readonly Given[]): ContextFacts =>
  new Set(
    earlier.flatMap(({ value }) => {
      const fn = functionIn(machine, value);
      return fn === undefined ? [] : [...setForNobody(machine.program, fn)];
    }),
  );

/** A session or a context may be insisted on; what only writes down or maps answers speaks of them all. */
const refusesUnknown = (name: string, { node }: FunctionValue): boolean =>
  !/log|recover|metric|trac|cors|sentry|error|prometheus|otel|apm/i.test(name) &&
  /StatusUnauthorized|\b401\b|ErrUnauth|Unauthenticated/.test(node.text);

/** The function that runs: a middleware may also be a struct with a method. */
export function functionIn(machine: Machine, value: Value): FunctionValue | undefined {
  if (value.kind === 'function') return value;
  if (value.kind === 'wrapped') return functionIn(machine, value.outer ?? value.by);
  if (value.kind !== 'object' || value.type === undefined) return undefined;
  for (const name of ['ServeHTTP', 'Middleware', 'Handle', 'Handler', 'Process', 'Serve', 'WrapUnary']) {
    const method = methodOf(machine, value.type, name);
    if (method !== undefined)
      return {
        kind: 'function',
        node: method.node,
        file: method.file,
        name: value.type.kind === 'own' ? value.type.name : name,
        self: value,
      };
  }
  return undefined;
}

function kindByBody(machine: Machine, fn: FunctionValue, named: Kind | undefined): Kind {
  const signs = signsOf(machine.program, fn.node, fn.file);
  const inner = fn.maker?.args.find((arg) => arg.kind === 'function');
  // A check of credentials may answer 429 too, or call what does.
  const refuses = (signs.readsCredential && signs.rejectsUnknown) || named === 'authentication';
  if (named === 'rate-limit' || (signs.limitsRate && !refuses)) return 'rate-limit';
  // It says itself that nobody has to be known: `Optional`.
  if (named === 'other') return named;
  if (signs.rejectsForbidden && (named === 'authorisation' || !signs.rejectsUnknown))
    return named === 'authentication' ? named : 'authorisation';
  if (signs.rejectsUnknown) return named === 'authorisation' ? named : 'authentication';
  if (named === 'authentication' || named === 'authorisation') return signs.canReject ? named : 'other';
  if (inner?.kind === 'function') {
    const within = signsOf(machine.program, inner.node, inner.file);
    if (within.rejectsUnknown) return 'authentication';
    if (within.rejectsForbidden) return 'authorisation';
  }
  return named === 'validation' ? 'validation' : 'other';
}

function nameOf(given: Given, value: Value): string {
  if (value.kind === 'function')
    return value.name ?? value.maker?.name ?? given.written ?? 'anonymous function';
  if (given.written !== undefined) return given.written;
  return (
    libraryName(value) ??
    (value.kind === 'object' && value.type?.kind === 'own' ? value.type.name : 'unresolved')
  );
}

function libraryName(value: Value): string | undefined {
  if (value.kind === 'wrapped') return libraryName(value.by);
  if (value.kind !== 'library' && value.kind !== 'result') return undefined;
  return `${value.package.split('/').at(-1) ?? ''}.${value.path.replaceAll(/\(\)|\{\}/g, '')}`;
}

/** Texts in the call that made the guard: roles, scopes, permissions. */
function requirements(value: Value): readonly string[] {
  const args =
    value.kind === 'function' ? (value.maker?.args ?? []) : value.kind === 'result' ? value.args : [];
  return args.flatMap((arg) => {
    const items = arg.kind === 'list' ? arg.items : [arg];
    return items.flatMap((item) => {
      const plain = plainText(item);
      return plain === undefined || plain === '' || plain.length > 60 ? [] : [plain];
    });
  });
}
