import { graphqlLimits, graphqlSchema } from '../../artifacts/graphql.ts';
import { pageLimit } from '../../artifacts/openapi-shared-parameters.ts';
import { claimsOf, codeCell, judgement, list, names, section, table, unknown } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

const path = '4-api/schema.graphql';

/** The graph over the same operations: its limits, and how its resolvers avoid one query per row. */
export function graphqlSections(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  if (graphqlSchema(backend).text === '') return [served(backend)];
  return [
    section(
      {
        id: 'graphql',
        title: 'Schema and limits',
        items: ['4.6'],
        answers: requirementsAbout(backend, 'constraint', ['graphql', 'api']),
      },
      table(
        ['limit', 'value', 'refused with'],
        [
          ['nesting', limit(graphqlLimits.depth, 'depth'), 'an error before execution'],
          ['sum of @cost', limit(graphqlLimits.cost, 'cost'), 'an error before execution'],
          ['entries of a list', limit(pageLimit.maximum, 'first'), 'an error before execution'],
        ],
      ),
      claimsOf(basis, 'graphql/'),
      list([
        'Weight of a field: 1, and 1 for each SQL statement it takes; a list multiplies what stands below it by `first`.',
        'Production executes persisted queries only: the client sends the SHA-256 of a document registered at build time. Others are refused, introspection too.',
        'Errors a client can act on are data (`problems` of a payload) with the types of the HTTP catalogue; `errors` is for faults of the server or the query.',
        'Lists are Relay connections. Fields are nullable where the model says so; a nullable field keeps one failing resolver from taking its parent along.',
      ]),
      judgement(
        'Limits and conventions are choices; the claims above settle only that the schema keeps to them.',
      ),
    ),
    loaders(backend),
  ];
}

const limit = (value: number, name: string): Quantity => ({
  value,
  unit: 'count',
  origin: { kind: 'default', pack: 'graphql', version: '1', path: name },
});

/** One loader for each reference an object can be asked for, and what it spares on a full page. */
function loaders({ entities }: Backend): Section | undefined {
  const known = new Set(entities.map(({ name }) => name));
  const references = entities.flatMap(({ name, fields }) =>
    fields.flatMap((field) =>
      field.type.kind === 'ref' && known.has(field.type.entity)
        ? [{ from: name, field: field.name, to: field.type.entity }]
        : [],
    ),
  );
  const without = derived(1 + pageLimit.maximum, 'count', '1 + entries of a page', [
    'one query for each entry',
  ]);
  const batched = derived(2, 'count', 'one query for the page, one for the batch', ['any($1)']);
  return section(
    { id: 'loaders', title: 'Loaders' },
    ...cappedTable(
      ['field', 'loader', 'statement', 'statements on a full page without', 'with'],
      references.map(({ from, field, to }): readonly Cell[] => [
        codeCell(`${from}.${field}`),
        `${to} by id`,
        codeCell('… where id = any($1)'),
        without,
        batched,
      ]),
      path,
    ),
    references.length === 0
      ? undefined
      : judgement(
          'A loader lives for one request, so that one caller never sees what another was allowed to; it answers in the order of its keys and applies the row rule of the caller to the batch.',
        ),
  );
}

/** GraphQL that was found in code or in a committed schema, without the operations behind it. */
function served({ api }: Backend): Section | undefined {
  const endpoints = api.endpoints.filter(({ protocol }) => protocol === 'graphql');
  return section(
    { id: 'graphql-found', title: 'GraphQL as found' },
    table(
      ['field or endpoint', 'access', 'checks before it'],
      endpoints.map(({ id, access, guards }) => [
        codeCell(id),
        access,
        names(guards.map(({ name }) => name)),
      ]),
    ),
    endpoints.length === 0
      ? undefined
      : unknown(
          'Limits on depth and cost were not looked for: without them one query can ask for everything.',
        ),
  );
}

/** Code whose endpoints are known and that serves no GraphQL needs no limits for it. */
export function graphqlNotApplicable({ source, api }: Backend): Deliverable['notApplicable'] {
  const none =
    !api.endpoints.some(({ protocol }) => protocol === 'graphql') &&
    !api.documents.some(({ kind }) => kind === 'graphql');
  return source === 'recovered' && api.endpoints.length > 0 && none
    ? [{ item: '4.6', reason: 'no GraphQL endpoint and no GraphQL schema was found in the repository' }]
    : [];
}
