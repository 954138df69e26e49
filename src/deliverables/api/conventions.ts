import { codeCell, judgement, list, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { endpointGroups } from '../endpoint-groups.ts';
import { writes } from '../../artifacts/http.ts';
import { pageLimit } from '../../artifacts/openapi-shared-parameters.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';

const isList = ({ verb, method, pagination }: Endpoint): boolean =>
  verb === 'list' || verb === 'search' || (method === 'GET' && pagination !== undefined);

/** One convention for pages, filters, order and fields, and where each list stands against it. */
export function lists({ backend }: Basis): Section | undefined {
  const all = backend.api.endpoints.filter(isList);
  const paged = all.filter(({ pagination }) => pagination === 'cursor');
  return section(
    {
      id: 'lists',
      title: 'Pages, filters, order, fields',
      items: all.length > 0 && paged.length === all.length ? ['4.3'] : [],
    },
    all.length === 0 ? undefined : list(listRules),
    all.length === 0
      ? undefined
      : judgement(
          'The convention is a choice; a cursor was taken because an offset reads all rows before it.',
        ),
    ...endpointGroups(backend).map(({ endpoints }) =>
      table(
        ['list', 'pages', 'filters', 'within', 'order'],
        endpoints
          .filter(isList)
          .map((endpoint): readonly Cell[] => [
            codeCell(endpoint.id),
            endpoint.pagination ?? 'not known',
            names(filters(endpoint)),
            names(scopeOf(backend, endpoint)),
            names(order(backend, endpoint)),
          ]),
      ),
    ),
  );
}

const listRules: readonly string[] = [
  `Pages: \`limit\` (default ${pageLimit.default}, at most ${pageLimit.maximum}) and \`cursor\`, the \`next_cursor\` of the page before; \`null\` is the end. A cursor is opaque, signed and bound to its filters. No total is counted.`,
  'Filters: the field name as a query parameter (`?status=paid`); only those below, each led by an index. An unknown parameter is a 400, never ignored.',
  'Order: `sort` takes the order shown below or its reverse, for which the same index is read backwards; `id` decides between equals, so that the order is total. Another order would need an index of its own and is refused with 400.',
  'Fields: `fields=number,status` on a list answers with `id` and these fields of each entry; without it whole entries come. One object that is read comes whole, so that its ETag speaks of all of it. A client that wants fields of several objects at once asks the GraphQL schema.',
  'Masks: a field that a role may not see is absent from its answers, never empty; `x-masks` of the operation names it.',
];

const by = ({ operations }: Backend, { operation }: Endpoint): readonly string[] =>
  operations.find(({ id }) => id === operation)?.by ?? [];

const filters = ({ parameters }: Endpoint): readonly string[] =>
  parameters
    .filter(
      ({ in: place, name }) => place === 'query' && !/^(cursor|limit|page|offset|fields|sort)$/.test(name),
    )
    .map(({ name }) => name);

const ordered = /^[-+]/;

/** Fields that narrow the list without being asked for: the parent in the path, columns a search looks into. */
const scopeOf = (backend: Backend, endpoint: Endpoint): readonly string[] =>
  by(backend, endpoint).filter(
    (field) =>
      !ordered.test(field) && !filters(endpoint).some((name) => [field, `${field}_id`].includes(name)),
  );

/** The order the model states, in words; a design without one orders by its key. */
function order(backend: Backend, endpoint: Endpoint): readonly string[] {
  const stated = by(backend, endpoint)
    .filter((field) => ordered.test(field))
    .map((field) => `${field.slice(1)} ${field.startsWith('-') ? 'descending' : 'ascending'}`);
  return stated.length === 0 && backend.source === 'designed'
    ? [endpoint.verb === 'search' ? 'best match first' : 'id descending']
    : stated;
}

/** What makes a repeated or a concurrent write safe, and what happens with long work. */
export function writesSafely({ backend }: Basis): Section | undefined {
  const unsafe = backend.api.endpoints.filter(({ method }) => writes(method));
  const designed = backend.source === 'designed';
  return section(
    {
      id: 'writes',
      title: 'Repeated, concurrent and long writes',
      items: designed && unsafe.length > 0 ? ['4.4'] : [],
    },
    unsafe.length === 0 ? undefined : list(writeRules),
    unsafe.length === 0
      ? undefined
      : judgement(
          'Only what the model states of each operation is shown below; the rules themselves are a choice.',
        ),
    ...endpointGroups(backend).map(({ endpoints }) =>
      table(
        ['operation', 'a repeat is', 'a concurrent change is', 'answered'],
        endpoints
          .filter(({ method }) => writes(method))
          .map((endpoint): readonly Cell[] => [
            codeCell(endpoint.id),
            repeat(endpoint, designed),
            endpoint.conditional
              ? 'refused: If-Match, 412'
              : designed
                ? 'ordered by the database'
                : 'no condition seen',
            answered(endpoint, designed),
          ]),
      ),
    ),
  );
}

const writeRules: readonly string[] = [
  '`Idempotency-Key`: chosen by the client, one per intended effect. Key, hash of the body and the answer are stored in the transaction of the effect; the same key gives the first answer again, with another body 422.',
  '`ETag` on every single object that can change; `If-Match` on its changes. 412 means: read again, decide again. Without the header 428.',
  'Long work answers 202 with `Location` of a status resource and `Retry-After`; the status links to the result once there is one.',
];

function answered({ longRunning, responses }: Endpoint, designed: boolean): string {
  if (longRunning || responses.some(({ status }) => status === 202)) return '202, then a status resource';
  return designed || responses.length > 0 ? 'at once' : 'not known';
}

function repeat({ idempotencyKey, method, conditional, guards }: Endpoint, designed: boolean): string {
  if (idempotencyKey) return 'recognised by its Idempotency-Key';
  if (method === 'PUT' || method === 'DELETE') return 'without further effect (RFC 9110)';
  if (conditional) return 'refused: the ETag has changed';
  if (guards.some(({ kind, name }) => kind === 'authentication' && /webhook|signature/i.test(name)))
    return 'recognised by the event id of the peer';
  return designed ? 'a second effect' : 'no key seen';
}
