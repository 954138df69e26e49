import { remove, set } from './edit.ts';
import { mutation } from './mutation.ts';
import type { Mutation } from './mutation.ts';

const old30 = mutation({
  openapi: '3.0.3',
  info: { title: 'Old', version: '1' },
  paths: {
    '/a': {
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  a: { type: 'string', nullable: true },
                  b: { type: 'integer', minimum: 0, exclusiveMinimum: true },
                },
              },
            },
          },
        },
        responses: {
          '200': {
            description: 'x',
            content: {
              'application/json': { schema: { type: 'object', properties: { a: { type: 'string' } } } },
            },
          },
        },
      },
    },
  },
});
const body30 = '/paths/~1a/post/requestBody/content/application~1json/schema/properties';
const answer30 = '/paths/~1a/post/responses/200/content/application~1json/schema/properties';

export const version30Mutations: readonly Mutation[] = [
  old30(
    '3.0: null is refused',
    [remove(`${body30}/a/nullable`)],
    ['request-property-became-not-nullable: breaking'],
  ),
  old30(
    '3.0: may be null',
    [set(`${answer30}/a/nullable`, true)],
    ['response-property-became-nullable: breaking'],
  ),
  old30(
    '3.0: a bound excludes itself no longer',
    [remove(`${body30}/b/exclusiveMinimum`)],
    ['request-property-minimum-lowered: compatible'],
  ),
  old30(
    '3.0 is written as 3.1',
    [
      set('/openapi', '3.1.0'),
      set(`${body30}/a`, { type: ['string', 'null'] }),
      set(`${body30}/b`, { type: 'integer', exclusiveMinimum: 0 }),
    ],
    [],
  ),
];
