import { can } from '../marks.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, isCall, option } from './sink.ts';

/** A query text that is put together, where variables beside it would hold the values. */
function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^@octokit\/.*graphql$/)) return argument(call, 0);
  if (isCall(call, /^graphql#(graphql|graphqlSync)$/))
    return [...argument(call, 1), ...option(call, 0, 'source')];
  if (isCall(call, /^graphql#parse$|^graphql-request#(request|rawRequest)$/))
    return argument(call, isCall(call, /parse$/) ? 0 : 1);
  return [];
}

export const graphqlSink: Sink = { kind: 'nosql-injection', needs: can.filter, hits };
