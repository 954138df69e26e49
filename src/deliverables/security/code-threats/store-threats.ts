import { hasTimeout, isEncrypted, isOnInnerNetwork } from './facts.ts';
import {
  isDatabase,
  isDocumentStore,
  isInnerFlow,
  isOutgoing,
  isSqlStore,
  isStore,
  isWayIn,
} from './places.ts';
import type { CodeThreat } from './threat.ts';

/** What can be done to stores and on the ways between parts. */
export const storeThreats: readonly CodeThreat[] = [
  {
    id: 'foreign-statement',
    stride: 'T',
    title: 'Text from outside becomes part of a statement',
    cwe: 'CWE-89',
    impact: 3,
    hits: isSqlStore,
    violatedBy: ['sql-injection', 'interpolated-sql'],
    mitigatedBy: ['bound-statements'],
    question: 'Are all values of statements bound?',
  },
  {
    id: 'foreign-filter',
    stride: 'I',
    title: 'A request sends an operator where a value is meant',
    cwe: 'CWE-943',
    impact: 3,
    hits: isDocumentStore,
    violatedBy: ['nosql-injection'],
    mitigatedBy: ['bound-statements'],
    question: 'Are values of filters held to be texts or numbers?',
  },
  {
    id: 'open-store',
    stride: 'I',
    title: 'Somebody reaches the store past the application',
    cwe: 'CWE-668',
    impact: 3,
    hits: isStore,
    violatedBy: ['published-database', 'secret-in-deployment'],
    isAt: ({ subject }, { id }) => subject.includes(id),
    mitigatedBy: [isOnInnerNetwork],
    question: 'From where can the store be reached, and with which password?',
  },
  {
    id: 'stolen-passwords',
    stride: 'I',
    title: 'Whoever gets a copy of the store gets the passwords',
    cwe: 'CWE-916',
    impact: 3,
    hits: isDatabase,
    unless: 'passwords',
    violatedBy: ['weak-password-hash', 'broken-digest', 'broken-cipher'],
    mitigatedBy: ['slow-passwords'],
    question: 'How are passwords kept?',
  },
  {
    id: 'overheard',
    stride: 'I',
    title: 'Somebody on the way reads or changes what is sent',
    cwe: 'CWE-319',
    impact: 3,
    hits: (element, basis) =>
      isWayIn(element, basis) || isOutgoing(element, basis) || isInnerFlow(element, basis),
    violatedBy: ['plaintext-connection', 'unchecked-certificate', 'outdated-protocol'],
    isAt: ({ rule, subject }, { id, connection }) =>
      rule === 'plaintext-connection' ? subject === id : connection !== undefined,
    mitigatedBy: [isEncrypted],
    question: 'Is it encrypted, and who checks the certificate?',
  },
  {
    id: 'slow-answer',
    stride: 'D',
    title: 'A slow answer holds up all who wait for it',
    cwe: 'CWE-400',
    impact: 2,
    hits: isOutgoing,
    violatedBy: ['call-without-timeout'],
    isAt: ({ subject, what }, { connection }) =>
      connection !== undefined && `${subject} ${what}`.includes(connection.to),
    mitigatedBy: [hasTimeout],
    question: 'After what time is a call given up?',
  },
];
