import { codeSink } from './code.ts';
import { commandSink } from './command.ts';
import { graphqlSink } from './graphql.ts';
import { ldapSink } from './ldap.ts';
import { nosqlSink } from './nosql.ts';
import { pathSink } from './path.ts';
import { programOptionSink } from './program-option.ts';
import { redirectSink } from './redirect.ts';
import { requestSink } from './request.ts';
import type { Sink } from './sink.ts';
import { sqlSink } from './sql.ts';

export const sinks: readonly Sink[] = [
  sqlSink,
  nosqlSink,
  ldapSink,
  graphqlSink,
  commandSink,
  programOptionSink,
  codeSink,
  pathSink,
  requestSink,
  redirectSink,
];
