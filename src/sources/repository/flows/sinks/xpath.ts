import { can } from '../marks.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, isCall } from './sink.ts';

/** A text that becomes part of an expression of XPath; values that are bound as variables do not. */
function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^xpath#(select|select1|parse|evaluate)$|^xpath#useNamespaces\(\)(\(\))?$/))
    return argument(call, 0);
  if (isCall(call, /^(@xmldom\/xmldom|xmldom)#.*\.evaluate$|^xpath\.js#(default)?$/))
    return argument(call, isCall(call, /^xpath\.js#/) ? 1 : 0);
  return isCall(call, /^libxmljs2?#parseXml\w*\(\)\.(.*\.)?(get|find)$/) ? argument(call, 0) : [];
}

/** As in a statement of SQL, a quote leads out of a value. */
export const xpathSink: Sink = { kind: 'xpath-injection', needs: can.sql, hits };
