import { cacheCall } from './caches.ts';
import { isByHand } from '../../queries/definitions.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { PyClass, PyFunction, PyModule } from './code-index.ts';
import { enterFunction } from './frames.ts';
import { calledKeys, handedKeys, keyFor, keyOf, linesOf } from './graph.ts';
import { issue, issuePaired, outcomeOf } from './outcomes.ts';
import { together } from '../../queries/written-text.ts';
import { hole, isHarmless, writtenText } from './texts.ts';
import { hintedType } from './hints.ts';
import { bind, isShort, lazyLoad, markInner, markSingle, readAll, readSubscript } from './reads.ts';
import { typeOf } from './typing.ts';
import type { Frame, Reading } from './types.ts';

/** Every function of a module, with its statements and calls. */
export function readModuleBodies(reading: Reading, module: PyModule): void {
  const frame: Frame = { module, variables: new Map(), inLoop: false, inTransaction: false, depth: 0 };
  each(reading, module.tree.children, frame, 0);
}

/** A method as it runs for a class that inherits it; answers what calls name it by. */
export function readMethodOf(reading: Reading, method: PyFunction, heir: PyClass): string {
  const { module, node, owner, decorators } = method;
  const inTransaction = decorators.some(({ text }) => /^(\w+\.)*atomic\b/.test(text));
  const outer: Frame = { module, variables: new Map(), inLoop: false, inTransaction, depth: 0 };
  const declaring = owner ?? heir;
  const inner = { ...enterFunction(reading, node, outer, heir), declaring };
  const key = keyFor(reading, method, heir);
  reading.graph.addFunction({ ...linesOf(module.path, node), heir: heir.name }, key);
  each(reading, inField(node, 'body')?.children ?? [], inner, 0);
  return key;
}

/** Walks a function only for what its variables hold. */
export function walkForTypes(
  reading: Reading,
  called: PyFunction,
  owner: PyClass | undefined,
  depth: number,
): Frame {
  const outer: Frame = {
    module: called.module,
    variables: new Map(),
    inLoop: false,
    inTransaction: false,
    depth,
  };
  const inner = enterFunction(reading, called.node, outer, owner ?? called.owner);
  each(reading, inField(called.node, 'body')?.children ?? [], inner, 0);
  return inner;
}

const each = (reading: Reading, nodes: readonly SyntaxNode[], frame: Frame, depth: number): void => {
  for (const child of nodes) visit(reading, child, frame, depth + 1);
};

const atomic =
  /(^|\.)atomic\b|\.transaction\(|(^|\.)(session|db|conn\w*|engine|async_engine|async_session|sess)\.begin(_nested)?\(|sessionmaker\.begin|\bcommit_on_success\b/;

function visit(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  if (depth > 300) return;
  switch (node.type) {
    case 'class_definition':
      return visitClass(reading, node, frame, depth);
    case 'decorated_definition': {
      const definition = inField(node, 'definition');
      const decorators = node.children.filter(({ type }) => type === 'decorator');
      each(reading, decorators, frame, depth);
      const whole = decorators.some(({ text }) => /^@(\w+\.)*atomic\b/.test(text));
      if (definition !== undefined)
        visit(reading, definition, whole ? { ...frame, inTransaction: true } : frame, depth + 1);
      return;
    }
    case 'function_definition':
      return visitFunction(reading, node, frame, depth);
    case 'for_statement':
      return visitFor(reading, node, frame, depth);
    case 'return_statement':
      // What is returned leaves the loops of its function: it runs once.
      return each(reading, node.children, frame.inLoop ? { ...frame, inLoop: false } : frame, depth);
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return visitComprehension(reading, node, frame, depth);
    case 'with_statement': {
      const clause = node.children.find(({ type }) => type === 'with_clause');
      if (clause !== undefined) visit(reading, clause, frame, depth + 1);
      const body = inField(node, 'body');
      const whole = atomic.test(clause?.text ?? '');
      if (body !== undefined)
        visit(reading, body, whole ? { ...frame, inTransaction: true } : frame, depth + 1);
      return;
    }
    case 'as_pattern': {
      each(reading, node.children, frame, depth);
      const [value, alias] = [node.children[0], inField(node, 'alias')?.children[0]];
      if (value !== undefined && alias?.type === 'identifier') setVariable(reading, alias.text, value, frame);
      return;
    }
    case 'assignment':
    case 'augmented_assignment':
    case 'named_expression':
      return visitAssignment(reading, node, frame, depth);
    case 'attribute':
      each(reading, node.children, frame, depth);
      return lazyLoad(reading, node, frame);
    case 'subscript':
      each(reading, node.children, frame, depth);
      return readSubscript(reading, node, frame);
    case 'tuple':
      issuePaired(reading, node, frame);
      return each(reading, node.children, frame, depth);
    case 'call':
      return visitCall(reading, node, frame, depth);
    default:
      return each(reading, node.children, frame, depth);
  }
}

function visitClass(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const name = inField(node, 'name')?.text ?? '';
  const owner = frame.owner?.inner.get(name) ?? frame.module.classes.get(name);
  const inner: Frame = { ...frame, ...(owner?.node === node ? { owner } : {}), variables: new Map() };
  each(reading, inField(node, 'body')?.children ?? [], inner, depth);
}

function visitFunction(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const name = inField(node, 'name')?.text ?? '';
  // A function inside of another one belongs to it.
  const owner = frame.operation === undefined ? frame.owner : undefined;
  const inner = enterFunction(reading, node, frame, owner);
  if (frame.depth === 0 && frame.declaring === undefined)
    reading.graph.addFunction(linesOf(frame.module.path, node), keyOf(frame.module.path, owner, name));
  each(reading, inField(node, 'parameters')?.children ?? [], inner, depth);
  each(reading, inField(node, 'body')?.children ?? [], inner, depth);
}

function visitFor(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const [target, list, body] = [inField(node, 'left'), inField(node, 'right'), inField(node, 'body')];
  if (list !== undefined) {
    visit(reading, list, frame, depth + 1);
    readAll(reading, list, frame);
  }
  bind(reading, target, list, frame);
  if (body !== undefined)
    visit(reading, body, isShortIn(list, frame) ? frame : { ...frame, inLoop: true }, depth + 1);
}

function visitComprehension(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const inner: Frame = { ...frame, variables: new Map(frame.variables) };
  let loop = frame;
  for (const [at, clause] of node.children.filter(({ type }) => type === 'for_in_clause').entries()) {
    const list = inField(clause, 'right');
    const around = at === 0 ? frame : { ...inner, inLoop: true };
    if (list !== undefined) {
      visit(reading, list, { ...around, variables: inner.variables }, depth + 1);
      readAll(reading, list, { ...around, variables: inner.variables });
    }
    bind(reading, inField(clause, 'left'), list, inner);
    loop = isShortIn(list, inner) ? inner : { ...inner, inLoop: true };
  }
  for (const child of node.children)
    if (child.type !== 'for_in_clause')
      visit(reading, child, { ...loop, variables: inner.variables }, depth + 1);
}

function setVariable(reading: Reading, name: string, value: SyntaxNode, frame: Frame): void {
  const [type, text] = [typeOf(reading, value, frame), writtenText(reading, value, frame)];
  frame.variables.set(name, {
    ...(type === undefined ? {} : { type }),
    ...(text === undefined ? {} : { text }),
    ...(isHarmless(value, frame) ? { harmless: true } : {}),
    ...(/^(list|tuple|set|dictionary)$/.test(value.type) && value.children.length > 0 && isShort(value)
      ? { written: true }
      : {}),
  });
}

/** A list that is written out where the loop is, or earlier under a name to which nothing is added. */
const isShortIn = (list: SyntaxNode | undefined, { variables, body }: Frame): boolean =>
  list !== undefined &&
  (isShort(list) ||
    (list.type === 'identifier' &&
      variables.get(list.text)?.written === true &&
      !new RegExp(
        String.raw`\b${list.text}\s*(\.(append|extend|insert|add|update)\(|\+=|\[[^\]]*\]\s*=[^=])`,
      ).test(body?.text ?? '')));

function visitAssignment(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const left = inField(node, 'left') ?? inField(node, 'name');
  const right = inField(node, 'right') ?? inField(node, 'value');
  if (left !== undefined && left.type !== 'identifier') visit(reading, left, frame, depth + 1);
  if (right === undefined) return;
  markSingle(reading, node, right, frame);
  visit(reading, right, frame, depth + 1);
  if (left?.type === 'pattern_list' || left?.type === 'tuple_pattern')
    for (const each of left.children) frame.variables.set(each.text, {});
  if (left?.type !== 'identifier') return;
  if (node.type === 'augmented_assignment') {
    const known = frame.variables.get(left.text)?.text;
    if (known !== undefined)
      frame.variables.set(left.text, {
        text: together([known, writtenText(reading, right, frame) ?? hole(right, frame)]),
      });
    return;
  }
  const hinted = hintedType(reading, inField(node, 'type'), frame.module);
  setVariable(reading, left.text, right, frame);
  const known = frame.variables.get(left.text);
  if (hinted !== undefined && known?.type === undefined)
    frame.variables.set(left.text, { ...known, type: hinted });
}

const oneOf = /^(scalar_one|scalar_one_or_none|one|one_or_none|first|fetchone|scalar)$/;
const goesOver = /^(list|set|tuple|sorted|len|sum|any|all|max|min|dict|iter|frozenset|enumerate)$/;

function visitCall(reading: Reading, node: SyntaxNode, frame: Frame, depth: number): void {
  const callee = inField(node, 'function');
  const name =
    callee?.type === 'attribute' ? (inField(callee, 'attribute')?.text ?? '') : (callee?.text ?? '');
  if (oneOf.test(name)) markInner(reading, callee);
  each(reading, node.children, frame, depth);
  const outcome = outcomeOf(reading, node, frame);
  if (frame.depth > 0) return;
  issue(reading, node, frame, outcome);
  cacheCall(reading, node, frame);
  const args = inField(node, 'arguments')?.children ?? [];
  const first = args[0];
  if (callee?.type === 'identifier' && goesOver.test(name) && first !== undefined)
    readAll(reading, first, frame);
  if (first !== undefined && args.some(({ text }) => /^many\s*=\s*True$/.test(text)))
    readAll(reading, first, frame);
  const keys = [...calledKeys(reading, node, frame), ...handedKeys(reading, node, frame)];
  const { inLoop, inTransaction } = frame;
  const { path } = frame.module;
  if (keys.length > 0)
    reading.graph.addCall({
      file: path,
      line: node.line,
      keys,
      inLoop: inLoop && !isByHand(path),
      inTransaction,
      ...(frame.declaring === undefined || frame.owner === undefined ? {} : { heir: frame.owner.name }),
    });
}
