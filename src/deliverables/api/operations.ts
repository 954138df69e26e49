import { codeCell, judgement, names, section, table } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { endpointGroups } from '../endpoint-groups.ts';
import { costBounds, costClass, workOf } from '../../artifacts/cost-class.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Quantity } from '../../model/origin.ts';
import { quantityText } from '../../model/quantity.ts';
import { requirementsAbout } from '../requirements.ts';

/** Scopes, limits and status codes, then objectives and cost: one pair of tables for each context. */
export function operationSections(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  return endpointGroups(backend).flatMap(({ anchor, title, endpoints }) => [
    section(
      {
        id: `access-${anchor}`,
        title: `${title}: scopes and answers`,
        items: endpoints.some(({ responses, access }) => responses.length > 0 && access !== 'unknown')
          ? ['4.5']
          : [],
        answers: requirementsAbout(backend, 'policy', ['limits', 'access']),
      },
      table(
        ['operation', 'who', 'scopes', 'answers', 'quota headers'],
        endpoints.map((endpoint): readonly Cell[] => [
          codeCell(endpoint.id),
          who(backend, endpoint),
          names(endpoint.scopes),
          names([...new Set(endpoint.responses.map(({ status }) => String(status)))].toSorted()),
          endpoint.responses.some(({ status }) => status === 429)
            ? 'RateLimit, RateLimit-Policy, Retry-After'
            : '–',
        ]),
      ),
    ),
    section(
      {
        id: `objectives-${anchor}`,
        title: `${title}: objectives and cost`,
        items: endpoints.some(({ objectives }) => objectives.length > 0) ? ['4.10'] : [],
        answers: requirementsAbout(backend, 'objective', objectiveNames(backend, endpoints)),
      },
      table(
        ['operation', 'peak', 'latency', 'availability', 'work', 'cost class'],
        endpoints
          .filter((endpoint) => endpoint.objectives.length > 0 || costOf(backend, endpoint) !== undefined)
          .map((endpoint): readonly Cell[] => {
            const work = costOf(backend, endpoint);
            return [
              codeCell(endpoint.id),
              endpoint.rate ?? 'not part of the load model',
              latencyOf(backend, endpoint),
              availabilityOf(backend, endpoint),
              work ?? 'not known',
              work === undefined ? 'not known' : costClass(work),
            ];
          }),
      ),
      endpoints.some((endpoint) => costOf(backend, endpoint) !== undefined)
        ? judgement(classWords)
        : undefined,
    ),
  ]);
}

export function who({ trust }: Backend, endpoint: Endpoint): string {
  if (endpoint.access === 'public') return 'anybody';
  const roles = trust.permissions
    .filter(({ operation, effect }) => operation === endpoint.operation && effect === 'allow')
    .map(({ role, condition }) => (condition === undefined ? role : `${role} (${condition})`));
  if (roles.length > 0) return names([...new Set(roles)]);
  const required = endpoint.guards
    .filter(({ kind }) => kind === 'authorisation')
    .flatMap(({ requires }) => requires);
  if (endpoint.access !== 'guarded') return 'not known';
  return required.length === 0 ? 'signed in' : names(required);
}

const objectivesOf = ({ requirements }: Backend, { objectives }: Endpoint) =>
  requirements.objectives.filter(({ id }) => objectives.includes(id));

const objectiveNames = (backend: Backend, endpoints: readonly Endpoint[]): readonly string[] => [
  ...new Set(
    endpoints.flatMap((endpoint) =>
      objectivesOf(backend, endpoint).flatMap(({ id, workload }) => [id, workload]),
    ),
  ),
];

export const latencyOf = (backend: Backend, endpoint: Endpoint): string =>
  names(
    objectivesOf(backend, endpoint).flatMap(({ latency }) =>
      latency === undefined ? [] : [`p${latency.percentile} < ${quantityText(latency.limit)}`],
    ),
  );

const availabilityOf = (backend: Backend, endpoint: Endpoint): Cell =>
  objectivesOf(backend, endpoint).flatMap(({ availability }) => availability ?? [])[0] ?? '–';

export function costOf({ operations }: Backend, { operation }: Endpoint): Quantity | undefined {
  const cost = operations.find(({ id }) => id === operation)?.cost;
  return cost === undefined ? undefined : workOf(cost);
}

const classWords = `Cost class by work: light up to ${quantityText(costBounds.light)}, medium up to ${quantityText(costBounds.medium)}, heavy above. Quotas and load shedding count a light call once, a medium call four times, a heavy call sixteen times. The bounds are assumed.`;
