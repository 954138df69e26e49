import { can } from '../marks.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, isCall } from './sink.ts';

function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^#RegExp$/)) return argument(call, 0);
  // A text makes a pattern of the text it is given.
  if (!/^(match|matchAll|search)$/.test(call.method)) return [];
  const { receiver, trace } = call;
  if (receiver === undefined || (trace !== undefined && !trace.name.startsWith('@req#'))) return [];
  const isText =
    (receiver.text !== undefined || receiver.taints.length > 0) &&
    receiver.things.length + receiver.callables.length === 0;
  return isText ? argument(call, 0) : [];
}

export const patternSink: Sink = { kind: 'pattern-injection', needs: can.pattern, hits };
