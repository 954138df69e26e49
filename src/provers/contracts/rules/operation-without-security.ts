import type { ApiRule } from '../api/rule.ts';
import { isWrite } from '../api/view.ts';

export const operationWithoutSecurity: ApiRule = {
  id: 'operation-without-security',
  summary: 'An operation that changes something asks for no credentials',
  severity: 'warning',
  standards: ['API2:2023', 'CWE-306'],
  why: 'Everybody who can reach the server can call it.',
  next: 'Say `security` for the document, and `security: []` with a description only where an operation is meant to be open.',
  check: ({ operations }) =>
    operations
      .filter((operation) => isWrite(operation) && operation.isOpen)
      .map(({ at, name }) => ({ pointer: at.pointer, label: name })),
};
