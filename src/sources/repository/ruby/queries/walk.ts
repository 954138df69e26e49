import { cacheCall } from './caches.ts';
import { isByHand } from '../../queries/definitions.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Opening } from '../code.ts';
import { methodsIn } from '../code.ts';
import { issue, lazyLoad } from './issues.ts';
import { blockParameters, callOf, statementsOf } from '../syntax.ts';
import { elementOf, issueOf, rowsOf } from './active-record.ts';
import type { FoundMethod } from './classes.ts';
import { calledKeys, keyOf, linesOf } from './graph.ts';
import { together } from '../../queries/written-text.ts';
import { hole, isHarmless, writtenText } from './texts.ts';
import { namedType, outcomeOf, typeOf } from './typing.ts';
import type { Frame, Reading, RubyType } from './types.ts';

/** Every method of an opening, with its statements and calls. */
export function readOpening(reading: Reading, opening: Opening): void {
  const inside: Frame = {
    file: opening.file,
    namespace: opening.name,
    onClass: true,
    variables: new Map(),
    inLoop: false,
    inTransaction: false,
    depth: 0,
  };
  for (const node of opening.statements)
    if (node.type !== 'class' && node.type !== 'module') visit(reading, node, inside, 0);
  for (const { node, name } of methodsIn(opening))
    if (node.type !== 'method')
      reading.graph.addFunction(linesOf(opening.file, node), keyOf(opening.file, opening.name, name));
}

/** Code that stands in no class: a script, a task. */
export function readScript(reading: Reading, file: string, root: SyntaxNode): void {
  const frame: Frame = {
    file,
    namespace: '',
    onClass: false,
    body: root,
    variables: new Map(),
    inLoop: false,
    inTransaction: false,
    depth: 0,
  };
  for (const node of statementsOf(root))
    if (node.type !== 'class' && node.type !== 'module') visit(reading, node, frame, 0);
}

/** Walks a method only for what its variables hold. */
export function walkForTypes(reading: Reading, method: FoundMethod, depth: number): Frame {
  const outer: Frame = {
    file: method.opening.file,
    namespace: method.opening.name,
    onClass: method.onClass,
    variables: new Map(),
    inLoop: false,
    inTransaction: false,
    depth,
  };
  const inner = enterMethod(reading, method.node, outer, method.onClass);
  visitAll(reading, inField(method.node, 'body')?.children ?? [], inner, 0);
  return inner;
}

const visitAll = (reading: Reading, nodes: readonly SyntaxNode[], frame: Frame, depth: number): void => {
  for (const node of nodes) visit(reading, node, frame, depth + 1);
};

function enterMethod(reading: Reading, node: SyntaxNode, frame: Frame, onClass: boolean): Frame {
  const name = inField(node, 'name')?.text ?? '';
  const body = inField(node, 'body');
  const variables: Frame['variables'] = new Map();
  for (const parameter of inField(node, 'parameters')?.children ?? []) {
    const plain = inField(parameter, 'name')?.text ?? parameter.text;
    const type = namedType(reading, plain, frame);
    variables.set(plain, type === undefined ? {} : { type });
  }
  const { body: _, ...rest } = frame;
  return {
    ...rest,
    onClass,
    ...(body === undefined ? {} : { body }),
    operation: frame.namespace === '' ? name : `${frame.namespace}.${name}`,
    variables,
    inLoop: false,
    inTransaction: false,
  };
}

function visit(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  if (depth > 300) return;
  switch (node.type) {
    case 'class':
    case 'module':
      return;
    case 'singleton_class':
      return visitAll(
        reading,
        inField(node, 'body')?.children ?? [],
        { ...frame, onClass: true, operation: 'class << self' },
        depth,
      );
    case 'method':
    case 'singleton_method': {
      const onClass = node.type === 'singleton_method' || frame.operation === 'class << self';
      const name = inField(node, 'name')?.text ?? '';
      if (frame.depth === 0)
        reading.graph.addFunction(linesOf(frame.file, node), keyOf(frame.file, frame.namespace, name));
      const inner = enterMethod(reading, node, frame, onClass);
      visitAll(reading, inField(node, 'parameters')?.children ?? [], inner, depth);
      return visitAll(reading, inField(node, 'body')?.children ?? [], inner, depth);
    }
    case 'assignment':
    case 'operator_assignment':
      return visitAssignment(reading, node, frame, depth);
    case 'for': {
      const list = inField(node, 'value');
      if (list !== undefined) visit(reading, list, frame, depth + 1);
      const body = inField(node, 'body');
      return body === undefined ? undefined : visit(reading, body, { ...frame, inLoop: true }, depth + 1);
    }
    case 'identifier':
      return frame.variables.has(node.text) ? undefined : finish(reading, node, frame);
    case 'call':
      return visitCall(reading, node, frame, depth);
    default:
      return visitAll(reading, node.children, frame, depth);
  }
}

function visitAssignment(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left !== undefined && left.type !== 'identifier' && left.type !== 'instance_variable')
    visitAll(reading, left.children, frame, depth);
  if (right === undefined) return;
  visit(reading, right, frame, depth + 1);
  if (left?.type === 'left_assignment_list') {
    for (const each of left.children) frame.variables.set(each.text, {});
    return;
  }
  if (left?.type !== 'identifier' && left?.type !== 'instance_variable') return;
  const operator = inField(node, 'operator')?.text;
  const known = frame.variables.get(left.text);
  const text = writtenText(reading, right, frame);
  if (operator === '+=' || operator === '<<') {
    if (known?.text !== undefined)
      frame.variables.set(left.text, { text: together([known.text, text ?? hole(right, frame)]) });
    return;
  }
  const type = typeOf(reading, right, frame) ?? (operator === '||=' ? known?.type : undefined);
  frame.variables.set(left.text, {
    ...(type === undefined ? {} : { type }),
    ...(text === undefined ? {} : { text }),
    ...(isHarmless(right, frame) ? { harmless: true } : {}),
  });
  if (left.type === 'instance_variable') shown(reading, node, left.text, type, frame);
}

/** What a controller puts into a variable and does not touch again is read by its view. */
function shown(
  reading: Reading,
  node: SyntaxNode,
  name: string,
  type: RubyType | undefined,
  frame: Frame,
): void {
  if (type?.kind !== 'query' || frame.depth > 0 || !frame.namespace.endsWith('Controller')) return;
  const uses = (frame.body?.text ?? '').split(new RegExp(`${name}\\b`)).length - 1;
  if (uses !== 1) return;
  issue(reading, node, frame, { issues: [issueOf('list', type, 'view')] });
}

const eachElement =
  /^(each|map|map!|each_with_index|collect|flat_map|select|reject|filter|filter_map|group_by|index_by|to_h|each_with_object|inject|reduce|sort_by|partition|detect|find|all\?|any\?|none\?|times|find_each|each_key|each_value|each_pair|upto|each_entry|min_by|max_by|sum|step|each_line|index_with|find_all|uniq)$/;
const portions = /^(find_in_batches|in_batches|each_slice|in_groups_of)$/;
const transactionCall = /^(transaction|with_lock|with_transaction|transaction_with_retry)$/;

function visitCall(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const call = callOf(node);
  if (call === undefined) return;
  const block = inField(node, 'block');
  for (const child of node.children)
    if (child !== block && child.field !== 'method') visit(reading, child, frame, depth + 1);
  finish(reading, node, frame);
  if (block === undefined) return;
  const on = typeOf(reading, call.receiver, frame);
  const variables = new Map(frame.variables);
  const repeats = eachElement.test(call.name) && call.receiver !== undefined && !isShort(call.receiver);
  const first = portions.test(call.name)
    ? on?.kind === 'query'
      ? rowsOf(on)
      : undefined
    : repeats || eachElement.test(call.name)
      ? elementOf(on)
      : /^(tap|then|with_lock)$/.test(call.name)
        ? on
        : undefined;
  for (const [at, name] of blockParameters(block).entries())
    variables.set(name, at === 0 && first !== undefined ? { type: first } : {});
  visitAll(
    reading,
    block.children.filter(({ field }) => field !== 'parameters'),
    {
      ...frame,
      variables: frame.depth > 0 ? frame.variables : variables,
      inLoop: frame.inLoop || repeats,
      inTransaction: frame.inTransaction || transactionCall.test(call.name),
    },
    depth,
  );
}

/** A list that is written in the code, or portions of one. */
const isShort = ({ type, text }: SyntaxNode): boolean =>
  /^(array|hash|string_array|symbol_array|range|parenthesized_statements|integer)$/.test(type) ||
  /^[A-Z][A-Z_0-9:]+$|each_slice|in_groups_of|in_batches/.test(text);

function finish(reading: Reading, node: SyntaxNode, frame: Frame): void {
  const outcome = outcomeOf(reading, node, frame);
  if (frame.depth > 0) return;
  const call = callOf(node);
  issue(reading, node, frame, outcome);
  if (call === undefined) return;
  lazyLoad(reading, node, call, frame);
  cacheCall(reading, call, frame);
  const found = calledKeys(reading, call, frame);
  const { inLoop, inTransaction, file } = frame;
  if (found.length > 0)
    reading.graph.addCall({
      file,
      line: node.line,
      keys: found,
      inLoop: inLoop && !isByHand(file),
      inTransaction,
    });
}
