import type { JsonObject } from './emitted.ts';

/** Entries a client may ask for in one page, and the default. */
export const pageLimit = { default: 50, maximum: 100 } as const;

/** A strong entity tag (RFC 9110, section 8.8.3). */
export const entityTag: JsonObject = {
  type: 'string',
  maxLength: 80,
  pattern: '^"[\\x21\\x23-\\x7E]{1,78}"$',
};

export const versionExample = '"1"';

/** Named parameters that several operations share, as `components.parameters`. */
export const sharedParameters: Readonly<Record<string, JsonObject>> = {
  Cursor: {
    name: 'cursor',
    in: 'query',
    description:
      'Opaque position: the `next_cursor` of the page before, with the same filters and order. Absent = first page.',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 512, pattern: '^[A-Za-z0-9_.-]+$' },
    example: 'eyJpZCI6IjAxOGY2ZDJlIn0',
  },
  Limit: {
    name: 'limit',
    in: 'query',
    description: 'Most entries to answer with.',
    required: false,
    schema: {
      type: 'integer',
      format: 'int32',
      minimum: 1,
      maximum: pageLimit.maximum,
      default: pageLimit.default,
    },
    example: 20,
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Chosen by the client, one per intended effect. The same key with the same body gives the first answer again; with another body 422.',
    required: true,
    schema: { type: 'string', minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' },
    example: '018f6d2e-7b1a-7c3d-9e4f-5a6b7c8d9e0f',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag that was read. 412 when the object changed meanwhile.',
    required: true,
    schema: entityTag,
    example: versionExample,
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag the client holds. 304 when it is still current.',
    required: false,
    schema: entityTag,
    example: versionExample,
  },
};
