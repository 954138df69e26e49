import type { Callee, Expression, Known, Language, Statement } from '../../anonymous/language.ts';
import { withoutLinkSecrets } from '../../anonymous/handler.ts';
import type { WithoutSecret } from '../../anonymous/handler.ts';
import { allOfType, inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { runsInTurn } from './runs-in-turn.ts';
import type { Machine } from '../machine/machine.ts';
import type { FunctionValue } from '../machine/value.ts';
import { callerField, callerParameters, storedOf } from './check-words.ts';
import { expression, listOf, statement } from './anonymous-syntax.ts';
import { sentIn } from './sent-in.ts';
import { makesError, returning } from './returned-values.ts';
import type { CalledFunction } from './handler-calls.ts';
import { calledIn, receiverName } from './handler-calls.ts';
import {
  answersByStatus,
  boundNames,
  credentialRead,
  endOfCall,
  nameOfCall,
  saidByName,
  saidBySecret,
  takesRequest,
  turnsAway,
} from './handler-words.ts';

interface Walk {
  readonly machine: Machine;
  /** Credentials and secrets of links that were met, by the names that they or what asks for them go by. */
  readonly met: Set<string>;
  /** The call of the handler itself that runs now. */
  at: string | undefined;
}

/** What becomes of somebody without credentials, and without the secrets of its links, in a handler. */
export function withoutCredentials(
  machine: Machine,
  fn: FunctionValue,
): WithoutSecret & { readonly met: number } {
  const walk: Walk = { machine, met: new Set(), at: undefined };
  const told = withoutLinkSecrets(languageOf(walk, fn, 'handler'), listOf(inField(fn.node, 'body')), [], {
    met: walk.met,
    strictly: false,
    known: runsInTurn(machine.program, fn.file, inField(fn.node, 'parameters')?.text ?? '')
      ? callerParameters(fn.node)
      : [],
  });
  return { ...told, met: walk.met.size };
}

/** A handler, one that was handed to another one, or a function that is called for what it answers. */
type Role = 'handler' | 'handed' | 'called';

function languageOf(walk: Walk, fn: FunctionValue, role: Role): Language {
  const { machine } = walk;
  const bound = boundNames(fn.node.text);
  const isTail = role !== 'called';
  const calls = new Map<SyntaxNode, CalledFunction | undefined>();
  const called = (call: SyntaxNode): CalledFunction | undefined => {
    if (!calls.has(call)) calls.set(call, calledIn(machine, fn, call));
    return calls.get(call);
  };
  const meet = (name: string): void => void walk.met.add(walk.at ?? name);
  return {
    statement: (node) => returning(answeredIn(node, fn.node, isTail) ?? statement(node), node, fn, isTail),
    expression: (node) => expressionIn(node, called),
    told: (node): Known | undefined => {
      const stored = storedOf(node);
      if (stored !== undefined) {
        meet(nameOfCall(node));
        return stored;
      }
      if (callerField(node) !== undefined) {
        meet(inField(node, 'field')?.text ?? '');
        return 'absent';
      }
      if (node.type !== 'call_expression') return saidOfValue(node, isTail);
      if (!isTail && makesError.test(inField(node, 'function')?.text ?? '')) return 'yes';
      if (/^(errors|pkgerrors)\.(Is|As)\(/.test(node.text)) return undefined;
      const read = credentialRead(node);
      if (read !== undefined) {
        meet(read);
        return 'absent';
      }
      if (called(node) !== undefined) return undefined;
      const known = saidByName(node);
      if (known !== undefined) meet(nameOfCall(node));
      return known;
    },
    end: (node, place, asked) => {
      if (place === 'call') return node.type === 'call_expression' ? endOfCall(node, asked) : undefined;
      return isTail ? 'answers' : undefined;
    },
    callee: (call) => {
      if (call.type !== 'call_expression' || answersByStatus(call)) return undefined;
      const found = called(call);
      if (found === undefined || found.fn.node === fn.node) return undefined;
      if (role !== 'called') walk.at = takesRequest(call) ? nameOf(call, found) : undefined;
      // `return answer(c, true)`: what it answers is answered as it is.
      return calleeFor(walk, call, found, isTail && returned(fn.node).has(call.start));
    },
    handler: {
      sent: (node) => sentIn(machine, fn, node, bound),
      lookups: () => [],
      turnsAway: (node, asked) => isTail && turnsAway(node, asked),
    },
  };
}

/** `answer.Cached(tag, func(b *Answer) { … })` at the end of a handler: what is handed over does the rest of its work. */
function answeredIn(node: SyntaxNode, fn: SyntaxNode, isTail: boolean): Statement | undefined {
  if (!isTail || node.type !== 'expression_statement' || listOf(inField(fn, 'body')).at(-1) !== node)
    return undefined;
  const [call] = node.children;
  const last = inField(call, 'arguments')?.children.at(-1);
  return last?.type === 'func_literal' && inField(last, 'result') === undefined
    ? { kind: 'block', statements: listOf(inField(last, 'body')) }
    : undefined;
}

const tails = new WeakMap<SyntaxNode, ReadonlySet<number>>();

/** Where the calls begin whose answers a function gives back as they are. */
function returned(fn: SyntaxNode): ReadonlySet<number> {
  const before = tails.get(fn);
  if (before !== undefined) return before;
  const found = new Set<number>();
  walkSyntax(fn, (at) => {
    if (at.type !== 'return_statement') return;
    const [only, ...rest] = allOfType(at, 'expression_list')[0]?.children ?? [];
    if (only?.type === 'call_expression' && rest.length === 0) found.add(only.start);
  });
  tails.set(fn, found);
  return found;
}

/** A function that was handed in goes by the name of what made it. */
const nameOf = (call: SyntaxNode, { fn, handed }: CalledFunction): string =>
  (handed ? fn.maker?.name : undefined) ?? nameOfCall(call);

function calleeFor(walk: Walk, call: SyntaxNode, { fn, handed }: CalledFunction, isTail: boolean): Callee {
  const self = receiverName(fn.node);
  const named = saidByName(call, inField(fn.node, 'result')?.text);
  const bySecret = saidBySecret(call);
  if (named !== undefined) walk.met.add(walk.at ?? nameOfCall(call));
  return {
    statements: listOf(inField(fn.node, 'body')),
    parameters: (inField(fn.node, 'parameters')?.children ?? []).flatMap(({ children }) =>
      children.filter(({ field, type }) => field === 'name' && type !== ',').map(({ text }) => text),
    ),
    language: languageOf(walk, fn, handed || isTail ? 'handed' : 'called'),
    ...(self === undefined ? {} : { self }),
    ...(named === undefined ? {} : { named }),
    ...(bySecret === undefined ? {} : { bySecret }),
  };
}

/** An error or a value that stands for nobody, by its name. */
function saidOfValue(node: SyntaxNode, isTail: boolean): Known | undefined {
  if (isTail || (node.type !== 'identifier' && node.type !== 'selector_expression')) return undefined;
  return /^(\w+\.)?[eE]rr[A-Z]\w*$/.test(node.text) && !/^err\w*$/.test(node.text) ? 'yes' : undefined;
}

const shapes =
  /^(strings\.(Trim\w*|To\w+|Replace\w*|Split\w*|Fields)|html\.(Un)?[eE]scape\w*|url\.\w*(Une|E)scape|string|\[\]byte|utils?\.(Copy|Trim|Unsafe)\w*)$/;
const finds = /find|get|look|by_?|valid|verif|check|parse|decode|user|session|auth|load|fetch|query/i;

/** A text in another shape is still that text; what a call fills has what the call gives. */
function expressionIn(
  node: SyntaxNode,
  called: (call: SyntaxNode) => CalledFunction | undefined,
): Expression {
  if (node.type === 'type_conversion_expression') {
    const of = inField(node, 'operand');
    return of === undefined ? { kind: 'other' } : { kind: 'inside', of };
  }
  if (node.type === 'func_literal' || node.type === 'composite_literal') return { kind: 'other' };
  const found = expression(node);
  if (found.kind !== 'call' || node.type !== 'call_expression') return found;
  const args = inField(node, 'arguments')?.children ?? [];
  const [first] = args;
  const name = inField(node, 'function')?.text ?? '';
  if (first === undefined) return found;
  if (shapes.test(name) || asksForNone(name, args)) return { kind: 'inside', of: first };
  const own = called(node);
  if (own !== undefined && !finds.test(nameOfCall(node)) && shapesText(own.fn.node))
    return { kind: 'inside', of: first };
  if (own === undefined && node.field !== 'filled') {
    const targets = args.flatMap(({ text }) => /^&(\w+)$/.exec(text)?.[1] ?? []);
    if (targets.length > 0) return { kind: 'assign', targets, value: { ...node, field: 'filled' } };
  }
  return found;
}

/** `errors.Is(err, sql.ErrNoRows)`, `store.IsNotFound(err)`: an error there for want of a secret is of that kind. */
const asksForNone = (name: string, [, other]: readonly SyntaxNode[]): boolean =>
  other === undefined
    ? /(^|\.)Is(Err)?\w*(NotFound|NoRows|NotExist)\w*$/.test(name)
    : /^\w*errors\.Is$/.test(name) && /not_?found|no_?rows|no_?documents|not_?exist/i.test(other.text);

const shapesText = (node: SyntaxNode): boolean =>
  inField(node, 'result')?.text === 'string' &&
  inField(node, 'receiver') === undefined &&
  /^\(\s*\w+(,\s*\w+)* string\b/.test(inField(node, 'parameters')?.text ?? '');
