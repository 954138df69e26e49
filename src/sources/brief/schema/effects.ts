import type { effectKeys, undoKeys } from '../fragment/effects.ts';
import { listOf, mapOf, oneOf, text, texts } from './values.ts';
import type { Schema } from './values.ts';

const sqlStatement: Schema = {
  description:
    'SQL in which entities stand in place of tables (Order, OrderLine) and values are :name; columns are those of the fields, a reference `customer` is customer_id. Columns of the only row it gives become variables',
  anyOf: [
    text('SQL'),
    mapOf(
      'SQL that asks for rows',
      {
        run: text('SQL'),
        at: text('Context in whose database it runs, where that is not the one of the step'),
        rows: oneOf('Rows it must give or change; any where left out', ['none', 'one', 'some', 'any']),
        else: text('Problem type that is answered when there are other rows: not-found, illegal-state …'),
      },
      ['run'],
    ),
  ],
};

/** Named once, because many parts have statements. */
export const effectDefinitions: Schema = {
  sqlStatement,
  effectCall: mapOf(
    'A request to somebody else',
    {
      request: text('Verb of the request: authorise, refund, send …'),
      with: texts('Variables that are handed over'),
      gives: texts('Variables that the answer sets'),
    },
    ['request'],
  ),
};

const statement: Schema = { $ref: '#/definitions/sqlStatement' };

export const statements = (description: string): Schema => ({ ...listOf(statement), description });

const call = (description: string): Schema => ({
  description,
  allOf: [{ $ref: '#/definitions/effectCall' }],
});

/** What a step, a consumer or an operation does: the condition, then the call, the statements, the flow. */
export const effects: Readonly<Record<(typeof effectKeys)[number], Schema>> = {
  if: text('Boolean SQL over variables; the rest happens only where it is true'),
  each: text('Variable that holds a list: the rest happens once for each element, whose keys are variables'),
  call: call('A request to the integration at which it happens, or to a part of the process itself'),
  flow: text('Flow, also of another context, that runs with the variables and hands its own back'),
  sql: statements('What happens, as statements in one transaction'),
};

export const undo: Readonly<Record<(typeof undoKeys)[number], Schema>> = {
  'undo-call': call('The request that takes it back'),
  'undo-flow': text('The flow that takes it back'),
  'undo-sql': statements('The statements that take it back'),
};

const { if: condition, call: request, sql } = effects;

export const operationEffects: Schema = {
  sets: statements(
    'Statements before its own; what they give under the name of a column of the entity is stored there',
  ),
  if: condition,
  call: request,
  sql: { ...sql, description: 'Statements in place of its own' },
  given: statements(
    'The scene of a trial: statements over rows that are there; what they give are values of a request that is in order',
  ),
};

export const generated = statements(
  'Statements that make generated rows of it agree with others: a sum, a copied price',
);

export const given = statements(
  'The scene of a trial: statements over rows that are there, before the flow is tried',
);
