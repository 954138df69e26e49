import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { calledIn, lastName } from '../syntax.ts';
import { queryableOf } from './queryable.ts';
import type { Body } from './typing.ts';

const eachElement = /^(ForEach|ForEachAsync|Select|SelectMany|SelectAwait|ParallelForEachAsync)$/;

export interface Flow {
  readonly inLoop: boolean;
  /** Inside a function that the database runs: what stands there is a part of the query. */
  readonly inQuery: boolean;
}

/** What stands around a node within its method. */
export function flowOf(body: Body, above: readonly SyntaxNode[]): Flow {
  let inLoop = false;
  // What is returned leaves the loops of its function.
  let outside = false;
  let inQuery = false;
  for (const [place, at] of above.entries()) {
    const inner = above[place + 1];
    if (at.type === 'foreach_statement')
      inLoop ||= inner?.field === 'body' && !isWritten(inField(at, 'right'));
    else if (at.type === 'for_statement') inLoop ||= inner?.field === 'body';
    else if (at.type === 'return_statement' || at.type === 'throw_statement') inLoop = outside;
    else if (at.type === 'lambda_expression' || at.type === 'anonymous_method_expression') {
      const call = above.slice(0, place).findLast(({ type }) => type === 'invocation_expression');
      const called = call === undefined ? undefined : calledIn(call);
      const isGiven = called?.arguments.some(({ value }) => value === at) === true;
      if (called === undefined || !isGiven) {
        outside = inLoop;
        continue;
      }
      if (called.receiver !== undefined && queryableOf(body, called.receiver) !== undefined) inQuery = true;
      else if (eachElement.test(called.name) && isAsync(at)) inLoop = true;
      outside = inLoop;
    }
  }
  return { inLoop, inQuery };
}

/** Only a function that waits, or a plain `ForEach`, asks a database for each element. */
const isAsync = (lambda: SyntaxNode): boolean =>
  lambda.text.startsWith('async') ||
  /\bawait\b|Async\(/.test(lambda.text) ||
  inField(lambda, 'body')?.type === 'block';

/** A list written out in the code does not grow with the data. */
const isWritten = (node: SyntaxNode | undefined): boolean =>
  node !== undefined &&
  (/array_creation_expression|collection_expression|initializer_expression/.test(node.type) ||
    node.text.startsWith('Enum.GetValues'));

/** Lines between the begin of a transaction and its commit, or the end of the method. */
export function transactionLines(
  nodes: readonly SyntaxNode[],
): { readonly from: number; readonly to: number } | undefined {
  let from: number | undefined;
  let to: number | undefined;
  for (const node of nodes) {
    const called = calledIn(node);
    const begins =
      (called !== undefined &&
        /^Begin(Database)?Transaction(Async)?$|^UseTransaction(Async)?$/.test(called.name)) ||
      (node.type === 'object_creation_expression' && lastName(inField(node, 'type')) === 'TransactionScope');
    if (begins) from ??= node.line;
    if (called !== undefined && from !== undefined && /^(Commit\w*|Complete)$/.test(called.name))
      to = node.line;
  }
  return from === undefined ? undefined : { from, to: to ?? Number.POSITIVE_INFINITY };
}
