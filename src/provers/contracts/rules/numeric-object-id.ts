import type { ApiRule } from '../api/rule.ts';
import { typeOf } from '../api/view.ts';

export const numericObjectId: ApiRule = {
  id: 'numeric-object-id',
  summary: 'An object is addressed by a number that can be counted up',
  severity: 'advice',
  standards: ['API1:2023', 'CWE-639'],
  why: 'Whoever sees one number knows the others; each check of ownership that is forgotten gives all of them away.',
  next: 'Address objects by random ids (uuid, or 128 bits as text) and check the owner in every operation.',
  check: ({ operations }) =>
    operations.flatMap(({ name, parameters }) =>
      parameters
        .filter(
          ({ name: parameter, place, schema }) =>
            place === 'path' &&
            /(^|[_-])id$|Id$/.test(parameter) &&
            schema !== undefined &&
            typeOf(schema).includes('integer'),
        )
        .map(({ at, name: parameter }) => ({ pointer: at.pointer, label: `${parameter} of ${name}` })),
    ),
};
