import type { CallExpression, MemberExpression, Node } from 'oxc-parser';
import type { Codebase } from '../javascript/codebase.ts';
import type { ParsedFile } from '../javascript/parse.ts';
import type { ClassNode } from '../javascript/syntax.ts';
import { childrenOf, isClassNode, isFunctionNode, plainKey } from '../javascript/syntax.ts';
import { transactionCall } from './names.ts';
import type { Where } from './tracing.ts';
import { isWrittenList } from './written-lists.ts';

/** Where a node stands in the flow of its file. */
export interface Place extends Where {
  /** Runs once for each element of something whose length is not written in the code. */
  readonly inLoop: boolean;
  /** Between the begin and the end of a database transaction. */
  readonly inTransaction: boolean;
  /** Name of the function or method around it, `Class.method` in a class. */
  readonly within?: string;
}

export type Visit = (node: Node, place: Place) => void;

interface Task {
  readonly node: Node;
  readonly place: Place;
}

/** Visits every node of a file in source order with its place. */
export function visitFile(file: ParsedFile, visit: Visit): void {
  const manual = /begin|transaction/i.test(file.text) ? manualTransactions(file.program) : [];
  const stack: Task[] = [{ node: file.program, place: { file, inLoop: false, inTransaction: false } }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, place } = next;
    visit(node, place);
    for (const child of childrenOf(node).toReversed())
      stack.push({ node: child, place: entered(child, enclosed(node, child, place), manual) });
  }
}

/** The file of a path as a start for visits; nothing when it cannot be parsed. */
export function visitPath(codebase: Codebase, path: string, visit: Visit): void {
  const file = codebase.tree(path);
  if (file !== undefined) visitFile(file, visit);
}

/** The place of a child, from what its parent is. */
function enclosed(parent: Node, child: Node, place: Place): Place {
  switch (parent.type) {
    case 'ForOfStatement':
    case 'ForInStatement':
      return child === parent.body && !isWrittenList(parent.right, place.file)
        ? { ...place, inLoop: true }
        : place;
    case 'ForStatement':
      return child === parent.body ? { ...place, inLoop: true } : place;
    case 'CallExpression':
      return isFunctionNode(child) ? inCallback(parent, place) : place;
    case 'FunctionDeclaration':
    case 'MethodDefinition':
      return { ...place, inLoop: false };
    case 'VariableDeclarator':
      return isFunctionNode(child) ? { ...place, inLoop: false } : place;
    default:
      return place;
  }
}

const eachElement =
  /^(map|forEach|flatMap|filter|reduce|some|every|find|each|eachSeries|eachLimit|mapSeries)$/;

function inCallback(call: CallExpression, place: Place): Place {
  const { callee } = call;
  if (callee.type === 'Identifier') {
    if (/^(pMap|pEach|mapLimit)$/.test(callee.name)) return { ...place, inLoop: true };
    return runsInTransaction.test(callee.name) ? { ...place, inTransaction: true } : place;
  }
  if (callee.type !== 'MemberExpression') return place;
  const key = plainKey(callee.property, callee.computed) ?? '';
  if (eachElement.test(key))
    return isWrittenList(callee.object, place.file) ? place : { ...place, inLoop: true };
  return transactionCall.test(key) || runsInTransaction.test(key) || isExecutedTransaction(callee, key)
    ? { ...place, inTransaction: true }
    : place;
}

/** A function of the target that opens a transaction around what it is given: `executeTx(db, async (trx) => …)`. */
const runsInTransaction = /^(run|do|execute|with|in|wrap)\w*(Transaction|Tx|Trx)$|^transactional?$/;

/** `db.transaction().execute(async (trx) => …)`, also with an isolation level between (Kysely). */
function isExecutedTransaction({ object }: MemberExpression, key: string): boolean {
  let at: Node = object;
  while (key === 'execute' && at.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
    if (plainKey(at.callee.property, at.callee.computed) === 'transaction') return true;
    at = at.callee.object;
  }
  return false;
}

/** What the child itself opens: a class, a named function, the span of a transaction begun by hand. */
function entered(child: Node, place: Place, manual: readonly Span[]): Place {
  let next = place;
  if (isClassNode(child)) next = { ...next, class: child, within: child.id?.name ?? 'class' };
  const name = functionName(child, place.class);
  if (name !== undefined) next = { ...next, within: name };
  if (!next.inTransaction && manual.some(({ start, end }) => child.start > start && child.end < end))
    next = { ...next, inTransaction: true };
  return next;
}

function functionName(node: Node, owner: ClassNode | undefined): string | undefined {
  if (node.type === 'FunctionDeclaration') return node.id?.name;
  if (node.type === 'MethodDefinition') {
    const key = plainKey(node.key, node.computed);
    return key === undefined ? undefined : owner?.id ? `${owner.id.name}.${key}` : key;
  }
  if (node.type === 'VariableDeclarator' && node.init !== null && isFunctionNode(node.init))
    return node.id.type === 'Identifier' ? node.id.name : undefined;
  return undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** From `query('BEGIN')` to the last `COMMIT` of the same function. */
function manualTransactions(program: Node): readonly Span[] {
  const spans: Span[] = [];
  const stack: { node: Node; owner: Node }[] = [{ node: program, owner: program }];
  const begun = new Map<Node, number>();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, owner } = next;
    const word = node.type === 'CallExpression' ? boundary(node) : undefined;
    if (word === 'begin' && !begun.has(owner)) begun.set(owner, node.end);
    const start = begun.get(owner);
    if (word === 'end' && start !== undefined) spans.push({ start, end: node.start });
    const inner = isFunctionNode(node) ? node : owner;
    for (const child of childrenOf(node).toReversed()) stack.push({ node: child, owner: inner });
  }
  return spans;
}

function boundary(call: CallExpression): 'begin' | 'end' | undefined {
  const { callee } = call;
  if (callee.type !== 'MemberExpression') return undefined;
  const key = plainKey(callee.property, callee.computed) ?? '';
  if (/^(beginTransaction|startTransaction)$/.test(key)) return 'begin';
  if (/^(commit|commitTransaction)$/.test(key)) return 'end';
  const [first] = call.arguments;
  if (!/^(query|execute|run|exec)$/.test(key) || first?.type !== 'Literal') return undefined;
  if (typeof first.value !== 'string') return undefined;
  if (/^\s*(begin|start transaction)\b/i.test(first.value)) return 'begin';
  return /^\s*commit\b/i.test(first.value) ? 'end' : undefined;
}
