import type { ApiSchema, Endpoint } from '../model/api.ts';
import type { JsonObject } from './emitted.ts';
import { objectSchema } from './json-schema.ts';
import { linePattern, textPattern } from './text-patterns.ts';

export const schemaRefs = '#/components/schemas/';

/** Name of the schema that tells how far long work has come. */
export const statusSchema = 'OperationStatus';

const line = (maxLength: number, description: string): JsonObject => ({
  type: 'string',
  maxLength,
  pattern: linePattern,
  description,
});

const reference = (maxLength: number, description: string): JsonObject => ({
  type: 'string',
  format: 'uri-reference',
  maxLength,
  description,
});

const refusedFields: JsonObject = {
  type: 'array',
  maxItems: 100,
  description: 'Fields that were refused.',
  items: {
    type: 'object',
    required: ['pointer', 'detail'],
    properties: {
      pointer: line(500, 'JSON Pointer into the body (RFC 6901).'),
      detail: line(500, 'What is wrong with the field.'),
    },
  },
};

const problem: JsonObject = {
  type: 'object',
  description: 'What went wrong, after RFC 9457.',
  required: ['type', 'title', 'status'],
  properties: {
    type: reference(200, 'Stable name of the problem; programs switch on it.'),
    title: line(200, 'What it is called; may be reworded.'),
    status: {
      type: 'integer',
      format: 'int32',
      minimum: 400,
      maximum: 599,
      description: 'The status of the answer.',
    },
    detail: {
      type: 'string',
      maxLength: 2000,
      pattern: textPattern,
      description: 'What happened here, for developers.',
    },
    instance: reference(2048, 'Names this occurrence in traces and logs.'),
    errors: refusedFields,
  },
};

const operationStatus: JsonObject = {
  type: 'object',
  description: 'How far long work has come.',
  required: ['id', 'state'],
  properties: {
    id: { type: 'string', format: 'uuid', maxLength: 36, description: 'Key of the work.' },
    state: {
      type: 'string',
      enum: ['queued', 'running', 'succeeded', 'failed'],
      description: 'Where it stands; the last two are final.',
    },
    result: reference(2048, 'Where the result is, once succeeded.'),
    problem: { $ref: `${schemaRefs}Problem` },
  },
};

/** Schemas that the conventions bring: the problem of RFC 9457 and the status of long work. */
export const conventionSchemas: Readonly<Record<string, JsonObject>> = {
  Problem: problem,
  [statusSchema]: operationStatus,
};

/** A list by cursor answers with a page, unless the schema it names already holds a list. */
export function answersPage(endpoint: Endpoint, schema: ApiSchema | undefined): boolean {
  return (
    endpoint.pagination === 'cursor' && schema?.properties.every(({ type }) => type.kind !== 'array') === true
  );
}

export const pageName = (schema: string): string => `${schema}Page`;
export const entryName = (schema: string): string => `${schema}Entry`;

/** A page; its entries are whole objects, or what `fields` left of them where a list can be reduced. */
export function pageSchema(schema: string, maximum: number, reduced: boolean): JsonObject {
  const entry = reduced ? entryName(schema) : schema;
  return {
    type: 'object',
    description: `One page of ${schema}.`,
    required: ['items', 'next_cursor'],
    properties: {
      items: {
        type: 'array',
        maxItems: maximum,
        description: 'The entries in the order of the list.',
        items: { $ref: `${schemaRefs}${entry}` },
      },
      next_cursor: {
        type: ['string', 'null'],
        maxLength: 512,
        pattern: '^[A-Za-z0-9_.-]+$',
        description: 'Position after this page; null = the end.',
      },
    },
  };
}

/** An object as a list shows it: with `fields` any part of it, so that only its key is certain. */
export const entrySchema = (schema: ApiSchema): JsonObject => ({
  ...objectSchema(schema, schemaRefs, false),
  description: `${schema.name} as a list shows it: whole, or the fields that were asked for.`,
  required: ['id'],
});

/** Whether callers of a list choose the fields they get. */
export const isReduced = ({ parameters }: Endpoint): boolean =>
  parameters.some(({ use }) => use?.kind === 'fields');
