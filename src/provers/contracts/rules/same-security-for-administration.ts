import type { ApiRule } from '../api/rule.ts';
import type { ApiOperation } from '../api/view.ts';

const administrative = /\/(admin|administration|internal|management|backoffice|superuser)(\/|$)/i;

const textOf = ({ security }: ApiOperation): string => JSON.stringify(security ?? []);

export const sameSecurityForAdministration: ApiRule = {
  id: 'same-security-for-administration',
  summary: 'An operation for administrators asks for the same credentials as operations for everybody',
  severity: 'warning',
  standards: ['API5:2023', 'CWE-285', 'ASVS-5.0-8.2.1'],
  why: 'The document does not tell who may call it; only code that nobody sees here can refuse the others.',
  next: 'Give it a scope of its own, or a scheme of its own.',
  check: ({ operations }) => {
    const common = new Set(operations.filter(({ path }) => !administrative.test(path)).map(textOf));
    return operations
      .filter((operation) => administrative.test(operation.path) && common.has(textOf(operation)))
      .map(({ at, name }) => ({ pointer: at.pointer, label: name }));
  },
};
