import { alters, looser, narrows, tighter, widens } from './kind.ts';
import type { SchemaKind } from './kind.ts';
import { valueKinds } from './value-kinds.ts';

const addOptional = 'Add it as optional, with the meaning of its absence said.';

const structureKinds = {
  removed: {
    meaning: 'A property is gone.',
    request: 'dangerous',
    response: 'breaking',
    sends: 'A client that sends it is still accepted, but what it asked for is no longer done.',
    reads: 'A client that reads it finds nothing there.',
    instead: 'Keep it, marked deprecated, until no client uses it; then remove it in a new version.',
  },
  'removed-and-refused': narrows(
    'A property is gone, and unknown properties are refused.',
    'A client that sends it is refused.',
    'Keep accepting the property, marked deprecated, until no client sends it.',
  ),
  added: narrows(
    'An optional property is new.',
    'Nobody: clients that do not know it leave it out.',
    'Nothing: this is the way to extend a schema.',
    'compatible',
  ),
  'added-beside-others': alters(
    'A property is new where other properties were declared to be allowed, or to be forbidden.',
    'A client that already sends another value under this name is refused or misread.',
    'A client that refuses or collects undeclared properties meets one it does not know.',
    'Choose a name that no client can have used, or add it in a new version.',
    'dangerous',
  ),
  'required-added': narrows(
    'A required property is new.',
    'A client that does not know it leaves it out and is refused.',
    addOptional,
  ),
  'became-required': narrows(
    'A property that could be left out must be given.',
    'A client that leaves it out is refused.',
    'Keep it optional and fill in a default on the server.',
  ),
  'became-optional': widens(
    'A property that was always there may be absent.',
    'A client that reads it without asking whether it is there fails.',
    'Keep sending it, with an empty or default value where nothing is known.',
  ),
  'became-read-only': narrows(
    'A property can be read but no longer be sent.',
    'A client that sends it is ignored or refused.',
    'Keep accepting it, marked deprecated, and tell what sets the value now.',
  ),
  'became-write-only': widens(
    'A property can be sent but is no longer in what is read.',
    'A client that reads it finds nothing there.',
    'Keep sending it, or move what must stay secret to a new property first.',
  ),
  deprecated: alters(
    'A property is marked deprecated.',
    'Nobody yet.',
    'Nobody yet.',
    'Name what to use in its place, and when it goes.',
    'compatible',
  ),
  'additional-properties-forbidden': narrows(
    'Properties that are not declared are refused.',
    'A client that sends more than the declared properties is refused.',
    'Ignore what is not known, or refuse it in a new version only.',
  ),
  'additional-properties-allowed': widens(
    'Properties that are not declared may be there.',
    'A client that refuses what it does not know fails on them.',
    'Declare the properties that are sent.',
    'dangerous',
  ),
  'additional-properties-narrowed': narrows(
    'Properties that are not declared must fit a schema.',
    'A client that sends other values under names of its own is refused.',
    'Accept any value as before.',
  ),
  'additional-properties-widened': widens(
    'Properties that are not declared may hold other values.',
    'A client that reads them by the old schema meets values it cannot take.',
    'Send values of the old schema only.',
  ),
  'tuple-changed': alters(
    'The places of an array mean something else.',
    'A client that sends the old order is misread or refused.',
    'A client that reads by place finds something else there.',
    'Add places at the end only, or name them as properties of an object.',
  ),
  'variant-added': widens(
    'A further variant is possible.',
    'A client that handles the variants it knows meets another one.',
    'Tell clients from the first version on to expect unknown variants, or add it in a new version.',
  ),
  'variant-removed': narrows(
    'A variant is no longer possible.',
    'A client that sends it is refused.',
    'Keep accepting the variant, marked deprecated.',
  ),
  'variants-overlap': alters(
    'Exactly one variant may fit (oneOf), the variants changed, and some values may fit two of them.',
    'A client that sends a value which fits two variants is refused by a strict validator.',
    'A client that validates strictly refuses a value which fits two variants.',
    'Tell the variants apart by a required property with one value each and a discriminator, or say anyOf.',
    'dangerous',
  ),
  'discriminator-added': alters(
    'A discriminator is new.',
    'A client that leaves the property out, or fills it otherwise, is misread.',
    'A client generated from the new document reads another way than one from the old.',
    'Accept values without it as before.',
    'dangerous',
  ),
  'discriminator-removed': alters(
    'The discriminator is gone.',
    'A client that trusts it to choose the variant may be read as another one.',
    'A client that chooses the type by it has nothing to choose by.',
    'Keep the discriminator.',
    'dangerous',
  ),
  'discriminator-property-changed': alters(
    'Another property tells the variants apart.',
    'A client that fills the old property is misread.',
    'A client that chooses the type by the old property fails.',
    'Keep the property, or add the new one beside it.',
  ),
  'discriminator-value-removed': narrows(
    'The discriminator no longer knows a value.',
    'A client that sends the value is refused.',
    'Keep accepting the value for its variant.',
  ),
  'discriminator-value-added': widens(
    'The discriminator knows a further value.',
    'A client that chooses the type by the values it knows meets another one.',
    'Tell clients to expect unknown values, or add it in a new version.',
  ),
  'discriminator-value-retargeted': alters(
    'A value of the discriminator means another variant.',
    'A client that sends the value is read as something else.',
    'A client that reads the value expects the old variant.',
    'Give the other variant a value of its own.',
  ),
  'constraint-added': narrows(
    'A condition (not, if, contains, dependentRequired, patternProperties, propertyNames …) is new.',
    'A client that sends what the condition excludes is refused.',
    'Check whether anything that was accepted is refused now, and keep accepting it.',
    'dangerous',
  ),
  'constraint-removed': alters(
    'A condition (not, if, contains, dependentRequired, patternProperties, propertyNames …) is gone.',
    'Whoever relied on the condition; what it means for old values cannot be decided here.',
    'A client that relied on the condition meets values which it excluded.',
    'Keep the condition, or list what may be sent in addition.',
    'dangerous',
  ),
  'constraint-changed': alters(
    'A condition (not, if, contains, dependentRequired, patternProperties, propertyNames …) says something else.',
    'A client that sends what only the old condition let through is refused.',
    'A client that relied on the old condition meets values which it excluded.',
    'Read both conditions beside each other; widen for requests, narrow for responses.',
    'dangerous',
  ),
  'not-compared': alters(
    'The schemas differ and are too deep, or have too many variants, to be compared.',
    'Cannot be told.',
    'Cannot be told.',
    'Split the schema into named components with fewer combinations.',
    'dangerous',
  ),
} as const satisfies Readonly<Record<string, SchemaKind>>;

const boundKinds = {
  'minimum-raised': tighter('smallest value'),
  'minimum-lowered': looser('smallest value'),
  'maximum-lowered': tighter('largest value'),
  'maximum-raised': looser('largest value'),
  'min-length-raised': tighter('shortest length'),
  'min-length-lowered': looser('shortest length'),
  'max-length-lowered': tighter('longest length'),
  'max-length-raised': looser('longest length'),
  'min-items-raised': tighter('least number of items'),
  'min-items-lowered': looser('least number of items'),
  'max-items-lowered': tighter('number of items'),
  'max-items-raised': looser('number of items'),
  'min-properties-raised': tighter('least number of properties'),
  'min-properties-lowered': looser('least number of properties'),
  'max-properties-lowered': tighter('number of properties'),
  'max-properties-raised': looser('number of properties'),
  'unique-items-required': narrows(
    'Items of an array must differ.',
    'A client that sends an item twice is refused.',
    'Drop the repeated items on the server.',
  ),
  'unique-items-dropped': widens(
    'Items of an array may repeat.',
    'A client that uses the items as keys meets one twice.',
    'Keep sending each item once.',
    'dangerous',
  ),
} as const satisfies Readonly<Record<string, SchemaKind>>;

export const schemaKinds = { ...structureKinds, ...valueKinds, ...boundKinds };
export type SchemaCheck = keyof typeof schemaKinds;
