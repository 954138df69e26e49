import { cacheCall } from './caches.ts';
import { isByHand } from '../../queries/definitions.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { readParameters } from '../classes.ts';
import type { PhpClass, PhpFile, PhpMethod } from '../classes.ts';
import { shortName } from '../names.ts';
import { callTypes, memberName, receiverOf, variableName } from '../syntax.ts';
import { eachBranch } from './branches.ts';
import { lazyLoad } from './lazy.ts';
import { issue, outcomeOf } from './outcomes.ts';
import { calledKeys, keyFor, keyOf, linesOf } from './graph.ts';
import { together } from '../../queries/written-text.ts';
import { hole, isHarmless, writtenText } from './texts.ts';
import { declaredType, elementOf, typeOf } from './typing.ts';
import { narrowed } from '../../queries/stored.ts';
import { classAt, enterFunction, isShort, isWrittenList, isWrittenVariable, placed } from './frames.ts';
import { addSchedule, addStarts } from './starts.ts';
import type { Frame, Outcome, PhpType, Reading } from './types.ts';

const outside = (file: PhpFile): Frame => ({
  file,
  variables: new Map(),
  inLoop: false,
  inTransaction: false,
  manual: [],
  depth: 0,
});

/** Every function of a file, with its statements and calls. */
export function readFileBodies(reading: Reading, file: PhpFile): void {
  visit(reading, file.root, outside(file), 0);
}

/** A method as it runs for a class that inherits it; answers what calls name it by. */
export function readMethodOf(reading: Reading, method: PhpMethod, heir: PhpClass): string {
  const { file, node, name, body } = method;
  const inner = {
    ...enterFunction(reading, node, outside(file), name, heir),
    declaring: method.class ?? heir,
  };
  const key = keyFor(reading, method, heir);
  const start = inField(node, 'name')?.line ?? node.line;
  reading.graph.addFunction({ ...linesOf(file, node, start), heir: shortName(heir.name) }, key);
  each(reading, body?.children ?? [], inner, 0);
  return key;
}

/** Walks the body of a method only for what its variables hold; nothing is told of it. */
export function walkForTypes(reading: Reading, method: PhpMethod, frame: Frame): Frame {
  const inner = enterFunction(reading, method.node, frame, method.name, frame.class ?? method.class);
  for (const child of method.body?.children ?? []) visit(reading, child, inner, 0);
  return inner;
}

function visit(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  if (depth > 300) return;
  switch (node.type) {
    case 'class_declaration':
    case 'trait_declaration':
    case 'enum_declaration':
    case 'anonymous_class': {
      const inner = { ...frame, class: classAt(frame.file, node) };
      if (inner.class !== undefined && frame.depth === 0) addStarts(reading, inner.class);
      return each(
        reading,
        node.children,
        inner.class === undefined ? frame : { ...inner, class: inner.class },
        depth,
      );
    }
    case 'method_declaration':
    case 'function_definition': {
      const name = inField(node, 'name');
      const owner = node.type === 'method_declaration' ? frame.class : undefined;
      const inner = enterFunction(reading, node, frame, name?.text ?? '', owner);
      if (frame.depth === 0)
        reading.graph.addFunction(
          linesOf(frame.file, node, name?.line ?? node.line),
          keyOf(frame.file, owner, name?.text ?? ''),
        );
      return each(reading, inField(node, 'body')?.children ?? [], inner, depth);
    }
    case 'anonymous_function':
    case 'anonymous_function_creation_expression':
    case 'arrow_function':
      return visitClosure(reading, node, frame, undefined, depth);
    case 'if_statement':
      return eachBranch(node, frame, (branch) => visit(reading, branch, frame, depth + 1));
    case 'foreach_statement':
      return visitForeach(reading, node, frame, depth);
    case 'for_statement':
      return each(reading, node.children, { ...frame, inLoop: true }, depth);
    case 'while_statement':
      return visitWhile(reading, node, frame, depth);
    case 'assignment_expression':
    case 'augmented_assignment_expression':
      return visitAssignment(reading, node, frame, depth);
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
      each(reading, node.children, frame, depth);
      return lazyLoad(reading, node, placed(frame, node));
    case 'object_creation_expression':
      each(reading, node.children, frame, depth);
      return addCall(reading, node, placed(frame, node));
    default:
      if (callTypes.has(node.type)) return visitCall(reading, node, frame, depth);
      return each(reading, node.children, frame, depth);
  }
}

const each = (reading: Reading, nodes: readonly SyntaxNode[], frame: Frame, depth: number): void => {
  for (const child of nodes) visit(reading, child, frame, depth + 1);
};

/** A function in an expression sees what stands around it. */
function visitClosure(
  reading: Reading,
  node: SyntaxNode,
  frame: Frame,
  first: PhpType | undefined,
  depth: number,
): void {
  if (frame.depth === 0 && frame.declaring === undefined)
    reading.graph.addFunction(linesOf(frame.file, node, node.line));
  const variables = new Map(frame.variables);
  for (const [at, parameter] of readParameters(frame.file.names, inField(node, 'parameters')).entries()) {
    const type = declaredType(reading, parameter.type) ?? (at === 0 ? first : undefined);
    variables.set(parameter.name, type === undefined ? {} : { type });
  }
  const body = inField(node, 'body');
  if (body !== undefined) visit(reading, body, { ...frame, variables }, depth + 1);
}

function visitForeach(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const body = inField(node, 'body');
  const [list, target] = node.children.filter((child) => child !== body && child.type !== 'comment');
  if (list !== undefined) visit(reading, list, frame, depth + 1);
  const value = target?.type === 'pair' ? target.children.at(-1) : target;
  const plain = variableName(value?.type === 'by_ref' ? value.children[0] : value);
  const type = list === undefined ? undefined : elementOf(typeOf(reading, list, frame));
  if (plain !== undefined) frame.variables.set(plain, type === undefined ? { portion: true } : { type });
  const short = list !== undefined && (isShort(list) || isWrittenVariable(frame, variableName(list)));
  if (body !== undefined) visit(reading, body, short ? frame : { ...frame, inLoop: true }, depth + 1);
}

function visitWhile(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const condition = inField(node, 'condition');
  if (condition !== undefined) visit(reading, condition, frame, depth + 1);
  const rows = /[^=!<>]=[^=>]|fetch|next|valid/.test(condition?.text ?? '');
  const body = inField(node, 'body');
  if (body !== undefined) visit(reading, body, rows ? { ...frame, inLoop: true } : frame, depth + 1);
}

function visitAssignment(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const [left, right] = [inField(node, 'left'), inField(node, 'right')];
  if (left !== undefined && left.type !== 'variable_name') visit(reading, left, frame, depth + 1);
  if (right === undefined) return;
  visit(reading, right, frame, depth + 1);
  const name = variableName(left);
  if (name === undefined) return;
  const text = writtenText(reading, right, frame);
  if (node.type === 'augmented_assignment_expression') {
    const known = frame.variables.get(name)?.text;
    if (inField(node, 'operator')?.text === '.=' && known !== undefined)
      frame.variables.set(name, { text: together([known, text ?? hole(reading, right, frame)]) });
    return;
  }
  const type = typeOf(reading, right, frame);
  const harmless = isHarmless(reading, right, frame);
  frame.variables.set(name, {
    ...(type === undefined ? {} : { type }),
    ...(text === undefined ? {} : { text }),
    ...(harmless ? { harmless } : {}),
    ...(isWrittenList(right) ? { written: true } : {}),
  });
}

const eachElement =
  /^(each|map|filter|flatMap|reject|mapWithKeys|every|some|contains|first|transform|sortBy|sortByDesc|groupBy|keyBy|sum|eachById|unique|partition|search|mapToGroups|reduce|lazyEach)$/;
const transactionCall =
  /^(transaction|transactional|wrapInTransaction|inTransaction|runInTransaction|atomic)$/i;

function visitCall(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const name = memberName(node) ?? '';
  const receiver = receiverOf(node);
  const args = inField(node, 'arguments');
  for (const child of node.children) if (child !== args) visit(reading, child, frame, depth + 1);
  const on = receiver === undefined ? undefined : typeOf(reading, receiver, frame);
  const closed = (args?.children ?? []).map((argument) => argument.children.at(-1) ?? argument);
  const overRows = on?.kind === 'rows' && eachElement.test(name);
  const chunked = on?.kind === 'query' && /^(chunk|chunkById|each|eachById)$/.test(name);
  const repeats =
    overRows ||
    (on === undefined && /^(each|map|flatMap|mapWithKeys)$/.test(name)) ||
    /^array_(map|walk)$/.test(name) ||
    (chunked && name.startsWith('each'));
  const inner: Frame = {
    ...frame,
    inLoop: frame.inLoop || repeats,
    inTransaction: frame.inTransaction || transactionCall.test(name),
  };
  for (const child of closed)
    if (/^(anonymous_function\w*|arrow_function)$/.test(child.type)) {
      const rows: PhpType | undefined =
        chunked && on.entity !== undefined ? { kind: 'rows', entity: on.entity, loaded: on.loaded } : on;
      const first =
        overRows || (chunked && name.startsWith('each'))
          ? elementOf(rows)
          : chunked
            ? rows
            : on?.kind === 'query'
              ? on
              : undefined;
      visitClosure(reading, child, inner, first, depth);
    } else visit(reading, child, frame, depth + 1);
  const here = placed(frame, node);
  const outcome = outcomeOf(reading, node, here);
  changeBuilders(reading, receiver, outcome, closed, here);
  if (frame.depth > 0) return;
  issue(reading, node, here, outcome);
  cacheCall(reading, node, here);
  addCall(reading, node, here);
  addSchedule(reading, node, name, here);
}

/** A builder is changed by what is called on it, and by whoever it is handed to. */
function changeBuilders(
  reading: Reading,
  receiver: SyntaxNode | undefined,
  { type }: Outcome,
  args: readonly SyntaxNode[],
  frame: Frame,
): void {
  if (type?.kind === 'query') {
    let root = receiver;
    while (root !== undefined && callTypes.has(root.type)) root = receiverOf(root);
    const name = variableName(root);
    if (name !== undefined && frame.variables.get(name)?.type?.kind === 'query')
      frame.variables.set(name, { type });
  }
  for (const arg of args) {
    const name = variableName(arg);
    const given = name === undefined ? undefined : frame.variables.get(name)?.type;
    if (name !== undefined && given?.kind === 'query')
      frame.variables.set(name, { type: narrowed(given, '…') });
  }
}

function addCall(reading: Reading, node: SyntaxNode, frame: Frame): void {
  if (frame.depth > 0) return;
  const keys = calledKeys(reading, node, frame);
  if (keys.length === 0) return;
  const { inLoop, inTransaction, file } = frame;
  reading.graph.addCall({
    file: file.path,
    line: node.line,
    keys,
    inLoop: inLoop && !isByHand(file.path),
    inTransaction,
    ...(frame.declaring === undefined || frame.class === undefined
      ? {}
      : { heir: shortName(frame.class.name) }),
  });
}
