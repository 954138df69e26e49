import { listOf } from '../anonymous-syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpBody } from '../body.ts';
import { isInclude } from '../includes.ts';
import { callTypes } from '../syntax.ts';
import { calleeOf } from './callees.ts';
import type { Script } from './callees.ts';
import { after, fixedFor, holds } from './fixed.ts';
import type { Fixed } from './fixed.ts';

/** Whether the request is over behind some code, and whether some way leaves the code around it before that. */
interface Ending {
  readonly ends: boolean;
  readonly returns: boolean;
}

const goes: Ending = { ends: false, returns: false };

interface Place {
  readonly script: Script;
  readonly body: PhpBody;
  /** Bodies that run already. */
  readonly running: readonly SyntaxNode[];
}

const deepest = 6;

/** Whether a call or an include always ends the request: `exit`, `die` or `throw` stands on every way through it. */
export const endsRequest = (script: Script, body: PhpBody, node: SyntaxNode, fixed: Fixed): boolean =>
  calledEnds({ script, body, running: [body.body] }, node, fixed);

/** Whether a statement always ends the request. */
export function endsStatement(script: Script, body: PhpBody, statement: SyntaxNode): boolean {
  const { ends, returns } = ofStatement({ script, body, running: [body.body] }, statement, new Map());
  return ends && !returns;
}

const known = new WeakMap<SyntaxNode, Map<string, boolean>>();

function calledEnds({ script, body, running }: Place, node: SyntaxNode, fixed: Fixed): boolean {
  const callee = calleeOf(script, body, node);
  if (callee === undefined || running.includes(callee.body) || running.length > deepest) return false;
  const inside = isInclude(node) ? fixed : fixedFor(callee, node, fixed);
  const key = JSON.stringify([callee.class?.name, ...inside]);
  const told = known.get(callee.body) ?? new Map<string, boolean>();
  known.set(callee.body, told);
  const before = told.get(key);
  if (before !== undefined) return before;
  const place = { script, body: callee, running: [...running, callee.body] };
  const { ends, returns } = ofAll(place, listOf(callee.body), inside);
  told.set(key, ends && !returns);
  return ends && !returns;
}

function ofAll(place: Place, statements: readonly SyntaxNode[], given: Fixed): Ending {
  let [fixed, returns] = [given, false];
  const all = statements.flatMap((each) => (each.type === 'program' ? each.children : [each]));
  for (const statement of all) {
    const told = ofStatement(place, statement, fixed);
    returns ||= told.returns;
    if (told.ends) return { ends: true, returns };
    fixed = after(fixed, statement);
  }
  return { ends: false, returns };
}

function ofStatement(place: Place, statement: SyntaxNode, fixed: Fixed): Ending {
  switch (statement.type) {
    case 'exit_statement':
    case 'throw_statement':
      return { ends: true, returns: false };
    case 'return_statement': {
      const [value] = statement.children;
      return value !== undefined && anyEnds(place, value, fixed)
        ? { ends: true, returns: false }
        : { ends: true, returns: true };
    }
    case 'expression_statement':
    case 'echo_statement':
      return { ends: statement.children.some((each) => anyEnds(place, each, fixed)), returns: false };
    case 'compound_statement':
    case 'colon_block':
    case 'else_clause':
      return ofAll(place, listOf(inField(statement, 'body') ?? statement), fixed);
    case 'if_statement':
    case 'else_if_clause':
      return ofBranches(place, statement, fixed);
    case 'function_definition':
    case 'class_declaration':
      return goes;
    default:
      return { ends: false, returns: /\breturn\b/.test(statement.text) };
  }
}

function ofBranches(place: Place, statement: SyntaxNode, fixed: Fixed): Ending {
  const decided = holds(inField(statement, 'condition'), fixed);
  const [next, ...rest] = statement.children.filter(({ field }) => field === 'alternative');
  const yes = (): Ending => ofAll(place, listOf(inField(statement, 'body')), fixed);
  const no = (): Ending =>
    next === undefined ? goes : ofStatement(place, { ...next, children: [...next.children, ...rest] }, fixed);
  if (decided !== undefined) return decided ? yes() : no();
  const [one, other] = [yes(), no()];
  return { ends: one.ends && other.ends, returns: one.returns || other.returns };
}

/** Whether something that is always evaluated in an expression ends the request. */
function anyEnds(place: Place, node: SyntaxNode, fixed: Fixed): boolean {
  if (node.type === 'throw_expression' || node.type === 'exit_statement') return true;
  if ((callTypes.has(node.type) || isInclude(node)) && calledEnds(place, node, fixed)) return true;
  if (/^(anonymous_function|arrow_function|match_expression)/.test(node.type)) return false;
  if (node.type === 'conditional_expression' || node.type === 'binary_expression')
    return node.children[0] !== undefined && anyEnds(place, node.children[0], fixed);
  return node.children.some((each) => anyEnds(place, each, fixed));
}
