import { kindByName } from '../../http/guards.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Running } from '../before-handlers.ts';
import { asksForPath, checkBefore } from '../before-handlers.ts';
import { letsOn } from '../boolean-checks.ts';
import type { Certainty } from '../certainty.ts';
import { anyOf } from '../certainty.ts';
import { rejectionOf, writtenName } from '../checks.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName, walkCode } from '../code.ts';
import { fits } from '../filters.ts';
import type { Scope } from '../names.ts';
import { classOf, methodOf, scopeOf, supertypeNames } from '../names.ts';
import { unknownPackage, unread } from '../packages.ts';
import { moduleOf } from '../properties.ts';
import { textIn } from '../run/texts.ts';
import type { Given, Library, Machine } from '../run/machine.ts';
import { run } from '../run/calls.ts';
import { createMachine } from '../run/start.ts';
import type { Host, Value } from '../run/value.ts';
import { unknownValue } from '../run/value.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';
import { askedPath } from './context-path.ts';
import { givenToSa } from './sa-token.ts';
import { saGuards } from './sa-token-guards.ts';

/** An interceptor with the paths it was registered for. */
interface Interceptor {
  readonly value: Value;
  readonly include: string[];
  readonly exclude: string[];
  /** A pattern could not be read. */
  open: boolean;
  readonly file: string;
  readonly line: number;
}

interface InterceptorHost extends Host {
  readonly type: 'interceptor-registry' | 'interceptor';
  readonly interceptor?: Interceptor;
}

const isHost = (
  value: Value | undefined,
): value is Value & { readonly kind: 'host'; readonly host: InterceptorHost } =>
  value?.kind === 'host' && (value.host.type === 'interceptor-registry' || value.host.type === 'interceptor');

/** Interceptors of `addInterceptors` that turn callers away, as checks of the handlers they run before. */
export function interceptorGuards(world: World): (asked: Asked) => readonly JudgedGuard[] {
  const found: Interceptor[] = [];
  const machine = createMachine(world, [library(found)]);
  for (const of of world.filesWith(/\bInterceptorRegistry\b/).flatMap(({ classes }) => everyClass(classes)))
    for (const method of of.methods) {
      const at = method.parameters.findIndex(
        ({ type }) => lastName(type?.name ?? '') === 'InterceptorRegistry',
      );
      if (at < 0) continue;
      const host: InterceptorHost = { type: 'interceptor-registry' };
      const self: Value = { kind: 'instance', of, fields: new Map() };
      run(
        machine,
        { kind: 'method', method, owner: of, self },
        method.parameters.map((_, place) => (place === at ? { kind: 'host', host } : unknownValue)),
      );
    }
  return (asked) =>
    found
      .filter(({ file }) => moduleOf(file) === moduleOf(asked.near))
      .flatMap((each) => guardOf(machine, each, asked));
}

function library(found: Interceptor[]): Library {
  return {
    call: ({ name, on, args, frame, line }, machine) => {
      if (!isHost(on)) return undefined;
      const { interceptor } = on.host;
      if (
        on.host.type === 'interceptor-registry' &&
        /^add(WebRequest)?Interceptor$/.test(name) &&
        args[0] !== undefined
      ) {
        const made: Interceptor = {
          value: args[0].value,
          include: [],
          exclude: [],
          open: false,
          file: frame.scope.file.path,
          line,
        };
        found.push(made);
        const host: InterceptorHost = { type: 'interceptor', interceptor: made };
        return { kind: 'host', host };
      }
      if (interceptor === undefined) return on;
      if (name === 'addPathPatterns') addPatterns(machine, interceptor, args, interceptor.include);
      if (name === 'excludePathPatterns') addPatterns(machine, interceptor, args, interceptor.exclude);
      return on;
    },
  };
}

function addPatterns(machine: Machine, interceptor: Interceptor, args: readonly Given[], to: string[]): void {
  const values = args.flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]));
  for (const value of values) {
    const { text } = textIn(machine, value);
    if (text === undefined) interceptor.open = true;
    else to.push(text.startsWith('/') ? text : `/${text}`);
  }
}

function guardOf(machine: Machine, interceptor: Interceptor, asked: Asked): readonly JudgedGuard[] {
  const covered = coverage(interceptor, asked.path);
  if (covered === 'no') return [];
  const { value, file, line } = interceptor;
  const given = value.kind === 'code' ? givenToSa(value.code) : null;
  const within = machine.world.file(file)?.classes[0];
  if (given !== null && within !== undefined) {
    if (asked.handled !== undefined && isIgnored(asked.handled)) return [];
    return saGuards(machine.world, within, given, asked, line).map((guard) =>
      covered === 'yes' ? guard : { ...guard, conditional: true },
    );
  }
  const name = value.kind === 'instance' ? value.of.name : (writtenName(value) ?? 'interceptor');
  const body = value.kind === 'instance' ? methodOf(machine.world, value.of, 'preHandle') : undefined;
  const code = body?.method.body?.();
  const origin = { kind: 'read', file, line } as const;
  const named = kindByName(name);
  if (body === undefined || code === undefined) {
    if (named !== 'authentication' && named !== 'authorisation')
      return isRead(machine.world, interceptor) ? [] : [unread(name, file, line)];
    return [
      {
        guard: { name, kind: named, requires: [], origin },
        resolved: true,
        conditional: covered === 'perhaps',
        passes: false,
      },
    ];
  }
  const { unknown, forbidden } = rejectionOf(machine.world, {
    place: { file, line },
    parameters: [],
    body: code,
    scope: scopeOf(body.owner),
    owner: body.owner,
  });
  const kind = unknown ? 'authentication' : forbidden ? 'authorisation' : named;
  if (kind !== 'authentication' && kind !== 'authorisation') {
    const check = checkBefore(machine.world, body, name);
    return check === undefined ? [] : [{ ...check, conditional: covered === 'perhaps' }];
  }
  const asks = byPath(machine.world, body, asked) ?? byAnnotation(machine.world, body.owner, code, asked);
  if (asks === 'no') return [];
  return [
    {
      guard: { name, kind, requires: [], origin },
      resolved: true,
      conditional: covered === 'perhaps' || asks === 'perhaps',
      passes: false,
    },
  ];
}

/** Sa-Token looks at no handler that carries the annotation, or whose class does. */
const isIgnored = ({ handler, own }: NonNullable<Asked['handled']>): boolean =>
  [...handler.annotations, ...own].some(({ name }) => name === 'SaIgnore');

/** Interceptors of Spring and of known packages; a class of the target without the method lets everybody through. */
function isRead(world: World, { value, file }: Interceptor): boolean {
  const scope = (within: ClassDeclaration | undefined): Scope | undefined =>
    within === undefined ? undefined : scopeOf(within);
  if (value.kind === 'instance') {
    const { of } = value;
    return !supertypeNames(world, of).some(({ name }) => unknownPackage(world, name, scopeOf(of)));
  }
  if (value.kind !== 'code') return true;
  const { code } = value;
  const made = code.kind === 'new' ? code.type.name : (writtenName(value) ?? '').split('.')[0];
  const within = world.file(file)?.classes[0];
  const at = scope(within);
  return made === undefined || at === undefined || !unknownPackage(world, made, at);
}

function coverage({ include, exclude, open }: Interceptor, path: RoutePath): Certainty {
  const of = (patterns: readonly string[]): Certainty =>
    anyOf(patterns.map((pattern) => (path.resolved ? fits(pattern, path.text) : 'perhaps')));
  const excluded = of(exclude);
  if (excluded === 'yes') return 'no';
  const included = include.length === 0 ? (open ? 'perhaps' : 'yes') : of(include);
  if (included === 'no') return open ? 'perhaps' : 'no';
  return included === 'yes' && excluded === 'no' && !open ? 'yes' : 'perhaps';
}

/** What it does for the path of the endpoint, where it asks for that and nothing of the handler. */
function byPath(world: World, running: Running, { near, path }: Asked): Certainty | undefined {
  const asked = askedPath(world, near, path);
  if (asked === undefined || !asksForPath(world, running)) return undefined;
  const lets = letsOn(world, running, asked);
  return lets === 'perhaps' ? undefined : lets === 'all' ? 'no' : 'yes';
}

const opening =
  /ignore|anonym|skip|pass|public|noauth|noneed|nologin|without|free|permit|open|exclude|unlogin|notlogin/i;

/** It may ask for an annotation of the handler: one that opens, or one that closes. */
function byAnnotation(
  world: World,
  owner: ClassDeclaration,
  code: Parameters<typeof walkCode>[0],
  { handled }: Asked,
): Certainty {
  const names: string[] = [];
  walkCode(code, (each) => {
    if (each.kind !== 'class') return;
    const type = classOf(world, each.type.name, scopeOf(owner));
    if (type?.kind === 'annotation') names.push(type.name);
  });
  const looksAtPath = codeAsks(code, /^(getRequestURI|getServletPath|getRequestURL|getMethod|getPathInfo)$/);
  if (names.length === 0) return looksAtPath ? 'perhaps' : 'yes';
  if (handled === undefined) return 'perhaps';
  const own = [...handled.handler.annotations, ...handled.own].map(({ name }) => name);
  const closing = names.filter((name) => !opening.test(name));
  if (names.some((name) => opening.test(name) && own.includes(name))) return 'no';
  if (closing.length > 0)
    return closing.some((name) => own.includes(name)) ? 'yes' : names.length > closing.length ? 'yes' : 'no';
  return looksAtPath ? 'perhaps' : 'yes';
}

function codeAsks(code: Parameters<typeof walkCode>[0], pattern: RegExp): boolean {
  let found = false;
  walkCode(code, (each) => {
    found ||= each.kind === 'call' && pattern.test(each.name);
  });
  return found;
}
