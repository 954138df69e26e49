import type { ApiRule } from '../api/rule.ts';
import type { UsedSchema } from '../api/schemas.ts';
import { minority } from '../api/naming.ts';

const isProperty = ({ at }: UsedSchema): boolean => /\/properties\/[^/]+$/.test(at.pointer);

export const mixedPropertyNames: ApiRule = {
  id: 'mixed-property-names',
  summary: 'A property is named in another style than most',
  severity: 'advice',
  standards: ['Zalando 118', 'AIP-140'],
  why: 'Clients guess names, and guess wrong; generated code maps some names and not others.',
  next: 'Keep to one style (snake_case or camelCase) for new properties; rename old ones in a new version only.',
  check: ({ schemas }) =>
    minority(schemas.filter(isProperty), ({ name }) => name).map(({ at, label, name }) => ({
      pointer: at.pointer,
      label: label === '' ? name : label,
    })),
};
