import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { isInclude } from '../includes.ts';
import { callTypes, unescape, variableName } from '../syntax.ts';
import { assignment } from './assignments.ts';
import { conditional, matching } from './branches.ts';
import { evaluateCall, evaluateNew } from './calls.ts';
import { narrowBy } from './conditions.ts';
import { classConstant, constant } from './constants.ts';
import { fork, merged } from './environment.ts';
import { includeFile } from './includes.ts';
import type { Frame, Machine } from './machine.ts';
import { report, show } from './machine.ts';
import { can, lasting } from './marks.ts';
import { member, staticMember, subscript } from './members.ts';
import { placeKey } from './names-of-places.ts';
import { pageHit } from './sinks/page.ts';
import { commandHit } from './sinks/command.ts';
import { settleByComparison, settleByTest } from './records/settling.ts';
import { superglobal } from './sources.ts';
import { concat, concatAll } from './texts.ts';
import type { Value } from './value.ts';
import { wholeText } from '../../flows/value.ts';
import { arrayOf, callable, isEmpty, join, masking, nothing, plain, written } from './value.ts';

/** Expressions inside each other, over all calls: each takes several frames of our own stack. */
const deepest = 600;

type Evaluator = (machine: Machine, node: SyntaxNode, frame: Frame) => Value;

/** What an expression gives; assignments and calls in it happen. */
export function evaluate(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  if (machine.nesting >= deepest || !machine.spend()) return nothing;
  const evaluator = isInclude(node) ? includeFile : evaluators.get(node.type);
  if (evaluator === undefined) return nothing;
  machine.nesting += 1;
  try {
    const narrowed = narrowedValue(node, frame);
    return narrowed ?? evaluator(machine, node, frame);
  } finally {
    machine.nesting -= 1;
  }
}

/** What a condition said of a place. */
export function narrowedValue(node: SyntaxNode, frame: Frame): Value | undefined {
  if (frame.env.narrowed.size === 0 || node.type === 'variable_name') return undefined;
  const key = placeKey(node);
  return key === undefined ? undefined : frame.env.narrowed.get(key);
}

const inner: Evaluator = (machine, node, frame) => {
  const child = node.children.find(({ type }) => type !== 'comment');
  return child === undefined ? nothing : evaluate(machine, child, frame);
};

/** Numbers and answers of questions: what stands in them happens. */
const harmless: Evaluator = (machine, node, frame) => {
  for (const child of node.children) evaluate(machine, child, frame);
  return nothing;
};

const literal: Evaluator = (_, node) => written(node.text);

const printed: Evaluator = (machine, node, frame) => {
  show(machine, pageHit(machine, inner(machine, node, frame), 'print'), node, frame);
  return nothing;
};

const ended: Evaluator = (machine, node, frame) => {
  harmless(machine, node, frame);
  frame.env.dead = true;
  return nothing;
};

const evaluators: ReadonlyMap<string, Evaluator> = new Map<string, Evaluator>([
  ['string', quotedOnce],
  ['encapsed_string', quoted],
  ['heredoc', quoted],
  ['heredoc_body', quoted],
  ['nowdoc', quoted],
  ['nowdoc_body', quoted],
  ['shell_command_expression', shellCommand],
  ['integer', literal],
  ['float', literal],
  ['boolean', (_, node) => written(node.text.toLowerCase() === 'true' ? '1' : '')],
  ['null', () => nothing],
  ['name', (machine, node, frame) => constant(machine, node.text, frame)],
  ['qualified_name', (machine, node, frame) => constant(machine, node.text, frame)],
  ['variable_name', variable],
  ['array_creation_expression', arrayCreation],
  ['parenthesized_expression', inner],
  ['error_suppression_expression', inner],
  ['clone_expression', inner],
  ['reference_modifier', inner],
  ['by_ref', inner],
  ['print_intrinsic', printed],
  ['exit_statement', ended],
  ['throw_expression', ended],
  ['yield_expression', harmless],
  ['update_expression', harmless],
  ['sequence_expression', harmless],
  ['array_element_initializer', inner],
  ['cast_expression', cast],
  ['unary_op_expression', harmless],
  ['class_constant_access_expression', classConstant],
  ['binary_expression', binary],
  ['conditional_expression', conditional],
  ['match_expression', matching],
  ['assignment_expression', assignment],
  ['reference_assignment_expression', assignment],
  ['augmented_assignment_expression', assignment],
  ['subscript_expression', subscript],
  ['member_access_expression', member],
  ['nullsafe_member_access_expression', member],
  ['scoped_property_access_expression', staticMember],
  ['anonymous_function', closure],
  ['anonymous_function_creation_expression', closure],
  ['arrow_function', closure],
  ['object_creation_expression', evaluateNew],
  ...[...callTypes].map((type): [string, Evaluator] => [type, evaluateCall]),
]);

const literals = new WeakMap<SyntaxNode, Value>();

/** A text between single quotes is the same wherever it is walked. */
function quotedOnce(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const known = literals.get(node);
  if (known !== undefined) return known;
  const value = quoted(machine, node, frame);
  literals.set(node, value);
  return value;
}

function quoted(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const parts = node.children.filter(({ field }) => field !== 'identifier' && field !== 'end_tag');
  return concatAll(parts.map((part) => textPart(machine, part, frame)));
}

function textPart(machine: Machine, part: SyntaxNode, frame: Frame): Value {
  if (part.type === 'string_content' || part.type === 'nowdoc_string' || part.type === 'string_value')
    return written(part.text);
  if (part.type === 'escape_sequence') return written(unescape(part.text));
  if (part.type === 'dynamic_variable_name')
    return frame.env.values.get(part.children[0]?.text ?? '') ?? nothing;
  return evaluate(machine, part, frame);
}

function shellCommand(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  report(machine, commandHit(quoted(machine, node, frame), 'command in backticks'), node, frame);
  return nothing;
}

function variable(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const name = variableName(node);
  if (name === undefined) return nothing;
  if (name === 'this') return frame.self ?? nothing;
  const { values } = frame.env;
  return values.get(name) ?? superglobal(machine, name, node, frame) ?? values.get('*') ?? nothing;
}

function closure(_: Machine, node: SyntaxNode, frame: Frame): Value {
  return callable({
    kind: 'closure',
    node,
    file: frame.file,
    env: frame.env,
    ...(frame.class === undefined ? {} : { class: frame.class }),
    ...(frame.self === undefined ? {} : { self: frame.self }),
  });
}

function arrayCreation(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const fields = new Map<string, Value>();
  let rest = nothing;
  let next = 0;
  for (const item of node.children) {
    if (item.type !== 'array_element_initializer') continue;
    const [first, second] = item.children.filter(({ type }) => type !== 'comment');
    if (first === undefined) continue;
    if (first.type === 'variadic_unpacking') {
      const spread = first.children[0] === undefined ? nothing : evaluate(machine, first.children[0], frame);
      for (const [key, value] of spread.array?.fields ?? []) fields.set(key, value);
      rest = join(rest, join(spread.array?.rest ?? nothing, { ...nothing, taints: spread.taints }));
      continue;
    }
    const key = second === undefined ? String(next) : wholeText(evaluate(machine, first, frame));
    if (second === undefined) next += 1;
    const value = evaluate(machine, second ?? first, frame);
    if (key === undefined) rest = isEmpty(rest) ? value : join(rest, value);
    else fields.set(key, value);
  }
  return arrayOf(fields, rest);
}

function cast(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const of = inField(node, 'value');
  const value = of === undefined ? nothing : evaluate(machine, of, frame);
  const type = inField(node, 'type')?.text.toLowerCase() ?? '';
  if (type === 'string' || type === 'binary') return masking({ ...value, kinds: [] }, ~can.object);
  if (type === 'array')
    return value.array === undefined && value.text !== undefined ? arrayOf(new Map([['0', value]])) : value;
  if (type === 'int' || type === 'integer') return masking(plain(value), lasting);
  return type === 'object' ? value : nothing;
}

function binary(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left === undefined || right === undefined) return nothing;
  const operator = inField(node, 'operator')?.text.toLowerCase() ?? '';
  const first = evaluate(machine, left, frame);
  switch (operator) {
    case '.':
      return concat(first, evaluate(machine, right, frame));
    case '??':
      return join(first, evaluate(machine, right, frame));
    case '&&':
    case 'and':
    case '||':
    case 'or':
      logical(machine, left, right, operator === '&&' || operator === 'and', frame);
      return nothing;
    case '+': {
      const second = evaluate(machine, right, frame);
      return first.array !== undefined || second.array !== undefined || first.kinds.length > 0
        ? join(first, second)
        : nothing;
    }
    default:
      settleByComparison(
        machine,
        operator,
        [
          [left, first],
          [right, evaluate(machine, right, frame)],
        ],
        frame,
      );
      return nothing;
  }
}

/** The right side runs only where the left one holds, or does not: `$id or exit()`. */
function logical(machine: Machine, left: SyntaxNode, right: SyntaxNode, holds: boolean, frame: Frame): void {
  settleByTest(machine, left, frame);
  const before = frame.env;
  const [perhaps, past] = [fork(before), fork(before)];
  frame.env = perhaps;
  narrowBy(machine, left, holds, frame);
  machine.branches += 1;
  evaluate(machine, right, frame);
  machine.branches -= 1;
  const ran = frame.env;
  frame.env = past;
  if (ran.dead) narrowBy(machine, left, !holds, frame);
  frame.env = merged([ran, frame.env]);
}
