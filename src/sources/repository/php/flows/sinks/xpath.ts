import type { Passed } from '../calls.ts';
import type { Hit } from '../machine.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';
import { argument } from './arguments.ts';

/** An expression of XPath; as in a statement of SQL, a quote leads out of a value. */
export function xpathMethod(receiver: Value, written: string, method: string, call: Passed): readonly Hit[] {
  const isExpression =
    method === 'xpath' || (/^(query|evaluate)$/.test(method) && receiver.kinds.includes('DOMXPath'));
  if (!isExpression) return [];
  const name = `${written.length > 40 ? '…' : written}->${method}`;
  return argument(call, 0, name).map((each) => ({ ...each, kind: 'xpath-injection', needs: can.sql }));
}
