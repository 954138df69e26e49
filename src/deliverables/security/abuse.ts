import { sum } from '../../model/amounts.ts';
import { codeCell, count, judgement, names, section, table, titles } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { operationRate } from '../../artifacts/operation-rate.ts';
import { requirementsAbout } from '../requirements.ts';
import { writes } from '../../artifacts/http.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { quantityText } from '../../model/quantity.ts';
import type { RateLimit } from '../../model/trust.ts';

/** Endpoints that are limited and defended alike. */
interface EndpointClass {
  readonly name: string;
  readonly defends: string;
  readonly holds: (endpoint: Endpoint, backend: Backend) => boolean;
}

const operationOf = ({ operations }: Backend, { operation }: Endpoint) =>
  operations.find(({ id }) => id === operation);

/** In the order in which they are tried; the last one takes the rest. */
const endpointClasses: readonly EndpointClass[] = [
  {
    name: 'callbacks of peers',
    defends: 'signature first, then the limit of the peer; stored and answered at once',
    holds: ({ path }) => /webhook|callback/.test(path),
  },
  {
    name: 'proving identity',
    defends: 'limits by address and by identifier, growing delay, equal answers',
    holds: (endpoint, backend) => {
      const operation = operationOf(backend, endpoint);
      return operation?.sensitive === true && operation.anonymous;
    },
  },
  {
    name: 'sensitive flows',
    defends: 'a budget per person and day, a second look at unusual amounts, step-up',
    holds: (endpoint, backend) => operationOf(backend, endpoint)?.sensitive === true,
  },
  {
    name: 'exports and long work',
    defends: 'one at a time per person, rows per day, an audit entry each',
    holds: ({ longRunning, verb }) => longRunning || verb === 'export' || verb === 'import',
  },
  {
    name: 'open writes',
    defends: 'limit by address; confirm that they are meant to be open',
    holds: ({ access, method }) => access === 'public' && writes(method),
  },
  {
    name: 'open reads',
    defends: 'cached, limit by address, page size bounded',
    holds: ({ access }) => access === 'public',
  },
  {
    name: 'of unknown access',
    defends: 'nothing can be said until access is known',
    holds: ({ access }) => access === 'unknown',
  },
  {
    name: 'writes of known callers',
    defends: 'limit by person, idempotency key where a repeat has an effect',
    holds: ({ method }) => writes(method),
  },
  { name: 'reads of known callers', defends: 'limit by person, page size bounded', holds: () => true },
];

/** Limits by class of endpoint, and the abuse cases of the flows that are worth attacking. */
export function abuse(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const { rateLimits } = backend.trust;
  return [
    section(
      {
        id: 'rate-limits',
        title: 'Rate limits',
        items: rateLimits.length > 0 ? ['3.8'] : [],
        answers: requirementsAbout(backend, 'policy', ['limits']),
      },
      table(
        ['applies to', 'counted per', 'at most', 'because'],
        rateLimits.map(({ appliesTo, per, rate, because }) => [appliesTo, per, rate, because]),
      ),
      table(
        ['class of endpoint', 'endpoints', 'peak, all callers', 'one caller', 'defence'],
        classRows(backend),
      ),
      backend.api.endpoints.length === 0
        ? undefined
        : judgement(
            'Classes and defences are a choice after OWASP API4 and API6:2023. A limit is a token bucket at the gateway; the answer is 429 with Retry-After.',
          ),
    ),
    abuseCases(backend),
  ];
}

function classRows(backend: Backend): readonly (readonly Cell[])[] {
  const classOf = new Map(
    backend.api.endpoints.map((endpoint) => [
      endpoint,
      endpointClasses.find(({ holds }) => holds(endpoint, backend))?.name,
    ]),
  );
  return endpointClasses.flatMap(({ name, defends }): readonly (readonly Cell[])[] => {
    const own = backend.api.endpoints.filter((endpoint) => classOf.get(endpoint) === name);
    const rates = own.flatMap((endpoint) => {
      const rate = endpoint.rate ?? operationRate(backend, endpoint.operation, 'peak');
      return rate === undefined ? [] : [[endpoint.id, rate] as const];
    });
    if (own.length === 0) return [];
    return [
      [
        name,
        count(own.length, `endpoints: ${name}`),
        rates.length === 0 ? 'not part of the load model' : sum(rates, 'requests/s', 'sum over endpoints'),
        limitWords(backend, own),
        defends,
      ],
    ];
  });
}

/** The limits that hold for the callers of these endpoints, equal ones together: those of operations, then of roles. */
function limitWords(backend: Backend, endpoints: readonly Endpoint[]): string {
  const operations = new Set(endpoints.flatMap(({ id, operation }) => [id, operation]));
  const callers = callersOf(backend, endpoints, operations);
  const found = backend.trust.rateLimits.filter(
    ({ appliesTo }) => appliesTo === '*' || operations.has(appliesTo) || callers.has(appliesTo),
  );
  if (found.length === 0) return 'no limit given';
  const own = found.filter(({ appliesTo }) => operations.has(appliesTo));
  const rest = found.filter((limit) => !own.includes(limit));
  return titles([...grouped(own), ...grouped(rest)]);
}

/** `0.5 requests/s: create Order, create Refund, 4 more`. */
function grouped(limits: readonly RateLimit[]): readonly string[] {
  const byRate = new Map<string, string[]>();
  for (const { rate, appliesTo } of limits)
    byRate.set(quantityText(rate), [...(byRate.get(quantityText(rate)) ?? []), appliesTo]);
  return [...byRate].map(([rate, all]) => {
    const rest = all.length - 2;
    return `${rate}: ${names(rest > 1 ? [...all.slice(0, 2), `${rest} more`] : all)}`;
  });
}

/** Roles that may call one of the operations; `anonymous` only where nobody has to be known. */
function callersOf(
  { trust }: Backend,
  endpoints: readonly Endpoint[],
  operations: ReadonlySet<string | undefined>,
): ReadonlySet<string> {
  const allowed = trust.permissions
    .filter(
      ({ role, operation, effect }) =>
        effect === 'allow' && role !== 'anonymous' && operations.has(operation),
    )
    .map(({ role }) => role);
  return new Set([...allowed, ...(endpoints.some(({ access }) => access === 'public') ? ['anonymous'] : [])]);
}

/** For each sensitive operation: what an attacker wants from it and what stands in the way. */
function abuseCases(backend: Backend): Section | undefined {
  const sensitive = backend.operations.filter((operation) => operation.sensitive);
  return section(
    { id: 'abuse-cases', title: 'Abuse cases' },
    table(
      ['operation', 'what it does', 'threats', 'controls'],
      sensitive.map(({ id, about, entity }): readonly Cell[] => {
        const threats = backend.trust.threats.filter(({ target }) => target === id || target === entity);
        const controls = backend.trust.controls.filter((control) =>
          threats.some((threat) => threat.controls.includes(control.id)),
        );
        return [
          codeCell(id),
          about ?? 'not described',
          threats.length === 0 ? 'none recorded' : titles(threats.map(({ title }) => title)),
          controls.length === 0 ? 'none recorded' : titles(controls.map(({ title }) => title)),
        ];
      }),
    ),
  );
}
