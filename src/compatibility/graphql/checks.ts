import type { Check } from '../change.ts';
import { changeTypes } from './change-types.ts';

/** `FIELD_REMOVED` as the id of a check. */
export const checkId = (type: string): string => `graphql-${type.toLowerCase().replaceAll('_', '-')}`;

const wordsOf = (type: string): string => type.toLowerCase().replaceAll('_', ' ');

export interface Advice {
  readonly who: string;
  readonly instead: string;
}

/** What helps, by what happened to the type system. */
export function adviceOn(type: string): Advice {
  const advice = advices.find(({ of }) => of.test(type));
  return advice ?? { who: 'Nobody who keeps to the old schema.', instead: 'Nothing.' };
}

const advices: readonly (Advice & { readonly of: RegExp })[] = [
  {
    of: /^(FIELD|TYPE|OBJECT_TYPE_INTERFACE|DIRECTIVE(_ARGUMENT|_LOCATION|_REPEATABLE)?|FIELD_ARGUMENT)_REMOVED$/,
    who: 'A client whose query names it: the server refuses the whole query.',
    instead:
      'Mark it @deprecated with a reason, watch who still asks for it, and remove it when nobody does.',
  },
  {
    of: /^(INPUT_FIELD_REMOVED)$/,
    who: 'A client that sends the field: the server refuses the whole query.',
    instead: 'Keep taking the field, marked @deprecated.',
  },
  {
    of: /^(ENUM_VALUE|UNION_MEMBER)_REMOVED$/,
    who: 'A client that sends the value, or whose query names the member.',
    instead: 'Mark it @deprecated and stop returning it first.',
  },
  {
    of: /^(ENUM_VALUE|UNION_MEMBER|OBJECT_TYPE_INTERFACE)_ADDED$/,
    who: 'A client that handles the values or types it knows (a switch, a generated enum) meets another one.',
    instead: 'Tell clients from the first version on to expect unknown values.',
  },
  {
    of: /^(INPUT_FIELD|FIELD_ARGUMENT|DIRECTIVE_ARGUMENT)_ADDED$/,
    who: 'A client that does not know it, where it must be given.',
    instead: 'Add it as nullable, or with a default.',
  },
  {
    of: /TYPE_CHANGED$|KIND_CHANGED$/,
    who: 'A client that sends the old type, or reads a value that cannot be null, a list, or another type now.',
    instead: 'Add a field of the new type and mark the old one @deprecated.',
  },
  {
    of: /DEFAULT(_VALUE)?_CHANGED$/,
    who: 'A client that leaves the value out gets another result for the same query.',
    instead: 'Keep the default.',
  },
];

export const graphqlChecks: readonly Check[] = changeTypes.map((type) => ({
  id: checkId(type),
  meaning: `GraphQL: ${wordsOf(type)}.`,
  severity: 'varies',
  ...adviceOn(type),
  standard: 'GraphQL Inspector',
}));
