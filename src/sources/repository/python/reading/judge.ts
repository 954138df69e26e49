import type { Guard } from '../../../../model/api.ts';
import type { Origin } from '../../../../model/origin.ts';
import { kindByName } from '../../http/guards.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { isCallOf, libraryPath } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Place, Value, Wrapper } from '../evaluator/value.ts';
import { booleanOf, isNone } from '../evaluator/value.ts';
import { anonymouslyIn, injected } from './anonymous.ts';
import { knownCheck } from './known-checks.ts';
import type { Signs } from './signs.ts';
import { emptySigns, merge, signsOf } from './signs.ts';
import { stringsIn } from './texts.ts';

type Kind = Guard['kind'];

export const originAt = ({ module, node }: Place): Origin & { kind: 'read' } => ({
  kind: 'read',
  file: module.path,
  line: node.line,
});

export interface Check {
  readonly value: Value;
  readonly name: string;
  readonly place: Place;
  readonly conditional?: boolean;
  /** It stands before everything, so what it does may depend on what is asked for. */
  readonly general?: boolean;
  readonly requires?: readonly string[];
  /** The class of the object whose method it is, where that is known. */
  readonly self?: ClassValue;
  /** What it hands the request on to: a function that is judged by itself. */
  readonly inner?: FunctionValue;
  /** Its parameters that the path of the endpoint gives. */
  readonly inPath?: ReadonlySet<string>;
}

/** Checks that decorators put around a function, the outermost first. */
export const judgeWrappers = (machine: Machine, wrappers: readonly Wrapper[]): readonly JudgedGuard[] =>
  wrappers.toReversed().flatMap((wrapper) => judgeWrapper(machine, wrapper));

function judgeWrapper(machine: Machine, { value, place }: Wrapper): readonly JudgedGuard[] {
  // `method_decorator(login_required, name='dispatch')` stands for what it is given.
  if (value.kind === 'result' && isCallOf(value, 'method_decorator')) {
    const [given] = value.args.positional;
    return (given?.kind === 'list' ? given.items : given === undefined ? [] : [given]).map((each) =>
      judgeCheck(machine, { value: each, name: nameOf(each), place }),
    );
  }
  const name = place.node.text.replace(/\(.*$/s, '').split('.').slice(-2).join('.');
  return [judgeCheck(machine, { value, name, place, requires: writtenTexts(value, place) })];
}

const writtenTexts = (value: Value, { node }: Place): readonly string[] => {
  if (value.kind === 'result') return stringsIn([...value.args.positional, ...value.args.keywords.values()]);
  const given = /\((.*)\)$/s.exec(node.text.slice(0, 400))?.[1] ?? '';
  return [...given.matchAll(/['"]([\w:.\- ]+)['"]/g)].flatMap(([, text]) => text ?? []);
};

export function nameOf(value: Value): string {
  if (value.kind === 'function' || value.kind === 'class') return value.name;
  if (value.kind === 'instance') return value.of.name;
  const path = libraryPath(value)?.replaceAll('()', '').replaceAll('.[]', '');
  return path?.split('.').at(-1) ?? (value.kind === 'unknown' ? 'unresolved' : value.kind);
}

/** What a check does: known library checks, then its body, then the name it goes by. */
export function judgeCheck(machine: Machine, check: Check): JudgedGuard {
  const { value, name, place } = check;
  const conditional = check.conditional === true;
  const origin = value.kind === 'function' || value.kind === 'class' ? originAt(value) : originAt(place);
  const made = (kind: Kind, rest: Partial<JudgedGuard> = {}): JudgedGuard => ({
    guard: { name, kind, requires: check.requires ?? [], origin },
    resolved: true,
    conditional,
    passes: false,
    ...rest,
  });
  const path = libraryPath(value);
  const known = path === undefined || value.kind === 'class' ? undefined : knownCheck(path);
  if (known === 'passes') return made('other', { passes: true });
  if (known !== undefined) return made(known, isSwitchedOff(value) ? { conditional: true } : {});
  if (value.kind === 'function') return byFunction(machine, check, value, made);
  if (value.kind === 'class' || value.kind === 'instance') return byClass(machine, check, made);
  if (isNone(value)) return made('other', { passes: true });
  const named = kindByName(name);
  if (named === undefined || named === 'other')
    return made('other', harmless.test(name) ? { passes: true } : { resolved: false });
  // A package's `check` or `validate_token` may be about who is calling.
  if (named === 'validation' && mayCheck.test(name)) return made('other', { resolved: false });
  return made(named, isSwitchedOff(value) ? { conditional: true } : {});
}

const mayCheck = /^check$|user|auth|session|token|api_?key|perm|login|jwt|access|signature/i;

/** A check of one function does not choose by the path. */
const depending = (signs: Signs, { general }: Check): Signs =>
  general === true ? signs : { ...signs, looksAtPath: false };

/** Middleware that looks at no caller, by the names it goes by. */
const harmless =
  /sentry|metric|prometheus|gzip|brotli|compress|cors|logg(ing|er)|request_?id|correlation|timing|proxy_?headers|trusted_?host|csrf|telemetry|tracing|profil|apm/i;

/** The name of what must not be taken for nothing when its body shows no check. */
const insists =
  /^(require|ensure|verify|needs|must|only|assert|protect)(_|[A-Z]).*(user|auth|admin|login|role|perm|token|key|owner|scope|staff|access)|(login|auth|admin|role|permission|token|user)s?_(required|only)$/i;

type Make = (kind: Kind, rest?: Partial<JudgedGuard>) => JudgedGuard;

/** A request forged by another site is refused: the token against it is given to anybody, and asked of everybody. */
const againstForgery = (name: string, { rejectsUnknown }: Signs): boolean =>
  forgery.test(name) && !rejectsUnknown && kindByName(name.replace(forgery, '')) === undefined;

const forgery = /(csrf|xsrf)_?(protect\w*)?/i;

function byBody(made: Make, name: string, signs: Signs, conditional: boolean): JudgedGuard {
  if (againstForgery(name, signs)) return made('other', { passes: true });
  const kind = kindOf(signs, kindByName(name));
  const checks = kind === 'authentication' || kind === 'authorisation';
  return made(kind, {
    conditional: conditional || (checks && signs.looksAtPath),
    passes: kind === 'other' && !signs.readsCredential,
    ...(kind === 'other' && (insists.test(name) || (signs.readsCredential && signs.canReject))
      ? { resolved: false, passes: false }
      : {}),
  });
}

/** What it does with somebody without credentials decides; its words only tell what kind it is. */
function byFunction(machine: Machine, check: Check, value: FunctionValue, made: Make): JudgedGuard {
  const conditional = check.conditional === true;
  const within = signsOf(machine, value, 3, new Set(check.inner === undefined ? [] : [check.inner.node]));
  const judged = byBody(made, check.name, depending(within, check), conditional);
  const isCheck = judged.guard.kind === 'authentication' || judged.guard.kind === 'authorisation';
  // Whatever it answers: a token that has to be sent with the request is one that somebody was given.
  const asksForToken = judged.guard.kind === 'other' && injected(value.node).length > 0;
  if (!isCheck && !asksForToken) return judged;
  const told = anonymouslyIn(machine, value, check);
  if (asksForToken)
    return told === 'refused' || told === 'perhaps'
      ? made('authentication', { conditional: conditional || told === 'perhaps' })
      : judged;
  if (told === 'passes') return made('other', { passes: true });
  return told === 'perhaps' || told === 'set' ? { ...judged, conditional: true } : judged;
}

export function kindOf(signs: Signs, named: Kind | undefined): Kind {
  if (named === 'rate-limit' && signs.limitsRate) return named;
  if (signs.rejectsForbidden && (named === 'authorisation' || !signs.rejectsUnknown))
    return named === 'authentication' ? named : 'authorisation';
  if (signs.rejectsUnknown) return named === 'authorisation' ? named : 'authentication';
  if (named === 'authentication' || named === 'authorisation') return signs.canReject ? named : 'other';
  if (signs.limitsRate) return 'rate-limit';
  return signs.validates || named === 'validation' ? 'validation' : 'other';
}

const entryPoints = [
  '__call__',
  'get_route_handler',
  'dispatch',
  'has_permission',
  'authenticate',
  'process_request',
  'process_view',
  'before',
  'test_func',
  'check_permission',
  'is_authorized',
];

function byClass(machine: Machine, check: Check, made: Make): JudgedGuard {
  const { value } = check;
  const of = value.kind === 'instance' ? value.of : value.kind === 'class' ? value : undefined;
  if (of === undefined) return made('other', { resolved: false });
  const signs = depending(classSigns(machine, of, entryPoints), check);
  const library = libraryPath(of);
  const known = library === undefined ? undefined : knownCheck(library);
  const judged = byBody(made, check.name, signs, check.conditional === true);
  if (judged.guard.kind === 'other' && known !== undefined && known !== 'passes') return made(known);
  if (judged.guard.kind !== 'authentication' && judged.guard.kind !== 'authorisation') return judged;
  const told = toNobody(machine, of, value.kind === 'instance' ? value : undefined);
  if (told === 'passes') return made('other', { passes: true });
  return told === 'perhaps' || told === 'set' ? { ...judged, conditional: true } : judged;
}

/** What a middleware or a dependency that is a class does with somebody without credentials. */
function toNobody(
  machine: Machine,
  of: ClassValue,
  self: Value | undefined,
): ReturnType<typeof anonymouslyIn> | undefined {
  for (const name of ['__call__', 'dispatch', 'process_request', 'process_view']) {
    const method = lookInClass(machine, of, name);
    if (method?.kind === 'function')
      return anonymouslyIn(machine, { ...method, owner: of, ...(self === undefined ? {} : { self }) });
  }
  return undefined;
}

/** What the methods of a class show together. */
export function classSigns(machine: Machine, of: ClassValue, names: readonly string[]): Signs {
  const signs = emptySigns();
  for (const name of names) {
    const method = lookInClass(machine, of, name);
    if (method?.kind === 'function') merge(signs, signsOf(machine, { ...method, owner: of }));
  }
  return signs;
}

/** The same without what runs before the handler and lets everybody through. */
export function checkingSigns(machine: Machine, of: ClassValue, names: readonly string[]): Signs {
  return classSigns(
    machine,
    of,
    names.filter((name) => {
      const method = /^(dispatch|initial)$/.test(name) ? lookInClass(machine, of, name) : undefined;
      return (
        method?.kind !== 'function' ||
        anonymouslyIn(machine, { ...method, owner: of }, { self: of }) !== 'passes'
      );
    }),
  );
}

/** `jwt_required(optional=True)`, `auto_error=False`: perhaps it does not insist. */
const isSwitchedOff = (value: Value): boolean =>
  value.kind === 'result' &&
  (booleanOf(value.args.keywords.get('optional')) === true ||
    booleanOf(value.args.keywords.get('auto_error')) === false);

/** Whether the handler's own body looks at credentials. */
export function credentialsIn(machine: Machine, handler: FunctionValue): 'no' | 'perhaps' {
  const signs = signsOf(machine, handler, 1);
  if (signs.readsCredential) return 'perhaps';
  if (!signs.rejectsUnknown && !signs.rejectsForbidden) return 'no';
  // Whoever signs in is told 401 for a wrong password: that is no check of the caller.
  const { name, node } = handler;
  return /log_?in|sign_?in/i.test(name) || (signsUp.test(name) && proof.test(node.text)) ? 'no' : 'perhaps';
}

const signsUp = /sign_?up|regist|token|auth|password|forgot|reset|verify|otp|confirm|activate/i;
/** What somebody sends to be taken for somebody. */
const proof = /passw|pwd|credential|\botp|\bpin\b|(?<!en|de)code\b|e?mail|captcha/i;
