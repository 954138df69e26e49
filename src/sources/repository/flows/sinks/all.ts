import { codeSink, storedCodeSink } from './code.ts';
import { commandSink } from './command.ts';
import { deserialisationSink } from './deserialisation.ts';
import { entitiesSink } from './entities.ts';
import { graphqlSink } from './graphql.ts';
import { ldapSink } from './ldap.ts';
import { logSink } from './log.ts';
import { nosqlSink } from './nosql.ts';
import { pageSink, storedPageSink } from './page.ts';
import { pathSink } from './path.ts';
import { patternSink } from './pattern.ts';
import { programOptionSink } from './program-option.ts';
import { prototypeSink } from './prototype.ts';
import { forgedSink } from '../forged.ts';
import { recordAnswerSink } from './record-answers.ts';
import { massAssignmentSink, objectReferenceSink, privilegeFieldSink } from './records.ts';
import { redirectSink } from './redirect.ts';
import { requestSink } from './request.ts';
import type { Sink } from './sink.ts';
import { uploadSink } from './upload.ts';
import { xpathSink } from './xpath.ts';
import { storedTextSink } from './stored-text.ts';
import { exponentialPatternSink, polynomialPatternSink } from './slow-pattern.ts';
import { sqlSink } from './sql.ts';

export const sinks: readonly Sink[] = [
  sqlSink,
  nosqlSink,
  ldapSink,
  graphqlSink,
  xpathSink,
  uploadSink,
  commandSink,
  programOptionSink,
  codeSink,
  storedCodeSink,
  deserialisationSink,
  pathSink,
  requestSink,
  redirectSink,
  pageSink,
  storedPageSink,
  storedTextSink,
  prototypeSink,
  entitiesSink,
  patternSink,
  exponentialPatternSink,
  polynomialPatternSink,
  logSink,
  objectReferenceSink,
  massAssignmentSink,
  privilegeFieldSink,
  recordAnswerSink,
  forgedSink,
];
