import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, ofType } from '../../languages/syntax.ts';
import type { Body } from './typing.ts';

/** Where a call stands in the flow of its function. */
export interface Flow {
  readonly inLoop: boolean;
  readonly inTransaction: boolean;
}

const callback =
  /^(Transaction|WithTx|WithTX|InTx|InTX|RunInTx|RunInTransaction|ExecTx|WithTransaction|InTransaction|Transact|BeginFunc|BeginTxFunc|DoInTx|TxDo|RunTx|WithinTransaction)$/;
const eachElement = /^(ForEach|Map|FlatMap|Filter|Each|ForEachIndexed|MapErr|ParallelForEach)$/;

/** What stands around a node, by the nodes above it within its function. */
export function flowOf(above: readonly SyntaxNode[]): Flow {
  let inLoop = false;
  // What is returned leaves the loops of its function.
  let outside = false;
  let inTransaction = false;
  for (const [place, at] of above.entries()) {
    const inner = above[place + 1];
    if (at.type === 'for_statement') inLoop = inLoop || (repeats(at) && inner?.type === 'block');
    else if (at.type === 'return_statement') inLoop = outside;
    else if (at.type === 'func_literal') {
      const call = above[place - 2];
      const given =
        call?.type === 'call_expression' && above[place - 1]?.type === 'argument_list' ? call : undefined;
      const name = given === undefined ? '' : nameOf(given);
      const isRun = callback.test(name);
      inTransaction = inTransaction || isRun;
      // A function that is only made here runs when somebody calls it.
      if (!isRun) inLoop = eachElement.test(name) || (given !== undefined && isCalledAtOnce(name) && inLoop);
      outside = inLoop;
    }
  }
  return { inLoop, inTransaction };
}

const nameOf = (call: SyntaxNode): string => {
  const callee = inField(call, 'function');
  return (callee?.type === 'selector_expression' ? inField(callee, 'field')?.text : callee?.text) ?? '';
};

const isCalledAtOnce = (name: string): boolean => /^(Go|Do|Run|Retry|Try|Submit)$/.test(name);

/** `for range` over what grows, and `for i := 0; …`; not `for {}` nor `for condition {}`. */
function repeats(loop: SyntaxNode): boolean {
  const range = ofType(loop, 'range_clause');
  if (range === undefined)
    return ofType(loop, 'for_clause') !== undefined && /:=[^;]*;[^;]*[<>!]/.test(loop.text.slice(0, 200));
  return inField(range, 'right')?.type !== 'composite_literal';
}

/** Names of transactions of a function with the line from which each is open. */
export function openTransactions(body: Body, nodes: readonly SyntaxNode[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const at of nodes) {
    const value = inField(at, 'right')?.children[0];
    const begun = value === undefined ? undefined : beginning(value);
    const name = inField(at, 'left')?.children[0]?.text;
    if (begun !== undefined && name !== undefined) found.set(begun === '' ? name : begun, at.line);
  }
  for (const [name, type] of body.locals)
    if (type.kind === 'library' && type.name === 'Tx' && !found.has(name)) found.set(name, 0);
  return found;
}

/** `tx := db.Begin()` names it; `if err := sess.Begin(); err != nil` opens it on the session itself. */
function beginning(value: SyntaxNode): string | undefined {
  if (value.type !== 'call_expression') return undefined;
  const callee = inField(value, 'function');
  const name = inField(callee, 'field')?.text ?? '';
  if (
    !/^(Begin|BeginTx|Beginx|BeginTxx|MustBegin|TxPipeline|Tx)$/.test(name) ||
    callee?.type !== 'selector_expression'
  )
    return undefined;
  const operand = inField(callee, 'operand')?.text ?? '';
  return /^(sess|session|s|ses)$/i.test(operand) ? operand : '';
}
