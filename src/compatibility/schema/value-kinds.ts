import { alters, narrows, widens } from './kind.ts';
import type { SchemaKind } from './kind.ts';

/** Differences of the value itself: its type, the values listed, its form. */
export const valueKinds = {
  'type-changed': alters(
    'The type is another one.',
    'A client that sends the old type is refused.',
    'A client that reads the old type fails to parse the value.',
    'Add a property of the new type beside the old one.',
  ),
  'type-widened': widens(
    'Further types are possible.',
    'A client that reads the old type fails to parse a value of another one.',
    'Add a property of the wider type beside the old one.',
  ),
  'type-narrowed': narrows(
    'Fewer types are possible.',
    'A client that sends a value of a type that is gone is refused.',
    'Keep accepting every type that was accepted.',
  ),
  'became-nullable': widens(
    'The value may be null.',
    'A client that uses the value without asking for null fails.',
    'Send a default value, or add a property that says that there is none.',
  ),
  'became-not-nullable': narrows(
    'The value may no longer be null.',
    'A client that sends null is refused.',
    'Keep accepting null and take it as absent.',
  ),
  'became-enum': narrows(
    'Only listed values are possible.',
    'A client that sends a value outside the list is refused.',
    'Accept other values as before, and list those that have a meaning in the description.',
  ),
  'enum-removed': widens(
    'Values are no longer listed: any value may come.',
    'A client that handles the listed values meets others.',
    'Keep to the listed values in this version.',
  ),
  'enum-value-added': widens(
    'A further value is possible.',
    'A client that handles the values it knows (a switch, a generated enum) fails on another one.',
    'Tell clients from the first version on to expect unknown values (x-extensible-enum), or add it in a new version.',
  ),
  'enum-value-removed': narrows(
    'A value is no longer possible.',
    'A client that sends the value is refused.',
    'Keep accepting the value, and map it to what is meant now.',
  ),
  'const-added': narrows(
    'Only one value is possible.',
    'A client that sends any other value is refused.',
    'Accept the other values as before.',
  ),
  'const-removed': widens(
    'The value is no longer fixed.',
    'A client that relies on the one value meets others.',
    'Keep to the value in this version.',
  ),
  'const-changed': alters(
    'The one possible value is another one.',
    'A client that sends the old value is refused.',
    'A client that relies on the old value meets another one.',
    'Accept both values, and send the old one in this version.',
  ),
  'default-added': {
    meaning: 'What is taken for a value that is left out is said now.',
    request: 'dangerous',
    response: 'compatible',
    sends: 'A client that leaves the value out, if the server took something else until now.',
    reads: 'Nobody: the value is sent.',
    instead: 'Say as default what the server did before.',
  },
  'default-removed': {
    meaning: 'What is taken for a value that is left out is no longer said.',
    request: 'breaking',
    response: 'compatible',
    sends: 'A client that leaves the value out no longer gets what the default promised.',
    reads: 'Nobody: the value is sent.',
    instead: 'Keep the default.',
  },
  'default-changed': {
    meaning: 'Another value is taken where it is left out.',
    request: 'breaking',
    response: 'compatible',
    sends: 'A client that leaves the value out gets another result for the same request.',
    reads: 'Nobody: the value is sent.',
    instead: 'Keep the default, and let clients ask for the new value.',
  },
  'format-added': narrows(
    'The value must have a format.',
    'A client that sends a value without that form is refused.',
    'Accept other forms as before.',
  ),
  'format-removed': widens(
    'The value need not have its format.',
    'A client that parses the value by its format fails.',
    'Keep sending the format.',
  ),
  'format-narrowed': narrows(
    'The number has a smaller range than before.',
    'A client that sends a number beyond it is refused.',
    'Keep accepting the larger range.',
  ),
  'format-widened': widens(
    'The number has a larger range than before.',
    'A client that keeps it in a variable of the old range overflows.',
    'Keep to the old range, or add a property of the wider type.',
  ),
  'format-changed': alters(
    'The value has another format.',
    'A client that sends the old form is refused.',
    'A client that parses the old form fails.',
    'Add a property with the new format beside the old one.',
  ),
  'pattern-added': narrows(
    'The text must match a pattern.',
    'A client that sends a text which does not match is refused.',
    'Accept other texts as before.',
  ),
  'pattern-removed': widens(
    'The text need not match a pattern.',
    'A client that takes the text apart by the pattern fails on others.',
    'Keep sending texts that match.',
    'dangerous',
  ),
  'pattern-changed': alters(
    'The text must match another pattern; which texts match cannot be compared.',
    'A client that sends a text which only the old pattern let through is refused.',
    'A client that takes the text apart by the old pattern fails on others.',
    'Let the new pattern match everything that the old one did (requests), or less (responses).',
    'dangerous',
  ),
  'multiple-of-narrowed': narrows(
    'The number must be a multiple of a larger step.',
    'A client that sends a number between the steps is refused.',
    'Round on the server.',
  ),
  'multiple-of-widened': widens(
    'The number may be a multiple of a smaller step.',
    'A client that keeps it in steps of the old size loses the rest.',
    'Keep to the old step.',
  ),
  'multiple-of-changed': alters(
    'The number must be a multiple of another step.',
    'A client that sends a multiple of the old step is refused.',
    'A client that keeps it in steps of the old size loses the rest.',
    'Keep to the old step.',
  ),
} as const satisfies Readonly<Record<string, SchemaKind>>;
