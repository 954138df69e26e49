import { asNobody } from '../../anonymous/handler.ts';
import type { Given } from '../../anonymous/handler.ts';
import type { End } from '../../anonymous/language.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { keepsOut } from '../../http/access.ts';
import { isLinkSecret, mayNameSecret, sentInPath } from '../../link-secrets.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import type { FunctionValue } from '../evaluator/value.ts';
import { isModel } from '../frameworks/models.ts';
import { bodyOf, end, languageOf } from './anonymous.ts';
import { isAnsweredElsewhere } from './answered-elsewhere.ts';
import { isOpenAtFirst } from './first-of-all.ts';
import { handlerWords, onlyDirects } from './handler-words.ts';
import { givenToNobody } from './injected.ts';
import { credentialsIn, judgeWrappers, originAt } from './judge.ts';
import { keepsCaller, signsInOrOut } from './signing-in.ts';
import { calledFunctions } from './called.ts';
import { mayVerifySender, verifiesSender } from './verifying-calls.ts';

type Looks = DeclaredRoute['handlerLooksAtCredentials'];

export interface OwnAccess {
  readonly guards: readonly JudgedGuard[];
  readonly looks: Looks;
}

/** What a handler itself does to whoever has no credentials and no secrets of its links. */
export function ownAccess(
  machine: Machine,
  handler: FunctionValue,
  path: string,
  told: Looks | undefined,
): OwnAccess {
  const { text } = handler.node;
  // What another view does with the request that it is handed is not followed.
  const atFirst = isOpenAtFirst(handler);
  const isOpen =
    atFirst ||
    mayVerifySender(machine, handler) ||
    /\.as_view\(/.test(text) ||
    isAnsweredElsewhere(machine, handler);
  const looks = told ?? (isOpen ? 'perhaps' : credentialsIn(machine, handler));
  const known = givenToNobody(machine, handler);
  const isGivenCaller = known.some(([, each]) => each === 'absent');
  if (looks === 'no' && !isGivenCaller && !mayNameSecret(path) && !mayNameSecret(text))
    return { guards: [], looks };
  const given = givenTo(handler, path);
  // A part of the path is always sent: who has no secret makes one up.
  const inPath = given.filter(([local, name]) => isLinkSecret(name) && path.includes(`{${local}}`));
  const ran = asNobody(
    handlerLanguage(machine, handler),
    bodyOf(handler.node),
    given.filter((each) => !inPath.includes(each)),
    {
      known: [...known, ...inPath.map(([local]) => [local, 'wrong'] as const)],
      met: new Set(inPath.map(([, name]) => name)),
    },
  );
  const isPlain = looks === 'perhaps' && !atFirst && ran.secret === undefined;
  if (isPlain && !isGivenCaller && keepsCaller(handler)) return { guards: [], looks: 'no' };
  if (ran.kind === 'refused' && (ran.secret !== undefined || isGivenCaller || looks === 'perhaps'))
    return { guards: [guardOf(handler, ran.secret)], looks };
  if (isPlain && signsInOrOut(machine, handler)) return { guards: [], looks: 'no' };
  if (ran.kind === 'perhaps') return { guards: [], looks: ran.secret === undefined ? looks : 'perhaps' };
  // Where a secret of the path is looked up, perhaps nothing is done without it, and nobody says so.
  if (inPath.some(([, name]) => name === ran.secret)) return { guards: [], looks: 'perhaps' };
  if (looks === 'perhaps') return { guards: [], looks: onlyAsksWhether(text) ? 'no' : looks };
  // A secret is asked for, and what is done without it was not understood: perhaps nothing is.
  const isAsked = isUsed(handler, given, ran.secret) && ran.optional !== true && !takesPassword.test(text);
  return { guards: [], looks: isAsked ? 'perhaps' : looks };
}

/** A secret that is only declared is asked of nobody. */
function isUsed({ node }: FunctionValue, given: Given, secret: string | undefined): boolean {
  const local = given.find(([, name]) => name === secret)?.[0];
  const body = inField(node, 'body')?.text ?? '';
  return secret !== undefined && (local === undefined || new RegExp(`\\b${local}\\b`).test(body));
}

const takesPassword = /passw|pwd/i;

const guardOf = (handler: FunctionValue, secret: string | undefined): JudgedGuard => ({
  guard: {
    name: secret ?? credential.exec(handler.node.text)?.[0] ?? handler.name,
    kind: 'authentication',
    requires: [],
    origin: originAt(handler),
  },
  resolved: true,
  conditional: false,
  passes: false,
});

const credential =
  /\b(request\.user|current_user|g\.user|get_jwt_identity|request\.auth|authorization|session)\b/i;

/** Whoever is signed in gets another answer, and nothing else is done with who it is. */
const onlyAsksWhether = (text: string): boolean =>
  whether.test(text) && !caller.test(text.replaceAll(asked, ''));

const whether = /\b(request\.user|current_user)\.is_(authenticated|anonymous)\b/;
/** The question, and that whoever was signed in no longer is. */
const asked =
  /\b(request\.user|current_user)\.is_(authenticated|anonymous)\b|\b(request\.)?session\.pop\([^()]*\)/g;
const caller = /\brequest\.(user|auth)\b|\bcurrent_user\b|\bg\.\w|\bsession\b|authorization|cookie/i;

function handlerLanguage(machine: Machine, handler: FunctionValue): ReturnType<typeof languageOf> {
  const isKept = (called: FunctionValue): boolean => judgeWrappers(machine, called.wrappers).some(keepsOut);
  const ends = (node: SyntaxNode, place: 'call' | 'return' | 'throw', asked: boolean): End | undefined => {
    if (place === 'return') return undefined;
    if (place === 'call' && verifiesSender(machine, node, handler)) return 'throws';
    if (place === 'call' && node.type === 'call')
      for (const called of calledFunctions(machine, node, handler))
        if (called.wrappers.length > 0 && isKept(called)) return 'throws';
    return end(node, place, asked);
  };
  const words = handlerWords(bodiesOf(machine, handler), onlyDirects(handler.node));
  return languageOf(machine, handler, {
    end: ends,
    closed: (called) => called.wrappers.length > 0 && isKept(called),
    handler: {
      ...words,
      insists: (call) => verifiesSender(machine, call, handler) || words.insists?.(call) === true,
    },
  });
}

const filled = /Depends\(|Security\(|Header\(|Cookie\(|File\(/;

/** Values that the framework takes from the path or the query for a parameter of the handler. */
function givenTo(handler: FunctionValue, path: string): Given {
  const names = new Set([...path.matchAll(/\{\*?(\w+)/g)].map(([, name = '']) => name));
  return declaredParameters(handler.node).flatMap(({ name, type, fallback }): Given => {
    if (/^(self|cls|request|req)$/.test(name)) return [];
    const isPlain =
      type === undefined ||
      /^(Optional\[)?(str|int|UUID|UUID4|uuid\.UUID|Annotated|SecretStr)\b/.test(type.text);
    if (filled.test(fallback?.text ?? '')) return [];
    if (names.has(name)) return [[name, sentInPath(path, name)]];
    return isPlain && type !== undefined && !filled.test(type.text) ? [[name, name]] : [];
  });
}

/** Parameters that a body is read into: a model whose members are sent. */
const bodiesOf = (machine: Machine, handler: FunctionValue): ReadonlySet<string> =>
  new Set(
    declaredParameters(handler.node)
      .filter(({ type }) => type !== undefined && isBody(machine, type, handler))
      .map(({ name }) => name),
  );

function isBody(machine: Machine, type: SyntaxNode, { scope }: FunctionValue): boolean {
  if (!/^(\w+\.)*[A-Z]\w*$/.test(type.text)) return false;
  if (!/Request|Session|Response|User|UUID|Tasks$/.test(type.text)) return true;
  const value = evaluate(machine, type, scope);
  return value.kind === 'class' && isModel(value);
}
