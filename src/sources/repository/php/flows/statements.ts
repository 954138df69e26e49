import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { variableName } from '../syntax.ts';
import { assign } from './assignments.ts';
import { narrowBy, narrowByCase } from './conditions.ts';
import { fork, merged, setVariable } from './environment.ts';
import type { Env } from './environment.ts';
import { branched } from './branches.ts';
import { knownTruth } from './flags.ts';
import { evaluate } from './expressions.ts';
import type { Frame, Machine } from './machine.ts';
import { show as showOnPage } from './machine.ts';
import { executeForeach, executeLoop } from './loops.ts';
import { pageHit } from './sinks/page.ts';
import { isHandler } from './parameters.ts';
import { answer } from './records/answers.ts';
import { settleBySwitch, settleByTest } from './records/settling.ts';
import { onlyShows } from './records/showing.ts';
import { join, nothing } from './value.ts';

/** Executes statements in order, up to where nothing gets any more. */
export function execute(machine: Machine, statements: readonly SyntaxNode[], frame: Frame): void {
  let shows = false;
  for (const statement of statements) {
    if (frame.env.dead || !machine.spend()) return;
    const isShown = shows && statement.type === 'expression_statement';
    shows = isShowing(statement);
    if (isShown) show(machine, statement, frame, '<?=');
    else executeOne(machine, statement, frame);
  }
}

/** `<?=` stands before what it shows. */
const isShowing = (node: SyntaxNode): boolean =>
  (node.type === 'php_tag' && node.text === '<?=') ||
  (node.type === 'text_interpolation' && node.children.at(-1)?.text === '<?=');

function show(machine: Machine, node: SyntaxNode, frame: Frame, what: string): void {
  for (const child of node.children) {
    const parts = child.type === 'sequence_expression' ? child.children : [child];
    for (const part of parts)
      showOnPage(machine, pageHit(machine, evaluate(machine, part, frame), what), part, frame);
  }
}

export function executeOne(machine: Machine, node: SyntaxNode, frame: Frame): void {
  switch (node.type) {
    case 'expression_statement':
      for (const child of node.children) evaluate(machine, child, frame);
      return;
    case 'echo_statement':
      show(machine, node, frame, 'echo');
      return;
    case 'return_statement':
      return returned(machine, node, frame);
    case 'exit_statement':
      show(machine, node, frame, 'exit');
      frame.env.dead = true;
      return;
    case 'break_statement':
    case 'continue_statement':
      frame.jumps.at(-1)?.push(fork(frame.env));
      frame.env.dead = true;
      return;
    case 'compound_statement':
    case 'colon_block':
    case 'declare_statement':
      return execute(machine, node.children, frame);
    case 'namespace_definition':
      return execute(machine, inField(node, 'body')?.children ?? [], frame);
    case 'if_statement':
      return executeIf(machine, node, frame);
    case 'foreach_statement':
      return executeForeach(machine, node, frame);
    case 'while_statement':
    case 'do_statement':
    case 'for_statement':
      return executeLoop(machine, node, frame);
    case 'switch_statement':
      return executeSwitch(machine, node, frame);
    case 'try_statement':
      return executeTry(machine, node, frame);
    case 'global_declaration':
      return takeGlobals(machine, node, frame);
    case 'function_static_declaration':
      return;
    case 'unset_statement':
      for (const child of node.children) assign(machine, child, nothing, frame);
      return;
    case 'const_declaration':
      for (const element of node.children) {
        const [name, value] = [element.children[0]?.text, element.children.at(-1)];
        if (name !== undefined && value !== undefined)
          machine.constants.set(name, evaluate(machine, value, frame));
      }
      return;
    default:
      return;
  }
}

function returned(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const child = node.children.find(({ type }) => type !== 'comment');
  const value = child === undefined ? nothing : evaluate(machine, child, frame);
  if (frame.env.dead) return;
  if (child !== undefined && isHandler(machine, frame)) answer(machine, value, child, frame);
  frame.answer = frame.answer === undefined ? value : join(frame.answer, value);
  frame.ends.push(fork(frame.env));
  frame.env.dead = true;
}

function executeIf(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const condition = inField(node, 'condition');
  if (condition === undefined) return;
  asked(machine, condition, frame, onlyShows(node));
  if (frame.env.dead) return;
  const body = inField(node, 'body');
  const alternatives = node.children.filter(({ field }) => field === 'alternative');
  const [next, ...more] = alternatives;
  const known = knownTruth(machine, condition, frame);
  if (known === true && body !== undefined) return executeOne(machine, body, frame);
  if (known === false) return next === undefined ? undefined : executeAlternative(machine, next, more, frame);
  eitherWay(machine, condition, body, alternatives, frame);
}

/** What a condition asks of the caller, unless its answer only decides what a page shows. */
function asked(machine: Machine, condition: SyntaxNode, frame: Frame, isShown: boolean): void {
  const { access } = machine;
  const before = access.showing;
  access.showing ||= isShown;
  evaluate(machine, condition, frame);
  if (!frame.env.dead) settleByTest(machine, condition, frame);
  access.showing = before;
}

/** The body where the condition holds, else what comes next. */
function eitherWay(
  machine: Machine,
  condition: SyntaxNode,
  body: SyntaxNode | undefined,
  [next, ...more]: readonly SyntaxNode[],
  frame: Frame,
): void {
  branched(machine, frame, [
    () => {
      narrowBy(machine, condition, true, frame);
      if (body !== undefined) executeOne(machine, body, frame);
    },
    () => {
      narrowBy(machine, condition, false, frame);
      if (next !== undefined) executeAlternative(machine, next, more, frame);
    },
  ]);
}

function executeAlternative(
  machine: Machine,
  node: SyntaxNode,
  more: readonly SyntaxNode[],
  frame: Frame,
): void {
  const body = inField(node, 'body');
  if (node.type === 'else_clause') {
    if (body !== undefined) executeOne(machine, body, frame);
    return;
  }
  const condition = inField(node, 'condition');
  if (condition === undefined) return;
  evaluate(machine, condition, frame);
  settleByTest(machine, condition, frame);
  eitherWay(machine, condition, body, more, frame);
}

function executeSwitch(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const condition = inField(node, 'condition');
  if (condition !== undefined) settleBySwitch(machine, evaluate(machine, condition, frame));
  const cases = (inField(node, 'body')?.children ?? []).filter(({ type }) => type !== 'comment');
  const before = frame.env;
  frame.jumps.push([]);
  machine.branches += 1;
  let through: Env | undefined;
  for (const each of cases) {
    const value = inField(each, 'value');
    frame.env = fork(before);
    if (condition !== undefined && value !== undefined) narrowByCase(machine, condition, value, frame);
    if (through !== undefined && !through.dead) frame.env = merged([frame.env, through]);
    execute(
      machine,
      each.children.filter((child) => child !== value),
      frame,
    );
    through = frame.env;
  }
  machine.branches -= 1;
  const hasDefault = cases.some(({ type }) => type === 'default_statement');
  const ways = [
    ...(frame.jumps.pop() ?? []),
    ...(through === undefined ? [] : [through]),
    ...(hasDefault ? [] : [before]),
  ];
  frame.env = merged(ways);
}

function executeTry(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const before = fork(frame.env);
  const body = inField(node, 'body');
  if (body !== undefined) executeOne(machine, body, frame);
  const after = frame.env;
  const ways = [after];
  // An error may come before and behind anything in the body.
  const thrown = merged([before, { ...after, dead: false }]);
  machine.branches += 1;
  for (const clause of node.children) {
    if (clause.type !== 'catch_clause') continue;
    frame.env = fork(thrown);
    if (after.dead) withoutTaints(frame.env);
    const name = variableName(inField(clause, 'name'));
    if (name !== undefined) setVariable(frame.env, name, nothing);
    const inner = inField(clause, 'body');
    if (inner !== undefined) executeOne(machine, inner, frame);
    ways.push(frame.env);
  }
  machine.branches -= 1;
  frame.env = merged(ways);
  const last = node.children.find(({ type }) => type === 'finally_clause');
  const inner = last === undefined ? undefined : inField(last, 'body');
  if (inner !== undefined && !frame.env.dead) executeOne(machine, inner, frame);
}

/** Where a body answers unless it fails, what failed is told by few: nothing of it is followed. */
function withoutTaints({ values }: Env): void {
  for (const [name, value] of values) if (value.taints.length > 0) values.set(name, nothing);
}

function takeGlobals({ globals }: Machine, node: SyntaxNode, frame: Frame): void {
  for (const child of node.children) {
    const name = variableName(child);
    if (name !== undefined) setVariable(frame.env, name, globals?.env.values.get(name) ?? nothing);
  }
}
