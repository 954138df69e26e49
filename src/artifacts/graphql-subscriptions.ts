import type { Backend } from '../model/backend.ts';
import { audienceWords, clientEvents } from './client-events.ts';
import type { ClientEvent } from './client-events.ts';
import type { RootField } from './graphql-fields.ts';
import { referenceOf } from './graphql-relations.ts';
import { fieldName, typeName } from './graphql-text.ts';
import type { SdlField } from './graphql-text.ts';
import { sdlType } from './graphql-types.ts';
import type { SdlContext } from './graphql-types.ts';
import { phrase } from './words.ts';

/** How surely an event arrives, for all of them. */
export const subscriptionWords =
  'Whether the caller may hear of an event is decided by the object it speaks of, anew for each. While connected it arrives at least once, in the order of its key; what happens between two connections is not sent again: the event socket resumes, or the object is read.';

/** A subscription for each event that clients may hear of, with who may and how surely it arrives. */
export const subscriptionFields = (backend: Backend, context: SdlContext): readonly RootField[] =>
  clientEvents(backend).map((each) => subscription(each, context));

function subscription({ event, audience, fields }: ClientEvent, context: SdlContext): RootField {
  const type = `${typeName(event.name)}Event`;
  const scopes = readScopes(context.backend, event.entity);
  context.wanted.add(event.entity);
  return {
    root: 'Subscription',
    field: {
      name: fieldName(event.name),
      arguments: ['id: ID'],
      type: `${type}!`,
      directives: [
        '@authenticated',
        ...(scopes.length === 0 ? [] : [`@requiresScopes(scopes: ${JSON.stringify([scopes])})`]),
      ],
      weight: 0,
      description: `Heard by ${audience.map(audienceWords).join(', ')}.`,
    },
    types: [
      {
        kind: 'type',
        name: type,
        description: `Told when ${event.name} has happened.`,
        fields: eventFields({ event, audience, fields }, context),
      },
    ],
  };
}

function eventFields({ event, fields }: ClientEvent, context: SdlContext): readonly SdlField[] {
  const schema = context.schemas.get(event.entity);
  const entity = context.backend.entities.find(({ name }) => name === event.entity);
  const carried = fields.flatMap((name): readonly SdlField[] => {
    const property = schema?.properties.find((each) => each.name === name || each.name === `${name}_id`);
    if (property === undefined || property.name === 'id') return [];
    const type = sdlType(property.type, event.entity, property.name, context, false);
    const field = referenceOf(property.name, entity);
    return [
      {
        name: field === undefined ? fieldName(property.name) : `${fieldName(field.name)}Id`,
        type: property.required && !property.nullable ? `${type}!` : type,
      },
    ];
  });
  return [
    { name: 'eventId', type: 'ID!', description: 'The same at each repeated delivery.' },
    { name: 'happenedAt', type: 'DateTime!' },
    { name: 'id', type: 'ID!', description: `Key of the ${phrase(event.entity)}.` },
    ...carried.filter(({ name }) => name !== 'eventId' && name !== 'happenedAt'),
  ];
}

const readScopes = ({ api }: Backend, entity: string): readonly string[] =>
  api.endpoints.find((each) => each.entity === entity && (each.verb === 'read' || each.verb === 'list'))
    ?.scopes ?? [];
