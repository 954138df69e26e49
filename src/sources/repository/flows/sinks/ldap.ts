import { can } from '../marks.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, isCall, option } from './sink.ts';

/** A text that is a filter or a name of a directory. */
function hits(call: CallFact): readonly Hit[] {
  if (!isCall(call, /^(ldapjs|ldapts|ldapjs-client|activedirectory2?|ldap-authentication)#/)) return [];
  if (call.method === 'search' || call.method === 'searchOne') return option(call, 1, 'filter');
  if (call.method === 'parseDN') return argument(call, 0);
  return [];
}

export const ldapSink: Sink = { kind: 'nosql-injection', needs: can.filter, hits };
