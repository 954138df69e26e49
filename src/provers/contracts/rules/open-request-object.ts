import { isRecord } from '../../../compatibility/located.ts';
import type { ApiRule } from '../api/rule.ts';
import { says, typeOf } from '../api/view.ts';
import type { Located } from '../api/view.ts';

const isOpen = ({ value }: Located): boolean =>
  isRecord(value) && (value['additionalProperties'] === undefined || value['additionalProperties'] === true);

export const openRequestObject: ApiRule = {
  id: 'open-request-object',
  summary: 'An object that callers send may hold properties that are not declared',
  severity: 'advice',
  standards: ['API3:2023', 'CWE-915'],
  why: 'Where the code copies what it gets, a caller sets fields that were never meant for callers.',
  next: 'Say additionalProperties: false (or unevaluatedProperties: false beside allOf), and copy declared fields only.',
  check: ({ schemas }) =>
    schemas
      .filter(
        ({ at, isSent }) =>
          isSent &&
          typeOf(at).includes('object') &&
          says(at, 'properties') &&
          isOpen(at) &&
          !says(at, 'unevaluatedProperties'),
      )
      .map(({ at, label }) => ({ pointer: at.pointer, label: label === '' ? 'a body' : label })),
};
