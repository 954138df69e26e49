import { graphqlLimits } from '../../artifacts/graphql-limits.ts';
import { loaders as loadersOf, resolversPath } from '../../artifacts/graphql-resolvers.ts';
import { hasGraph } from '../../artifacts/graphql-parts.ts';
import { pageLimit } from '../../artifacts/openapi-shared-parameters.ts';
import { claimsOf, codeCell, judgement, list, names, section, table, unknown } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Deliverable, Section } from '../deliverable.ts';
import { requirementsAbout } from '../requirements.ts';
import type { Backend } from '../../model/backend.ts';
import { derived } from '../../model/origin.ts';
import type { Quantity } from '../../model/origin.ts';

/** The graph over the same operations: its limits, and how its resolvers avoid one query per row. */
export function graphqlSections(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  if (!hasGraph(backend)) return [served(backend)];
  const limits = graphqlLimits(backend);
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
          ['nesting', limits.depth, 'an error before execution'],
          ['sum of @cost', limits.cost, 'an error before execution'],
          ['entries of a list', limit(pageLimit.maximum, 'first'), 'an error before execution'],
        ],
      ),
      claimsOf(basis, 'graphql/'),
      list([
        'Weights are milliseconds of CPU (GraphQL Cost Directives): a root field costs what its operation costs, a relation what one key of its batch costs; a list multiplies what stands below it by `first`.',
        `Cost limit: ${originFrom(limits.cost)}. Depth limit: ${originFrom(limits.depth)}.`,
        'Production executes persisted queries only: the client sends the SHA-256 of a document registered at build time (`persisted-queries.json`). Others are refused, introspection too.',
        'Errors a client can act on are data (`problems` of a payload) with the types of the HTTP catalogue; `errors` is for faults of the server or the query.',
        'Nullable are root fields, relations, what may be missing and what a mask may hide, so that one failing resolver takes nothing else along; stored values that are always there are non-null. Lists are Relay connections.',
        'Subscriptions run over the subprotocol `graphql-transport-ws`, with the token in `connection_init`; who hears of what stands in Events.',
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

/** Where a derived figure comes from, in words. */
const originFrom = ({ origin }: Quantity): string =>
  origin.kind === 'derived' ? `${origin.rule} (${origin.from.join('; ')})` : origin.kind;

/** One loader for each field that leads on, and what it spares on a full page. */
function loaders(backend: Backend): Section | undefined {
  const all = loadersOf(backend);
  const without = derived(1 + pageLimit.maximum, 'count', '1 + entries of a page', [
    'one query for each entry',
  ]);
  const batched = derived(2, 'count', 'one query for the page, one for the batch', ['any($1)']);
  return section(
    { id: 'loaders', title: 'Loaders' },
    ...cappedTable(
      ['field', 'keys', 'rows of', 'allowed as', 'statements on a full page without', 'with'],
      all.map((each): readonly Cell[] => [
        codeCell(`${each.type}.${each.field}`),
        codeCell(each.keys),
        codeCell(`${each.table}.${each.column}${each.kind === 'many' ? ', the first of each' : ''}`),
        each.allowedAs,
        without,
        batched,
      ]),
      resolversPath,
    ),
    all.length === 0
      ? undefined
      : judgement(
          'A loader lives for one request, so that one caller never sees what another was allowed to; it answers in the order of its keys and applies the row rule of the caller to the batch. The SQL of each stands in `graphql-resolvers.json`.',
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
