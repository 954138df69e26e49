import { siteOf } from '../../javascript/machine.ts';
import { dottedName } from '../../javascript/syntax.ts';
import type { LibraryValue, Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import { kindByName } from '../guards.ts';
import { knownMiddleware } from '../middlewares.ts';
import { isSignInMiddleware } from '../passport-strategies.ts';
import { servesSignIn } from '../sign-in-packages.ts';
import { mayAnswer } from '../unread-packages.ts';
import { insisting, settingUp, tellsCaller } from '../handler-checks.ts';
import type { Call } from './calls.ts';
import { enter } from './calls.ts';
import type { Fact } from './fact.ts';
import {
  absent,
  caller,
  factOf,
  follows,
  holds,
  input,
  isPart,
  isSecret,
  missing,
  open,
  sentInput,
} from './fact.ts';
import { fork } from './fork.ts';
import { kindSaid, madeReply, redirection } from './statuses.ts';
import { asksOfRequest, callsRouter, handsOver, leavesAll } from './handing-over.ts';
import { proving, secretCall } from './secret-calls.ts';
import type { Frame, Walk } from './walk.ts';
import { raise, refusalAt } from './walk.ts';

export interface Unresolved {
  readonly node: Call;
  readonly frame: Frame;
  readonly base: Fact;
  readonly args: readonly Fact[];
  readonly value?: Value;
}

/** Writes down or gives out what it is given. */
const telling =
  /^(json|send|text|html|log|info|debug|warn|error|set|append|redirect|render|trace|String|stringify|Boolean)$/;

/** Gives what is known of the caller: nothing, for one without credentials. */
const session =
  /^(getSession|getServerSession|unstable_getServerSession|getServerAuthSession|auth|getToken|getUser|currentUser|getCurrentUser|getAuth|validateSession|getUserId|getAuthSession|getLoggedInUser|getSessionCookie|safeGetSession|getClaims|getIronSession|getCookie|getSignedCookie|getUserFromRequest|getSessionUser|useSession|getUserSession)$/;
const comparing = /^(timingSafeEqual|safeCompare|compare\w*|isEqual|decode\w*|decrypt\w*|unseal\w*|unsign)$/;
/** Compares what was sent with what only a holder of a secret can make. */
const signing = /^(timingSafeEqual|safeCompare|constantTime\w*)$/i;
/** Gives parts of the request. */
const reading =
  /^((safe)?[pP]arse\w*|validate\w*|getQuery|getRouterParams|read(Validated)?Body|getValidated\w+|readFormData|json|getBody|getParams)$/;
/** Runs the function it is given and hands its result on. */
const running =
  /^(then|transaction|\$transaction|run\w*|with\w*|wrap\w*|trace\w*|span|startActiveSpan|startSpan|tryCatch|fromPromise|instrument\w*|measure|time\w*|retry)$/i;

/** A call of something that cannot be followed. */
export function unresolvedCall(walk: Walk, call: Unresolved): Fact {
  const { node, frame, args, value } = call;
  const name = dottedName(node.callee)?.split('.').at(-1) ?? '';
  const middleware = signInCall(walk, call) ?? askedThrough(call) ?? middlewareCall(walk, call);
  if (middleware !== undefined) return middleware;
  const reply = madeReply(walk, frame, node, args);
  const from = value?.kind === 'library' ? value.package : '';
  // `NextResponse.redirect()` gives an answer; `redirect()` never comes back.
  const leaves =
    node.callee.type === 'Identifier' && /^(next|@sveltejs\/kit|astro|@tanstack\/.*)$/.test(from);
  if (/^(permanentR|r)edirect$/.test(name)) {
    const away = redirection(walk, frame, node);
    if (leaves) raise(walk, away.kind === 'reply' ? away : plainEnd(walk, call));
    return away;
  }
  if (leaves && /^(unauthorized|forbidden|notFound|error)$/.test(name)) {
    raise(walk, reply ?? plainEnd(walk, call));
    return open;
  }
  if (reply !== undefined) return reply;
  if (servesSignIn(value)) return open;
  if (name === 'headers' && args.length === 0) return { kind: 'headers' };
  if (name === 'cookies' && args.length === 0) return { kind: 'cookies' };
  if (session.test(name) && !args.some((arg) => holds(arg, /^(input|guess)$/))) {
    // Code of the target that was not found may throw.
    if (value?.kind === 'unknown' && kindByName(name) !== undefined) walk.doubts.add(name);
    return absent;
  }
  return checked(walk, call, name);
}

/** `passport.authenticate('local', done)(req, res, next)`: whoever fails sent something wrong, and nobody has to be known before. */
function signInCall(walk: Walk, { node, frame, args, value }: Unresolved): Fact | undefined {
  if (value?.kind === 'result' && isSignInMiddleware(walk.machine.codebase, value)) {
    walk.endings.push({ kind: 'passed' });
    return open;
  }
  const [strategy] = args;
  if (value?.kind !== 'library' || strategy === undefined) return undefined;
  // Which one it is was not found, where somebody signs in: it is left open what that asks for.
  const isNamed = strategy.kind === 'value' && textOf(strategy.value) !== undefined;
  if (isPassport(value) && !isNamed && signingIn.test(walk.purpose)) return open;
  if (strategy.kind !== 'value') return undefined;
  const site = siteOf(frame.file, node);
  const made: Value = { kind: 'result', callee: value, args: [strategy.value], site };
  return isSignInMiddleware(walk.machine.codebase, made) ? factOf(made) : undefined;
}

/** `passport.authenticate('jwt', (error, user) => …)` turns nobody away: what it is given does, or does not. */
function askedThrough({ args, value }: Unresolved): Fact | undefined {
  const told = args.find(({ kind }) => kind === 'closure');
  return value?.kind === 'library' && isPassport(value) && told?.kind === 'closure'
    ? { kind: 'asking', told }
    : undefined;
}

const isPassport = (value: LibraryValue): boolean =>
  value.package === 'passport' && /(^|\.)authenticate$/.test(value.path);

const signingIn = /\b(log|sign)[_-]?in\b/i;

/** A middleware that a package makes, or one that cannot be followed and is handed what goes on. */
function middlewareCall(walk: Walk, call: Unresolved): Fact | undefined {
  const { node, frame, base, args, value } = call;
  if (callsRouter(call)) {
    walk.endings.push({ kind: 'passed' });
    return open;
  }
  const site = siteOf(frame.file, node);
  const made: Value | undefined =
    value?.kind === 'library' ? { kind: 'result', callee: value, args: [], site } : value;
  const kind = made === undefined ? undefined : knownMiddleware(made);
  if (!args.some((arg) => arg.kind === 'next'))
    return made === undefined || kind === undefined ? undefined : factOf(made);
  if (kind === 'authentication' || kind === 'authorisation') raise(walk, lacking(walk, kind, call));
  else {
    walk.endings.push({ kind: 'passed' });
    const isRouter = value?.kind === 'host' || (base.kind === 'value' && base.value.kind === 'host');
    if (kind === undefined && !isRouter) walk.doubts.add(handedOver);
  }
  return open;
}

/** What goes on is left to something that cannot be followed: it may be a check. */
export const handedOver = 'what goes on is handed over';

/** A check turns away whoever lacks what it asks for, whatever led to it. */
const lacking = (
  walk: Walk,
  kind: 'authentication' | 'authorisation',
  { node, frame }: Unresolved,
): Fact => ({
  kind: 'reply',
  refusal: { ...refusalAt(walk, kind, node, frame.file), by: 'caller', counts: true },
});

const plainEnd = (walk: Walk, { node, frame }: Unresolved): Fact => ({
  kind: 'reply',
  refusal: refusalAt(walk, kindSaid(node), node, frame.file),
});

function checked(walk: Walk, call: Unresolved, name: string): Fact {
  const secret = secretCall(walk, call, name);
  if (secret !== undefined)
    return secret.kind === 'absent' ? withoutSecret(walk, call, name, secret) : secret;
  const { base, args } = call;
  const kind = settingUp.test(name) || /^[gs]etAuthTag$/.test(name) ? undefined : kindByName(name);
  const checks = kind === 'authentication' || kind === 'authorisation' ? kind : undefined;
  const given = follows([base, ...args].map((each) => (each.kind === 'headers' ? caller : each)));
  const asked = given.kind === 'caller' || args.some((arg) => holds(arg, /^(request|headers|cookies)$/));
  if (
    checks !== undefined &&
    insisting.test(name) &&
    !/^(ensure|must)/i.test(name) &&
    (asked || args.length === 0)
  ) {
    raise(walk, lacking(walk, checks, call));
    return open;
  }
  if (proving.test(name) && asked) {
    raise(walk, lacking(walk, 'authentication', call));
    return open;
  }
  if (comparing.test(name) && given.kind === 'caller') return absent;
  if (given.kind === 'input' && signing.test(name)) walk.doubts.add(name);
  if (given.kind === 'input' && proving.test(name) && !/password|captcha|turnstile/i.test(name))
    return proved(walk, call);
  if (mayAnswer(call.value) && (leavesAll(args) || (asksOfRequest(name, args) && !telling.test(name))))
    walk.doubts.add(handedOver);
  const called = callbacks(walk, call, name, given);
  if (called !== undefined) return called;
  if (name === 'all' || name === 'allSettled' || name === 'resolve') return args[0] ?? open;
  if ((args.some(isSecret) && !telling.test(name)) || handsOver(name, args)) walk.doubts.add(name);
  if (checks !== undefined && (asked || args.length === 0)) {
    walk.doubts.add(name);
    return caller;
  }
  return args.some((arg) => holds(arg, /^request$/)) && given.kind !== 'caller' && tellsCaller(name)
    ? caller
    : given.kind === 'input' && reading.test(name)
      ? sentInput
      : given;
}

/** A wrong secret is not verified, and nothing is found by it. */
function withoutSecret(walk: Walk, call: Unresolved, name: string, nothing: Fact): Fact {
  const verifies = proving.test(name);
  const called = callbacks(walk, call, name, verifies ? caller : nothing, true);
  if (called !== undefined || !(verifies || /OrFail$|OrThrow$/.test(name))) return called ?? nothing;
  raise(walk, lacking(walk, 'authentication', call));
  return open;
}

/** What anybody can send is proved to be genuine, or an error is thrown: whoever catches it tells what that means. */
function proved(walk: Walk, { node, frame, args }: Unresolved): Fact {
  const refusal = {
    ...refusalAt(walk, 'authentication', node, frame.file),
    by: 'other',
    proof: true,
    sent: args.some(isPart),
  } as const;
  return fork(
    walk,
    frame,
    { holds: undefined, by: 'other', name: '' },
    () => {
      raise(walk, { kind: 'reply', refusal });
      return open;
    },
    () => input,
  );
}

/** Functions that are handed over run perhaps; some calls give what they give. */
function callbacks(
  walk: Walk,
  { frame, base, args }: Unresolved,
  name: string,
  given: Fact,
  always = false,
): Fact | undefined {
  let result: Fact | undefined;
  for (const arg of args) {
    const target =
      arg.kind === 'closure'
        ? arg
        : arg.kind === 'value' && arg.value.kind === 'function'
          ? {
              node: arg.value.node,
              file: arg.value.file,
              names: { own: new Map<string, Fact>(), scope: arg.value.scope },
            }
          : undefined;
    if (target === undefined) continue;
    const params = target.node.params.map((param, at): Fact => {
      const word = param.type === 'Identifier' ? param.name : '';
      if (/^(err|error|e)$/.test(word))
        return given.kind === 'caller'
          ? { kind: 'truth', holds: true }
          : given.kind === 'input'
            ? input
            : missing;
      if (name === 'then' && at === 0) return base;
      return given.kind === 'open' && /^(req|request|ctx|context|c|event)$/.test(word)
        ? { kind: 'request' }
        : given;
    });
    const run = (): Fact => enter(walk, target, params, '', open);
    if (always || running.test(name)) result = run();
    else fork(walk, frame, { holds: undefined, by: 'other', name }, run, () => open);
    if (walk.stopped !== 'no') return open;
  }
  return result;
}
