import { fieldType } from '../../artifacts/field-type.ts';
import { filePattern, linePattern, textPattern, urlPattern } from '../../artifacts/text-patterns.ts';
import { pascalCase, phrase } from '../../artifacts/words.ts';
import type { ApiSchema, ApiType, Property } from '../../model/api.ts';
import type { Entity, Field, Operation } from '../../model/domain.ts';
import { isVersioned } from '../data/columns.ts';
import { columnOf } from '../data/layout.ts';
import type { Layout } from '../data/layout.ts';
import { lengthLimit } from '../data/limits.ts';
import { wordsOf } from './descriptions.ts';
import { routeOf } from './paths.ts';

const uuid: ApiType = { kind: 'string', format: 'uuid' };
const time: ApiType = { kind: 'string', format: 'date-time' };
const versionNumber: ApiType = { kind: 'integer', format: 'int32', minimum: 1 };

/** What leaves the server: neither secrets nor what is internal. */
const isShown = ({ dataClass }: Field): boolean => dataClass !== 'secret' && dataClass !== 'internal';
/** What a client may say of a row. */
const isTaken = (field: Field): boolean => field.serverSet !== true && field.dataClass !== 'internal';

/** A field on the wire, bounded: a text nobody bounded takes the bound of the column. */
function typeOf(field: Field): ApiType {
  const type = fieldType(field);
  if (type.kind !== 'string') return type;
  const maxLength = lengthLimit(field);
  const pattern = patterns[field.type.kind];
  return {
    ...type,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(pattern === undefined ? {} : { pattern }),
  };
}

const patterns: Readonly<Record<string, string>> = {
  string: linePattern,
  text: textPattern,
  url: urlPattern,
};

function property(field: Field, more: Partial<Property> = {}): Property {
  return {
    name: columnOf(field),
    type: typeOf(field),
    required: !field.optional && field.default === undefined,
    nullable: field.optional,
    description: wordsOf(field),
    ...(field.dataClass !== undefined && { dataClass: field.dataClass }),
    ...more,
  };
}

/** Properties with the order that checks ask of two of them: `ends_at > starts_at`. */
function ordered({ checks }: Entity, properties: readonly Property[]): readonly Property[] {
  const behind = new Map<string, string>();
  for (const { sql } of checks) {
    const [, a = '', operator = '', b = ''] = /^\s*(\w+)\s*([<>])=?\s*([a-z_]\w*)\s*$/i.exec(sql) ?? [];
    if (operator === '') continue;
    const [later, earlier] = operator === '>' ? [a, b] : [b, a];
    behind.set(later, earlier);
  }
  return properties.map((each) => {
    const earlier = behind.get(each.name);
    return earlier !== undefined && properties.some(({ name }) => name === earlier)
      ? { ...each, behind: earlier }
      : each;
  });
}

const implied = (name: string, type: ApiType, description: string): Property => ({
  name,
  type,
  description,
  required: true,
  nullable: false,
  readOnly: true,
});

/** Classes of data that some role reads an entity without. */
export type Masked = ReadonlySet<string>;

const nothing: Masked = new Set();

/** An object as it is answered. A field that is masked for some role is not required: that role gets none. */
export function entitySchema(layout: Layout, entity: Entity, masked: Masked = nothing): ApiSchema {
  const own = entity.fields.filter(isShown).map((field) =>
    property(field, {
      required: !masked.has(field.dataClass ?? ''),
      ...(field.serverSet === true && { readOnly: true }),
    }),
  );
  return {
    name: entity.name,
    description: entity.about ?? `One ${phrase(entity.name)}.`,
    properties: ordered(entity, [
      implied('id', uuid, 'Its key, given by the server.'),
      ...own,
      ...endsOf(layout, entity).filter(({ name }) => !own.some((each) => each.name === name)),
    ]),
    origin: entity.origin,
  };
}

const endsOf = (layout: Layout, entity: Entity): readonly Property[] => [
  ...(isVersioned(layout, entity)
    ? [implied('version', versionNumber, 'Counts its changes; in quotes it is its ETag.')]
    : []),
  implied('created_at', time, 'When it was made.'),
  ...(entity.appendOnly === true ? [] : [implied('updated_at', time, 'When it was last changed.')]),
];

/** Names of the properties of an object as it is answered. */
export const shownNames = (layout: Layout, entity: Entity): readonly string[] =>
  entitySchema(layout, entity).properties.map(({ name }) => name);

/** Fields of the request beside those of the entity: what an action needs, what is never stored so. */
const inputs = (operation: Operation): readonly Property[] =>
  (operation.input ?? []).map((field) => property(field));

/** What an import is told the address of is opened by the server. */
const asFile = (given: Property): Property =>
  given.type.kind === 'string' && given.type.format === 'uri'
    ? { ...given, type: { ...given.type, pattern: filePattern } }
    : given;

export function requestSchema(layout: Layout, operation: Operation): ApiSchema | undefined {
  const entity = layout.entities.get(operation.entity);
  if (entity === undefined) return undefined;
  const properties = requestProperties(layout, entity, operation);
  const distinct = properties.filter(
    ({ name }, at) => properties.findIndex((each) => each.name === name) === at,
  );
  if (distinct.length === 0) return undefined;
  const word = operation.action ?? operation.verb;
  return {
    name: pascalCase(`${entity.name} ${word}`),
    ...(operation.about !== undefined && { description: operation.about }),
    properties: ordered(entity, distinct),
    origin: operation.origin,
  };
}

function requestProperties(layout: Layout, entity: Entity, operation: Operation): readonly Property[] {
  const parent = routeOf(layout, operation).parent?.name;
  switch (operation.verb) {
    case 'create': {
      const own = entity.fields.filter((field) => isTaken(field) && field.name !== parent);
      return [...inputs(operation), ...own.map((field) => property(field))];
    }
    case 'update': {
      const own = entity.fields.filter((field) => isTaken(field) && field.immutable !== true);
      return [...inputs(operation), ...own.map((field) => property(field, { required: false }))];
    }
    case 'import':
      return inputs(operation).map(asFile);
    case 'export':
    case 'process':
      return inputs(operation);
    case 'list':
    case 'read':
    case 'search':
    case 'delete':
      return [];
  }
}

/** What is answered: the object, or the object with what the operation adds once (tokens of a sign-in). */
export function answerSchema(
  layout: Layout,
  operation: Operation,
  masked: Masked = nothing,
): ApiSchema | undefined {
  const entity = layout.entities.get(operation.entity);
  if (entity === undefined) return undefined;
  const whole = entitySchema(layout, entity, masked);
  const added = (operation.output ?? []).map((field) => property(field, { readOnly: true }));
  if (added.length === 0) return whole;
  return {
    name: pascalCase(`${entity.name} ${operation.action ?? operation.verb} result`),
    description: `${whole.description ?? entity.name} With what is told only once.`,
    properties: [...whole.properties, ...added],
    origin: operation.origin,
  };
}
