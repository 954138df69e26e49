import type { End, Known, Language } from '../../anonymous/language.ts';
import type { From } from '../../anonymous/run.ts';
import { letsNobodyThrough, runAnonymously, runAsUnderstood } from '../../anonymous/run.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { FunctionValue, Scope } from '../machine/value.ts';
import { bodyOf, calledFunction } from '../behaviour/typing.ts';
import type { GoFile, GoFunction } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';
import { expression, listOf, statement } from './anonymous-syntax.ts';
import { calleeOf, localTypes } from './callees.ts';
import { callerField, callerParameters, storedOf } from './check-words.ts';
import { closedOver } from './closed-over.ts';
import type { ContextFacts } from './context-facts.ts';
import { contextNames, noting } from './context-facts.ts';
import { runsInTurn } from './runs-in-turn.ts';
import { isLog } from './handler-words.ts';
import { isThere } from './found-by-address.ts';
import { makesError, returning } from './returned-values.ts';

const credential =
  /\.(Get|GetHeader|Cookie|FormValue|Query|Peek|Cookies|Locals|Value|MustGet)\(\s*"?[\w.-]*(authorization|token|api[-_]?key|session|user|auth|claims|identity|signature)/i;
const asksCaller =
  /(authenticat|getuser|currentuser|userfrom|parse(request|token|claims)|sessionfrom|getsession|principal|getclaims|verif|validate|checktoken|tokenfrom|fromrequest|identity)/i;
const noCredential =
  /no_?auth|not_?found|no_?cookie|no_?token|no_?session|missing|no_?rows|no_?credential|unauthenticated|not_?logged/i;

function told(node: SyntaxNode, text: string): Known | undefined {
  if (node.type !== 'call_expression') return undefined;
  if (/^(errors|pkgerrors)\.(Is|As)\(/.test(text)) return noCredential.test(text) ? 'present' : 'unknown';
  if (credential.test(text) && !/\)\.\w+\(/.test(text.replace(/^\w+(\.\w+\(?\)?)*\.Header(\(\))?/, '')))
    return 'absent';
  const name = /([\w.]+)\($/.exec(text.slice(0, text.indexOf('(') + 1))?.[1] ?? '';
  return asksCaller.test(name.split('.').at(-1) ?? '') && /\b(r|req|request|c|ctx|context)\b/i.test(text)
    ? 'caller'
    : undefined;
}

const handsOn =
  /\.ServeHTTP\(|\b(next|handler?|h|fn|f|hf|inner)(Func)?\(\s*(w|rw|c|ctx|res|writer|e)\b|\.Next\(\)/;
const refusesIn = /\b40[13]\b|Unauthori[sz]ed|Forbidden|Unauthenticated/;

interface Walk {
  readonly program: GoProgram;
  readonly facts: ContextFacts;
  /** Whoever answers ends the request: what stands behind in the same list does not run. */
  readonly answersEnd: boolean;
  /** Something decided that holds for some objects only, or by a setting. */
  byData: boolean;
  /** Whatever is not about who is calling goes well. */
  readonly unfailing?: boolean;
  /** A credential was looked for that is not sent. */
  missed?: boolean;
}

const answers =
  /^(Abort\w*|Error|WriteHeader|Redirect\w*|Render\w*|JSON|String|Status|NotFound\w*|SendStatus|HandleResponse|NewHTTPError|NoContent|Unauthorized\w*|Forbidden\w*|Fail\w*)$/i;

function end(
  { answersEnd }: Walk,
  node: SyntaxNode,
  place: 'call' | 'return' | 'throw',
  asked: boolean,
): End | undefined {
  const { text } = node;
  if (handsOn.test(text) && text.length < 200) return 'hands-on';
  const name = inField(inField(node, 'function'), 'field')?.text ?? inField(node, 'function')?.text ?? '';
  if (!answers.test(name) || isLog(node))
    return place === 'return' && refusesIn.test(text) ? 'refuses' : undefined;
  if (asked || refusesIn.test(text)) return 'refuses';
  return answersEnd || name.startsWith('Abort') || place === 'return' ? 'answers' : undefined;
}

function languageOf(
  walk: Walk,
  node: SyntaxNode,
  file: GoFile,
  { scope, isCalled = false }: { readonly scope?: Scope | undefined; readonly isCalled?: boolean } = {},
): Language {
  const { program } = walk;
  const types = localTypes(program, node, file);
  const names = contextNames(program, node, file);
  // Of an interface its only implementation.
  const calledBy = (call: SyntaxNode): GoFunction | undefined =>
    calleeOf(program, call, file, types) ?? calledFunction(bodyOf(program, { node, file }), call);
  return {
    statement: (at) => (isCalled ? returning(statement(at), at, { node }, false) : statement(at)),
    expression,
    told: (at, text) => {
      const known = closedOver(program, scope, at) ?? stored(walk, at, names);
      if (known === 'some') walk.byData = true;
      if (isCalled && at.type === 'call_expression' && makesError.test(inField(at, 'function')?.text ?? ''))
        return 'yes';
      const words = known ?? callerField(at) ?? isThere(node, file, at) ?? told(at, text);
      if (words === 'absent') walk.missed = true;
      // Who a function of the target takes somebody for who sends nothing is seen in it.
      return words === 'caller' && calledBy(at) !== undefined ? undefined : words;
    },
    end: (at, place, asked) => end(walk, at, place, asked),
    ...(walk.unfailing === true ? { unsettled } : {}),
    callee: (call) => {
      if (call.type !== 'call_expression') return undefined;
      const found = calledBy(call);
      if (found === undefined || found.node === node) return undefined;
      return {
        ...(told(call, call.text) === 'caller' ? { named: 'caller' as const } : {}),
        statements: listOf(inField(found.node, 'body')),
        parameters: (inField(found.node, 'parameters')?.children ?? []).flatMap(({ children }) =>
          children.filter(({ field }) => field === 'name').map(({ text }) => text),
        ),
        language: languageOf(walk, found.node, found.file, { isCalled: true }),
      };
    },
  };
}

const unsettled = ({ text }: SyntaxNode): Known | undefined => {
  const [, operator] = /^\w*[eE]rr\w*\s*(!=|==)\s*nil$/.exec(text) ?? [];
  return operator === undefined ? undefined : operator === '!=' ? 'no' : 'yes';
};

function stored({ facts }: Walk, at: SyntaxNode, names: ReadonlyMap<string, string>): Known | undefined {
  if (at.type !== 'selector_expression') return storedOf(at);
  const key = names.get(inField(at, 'operand')?.text ?? '');
  return key !== undefined && facts.has(`${key}.${inField(at, 'field')?.text ?? ''}`) ? 'some' : storedOf(at);
}

/** The function that runs for each request: the one that the others give back. */
function innermost(node: SyntaxNode): SyntaxNode {
  let found: SyntaxNode | undefined;
  for (const each of listOf(inField(node, 'body')))
    if (each.type === 'return_statement')
      walkSyntax(each, (at) => {
        if (at.type === 'func_literal') found ??= at;
        return found === undefined;
      });
  return found === undefined ? node : innermost(found);
}

/**
 * Who of those of whom nothing is known gets past a check: `all`, where it only looks for who they are; `some`, by what
 * is stored or set; `none`. Undefined where that is not understood.
 */
export type Passing = 'all' | 'some' | 'none' | undefined;

export function passing(program: GoProgram, fn: FunctionValue, facts: ContextFacts): Passing {
  const run = runOf(program, fn);
  if (run === undefined) return undefined;
  const { node, body, inTurn, from } = run;
  const walk: Walk = { program, facts, answersEnd: inTurn, byData: false };
  const language = languageOf(walk, node, fn.file, { scope: fn.scope });
  if (letsNobodyThrough(language, listOf(body), from)) return 'all';
  walk.byData = false;
  const told = runAnonymously(language, listOf(body), from);
  if (told === 'perhaps' && walk.byData) return 'some';
  return inTurn && runAsUnderstood(language, listOf(body), from) === 'refused' ? 'none' : undefined;
}

/**
 * Whether somebody whose missing credential is seen gets past all the same, where all that is not about them goes well:
 * it finds out who is calling.
 */
export function letsInUnlessItFails(program: GoProgram, fn: FunctionValue, facts: ContextFacts): boolean {
  const run = runOf(program, fn);
  if (run === undefined) return false;
  const { node, body, inTurn, from } = run;
  const walk: Walk = { program, facts, answersEnd: inTurn, byData: false, unfailing: true };
  const passes = letsNobodyThrough(languageOf(walk, node, fn.file, { scope: fn.scope }), listOf(body), from);
  return passes && walk.missed === true;
}

/** How a check runs for each request; undefined where nothing is seen to go on. */
function runOf(
  program: GoProgram,
  fn: FunctionValue,
):
  | {
      readonly node: SyntaxNode;
      readonly body: SyntaxNode | undefined;
      readonly inTurn: boolean;
      readonly from: From;
    }
  | undefined {
  const node = innermost(fn.node);
  const body = inField(node, 'body');
  const passesOn = handsOn.test(body?.text ?? '');
  const given = inField(node, 'parameters')?.text ?? '';
  const inTurn = runsInTurn(program, fn.file, given);
  if (!passesOn && !inTurn && !/gin\.Context|beego|fiber\.Ctx/.test(given)) return undefined;
  const from = {
    endHandsOn: !passesOn || inTurn || /gin\.Context/.test(given),
    known: inTurn ? callerParameters(node) : [],
  };
  return { node, body, inTurn, from };
}

/** Fields of what a check puts into the context that it sets for those of whom nothing is known as well. */
export function setForNobody(program: GoProgram, fn: FunctionValue): ContextFacts {
  const node = innermost(fn.node);
  const facts = new Set<string>();
  const walk: Walk = { program, facts: new Set(), answersEnd: false, byData: false };
  const language = noting(languageOf(walk, node, fn.file, { scope: fn.scope }), node, facts);
  if (language !== undefined) runAsUnderstood(language, listOf(inField(node, 'body')), { endHandsOn: true });
  return facts;
}
