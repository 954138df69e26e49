import { segment } from './paths.ts';
import type { Endpoint, Guard, Response } from '../../model/api.ts';
import type { Operation } from '../../model/domain.ts';
import type { Origin } from '../../model/origin.ts';
import type { Permission } from '../../model/trust.ts';
import { isVersioned } from '../data/columns.ts';
import type { Layout } from '../data/layout.ts';
import { rateOf } from '../data/queries/uses.ts';
import { speaksOf } from '../domain/access.ts';
import { anonymousRole } from '../trust/permissions.ts';
import { isConditional, takesIdempotencyKey, webhookOf } from './conventions.ts';
import { pages, parametersOf } from './parameters.ts';
import { operationIdOf, routeOf } from './paths.ts';
import { problems } from './problems.ts';
import type { ProblemType } from './problems.ts';
import { answerSchema, requestSchema } from './schemas.ts';
import { statedProblems } from './stated-problems.ts';

const reads = (operation: Operation): boolean => ['list', 'read', 'search'].includes(operation.verb);

/** The endpoint of one operation, with everything its consumers are promised. */
export function endpointOf(
  layout: Layout,
  permissions: readonly Permission[],
  operation: Operation,
): Endpoint {
  const route = routeOf(layout, operation);
  const request = requestSchema(layout, operation);
  const isOpen =
    operation.anonymous ||
    permissions.some(
      (row) => row.operation === operation.id && row.role === anonymousRole && row.effect === 'allow',
    );
  const entity = layout.entities.get(operation.entity);
  const conditional =
    isConditional(layout, operation) ||
    (operation.verb === 'read' && entity !== undefined && isVersioned(layout, entity));
  const peer = webhookOf(layout.basis.domain, operation);
  const scopes = isOpen || peer !== undefined ? [] : [scopeOf(operation)];
  const rate = rateOf(layout, operation);
  const draft = {
    id: `${route.method} ${route.path}`,
    method: route.method,
    path: route.path,
    pathResolved: true,
    protocol: 'http' as const,
    parameters: parametersOf(layout, operation, route),
    guards: guardsOf(operation, permissions, scopes, isOpen, peer !== undefined),
    access: isOpen ? ('public' as const) : ('guarded' as const),
    operation: operation.id,
    operationId: operationIdOf(layout, operation),
    summary: operation.about ?? summaryOf(operation),
    context: operation.context,
    entity: operation.entity,
    verb: operation.verb,
    ...(request !== undefined && { requestSchema: request.name }),
    scopes,
    idempotencyKey: takesIdempotencyKey(layout.basis.domain, operation),
    conditional,
    ...(pages(operation) && { pagination: 'cursor' as const }),
    longRunning: operation.longRunning,
    objectives: objectivesOf(layout, operation),
    ...(rate !== undefined && { rate }),
    origin: operation.origin,
  };
  return { ...draft, responses: responsesOf(layout, operation, draft) };
}

const summaryOf = ({ verb, entity, action }: Operation): string =>
  `${(action ?? verb).replaceAll('-', ' ')} ${segment(entity).replaceAll('-', ' ')}`;

const scopeOf = (operation: Operation): string =>
  `${segment(operation.entity)}:${reads(operation) || operation.verb === 'export' ? 'read' : 'write'}`;

/** Checks in the order in which they run: cheap ones that need no one's identity first. */
function guardsOf(
  operation: Operation,
  permissions: readonly Permission[],
  scopes: readonly string[],
  isOpen: boolean,
  isCallback: boolean,
): readonly Guard[] {
  const origin: Origin = {
    kind: 'derived',
    rule: 'guards of every endpoint, in this order',
    from: [operation.id],
  };
  const roles = permissions
    .filter((row) => row.operation === operation.id && row.effect === 'allow')
    .map(({ role, condition }) => (condition === undefined ? role : `${role} where ${condition}`));
  const guard = (name: string, kind: Guard['kind'], requires: readonly string[] = []): Guard => ({
    name,
    kind,
    requires,
    origin,
  });
  return [
    guard('rate limit', 'rate-limit'),
    ...(isOpen ? [] : [guard(isCallback ? 'webhook signature' : 'access token', 'authentication', scopes)]),
    ...(isOpen ? [] : [guard('access policy', 'authorisation', roles)]),
    guard('request schema', 'validation'),
  ];
}

/** Objectives of the workloads it carries, and those that hold everywhere. */
function objectivesOf({ basis }: Layout, { id }: Operation): readonly string[] {
  const workloads = new Set(
    basis.domain.workloads.filter(({ operation }) => operation === id).map((workload) => workload.id),
  );
  return basis.brief.objectives
    .filter(({ workload }) => workload === '*' || workloads.has(workload))
    .map((objective) => objective.id);
}

type Draft = Omit<Endpoint, 'responses'>;

function responsesOf(layout: Layout, operation: Operation, draft: Draft): readonly Response[] {
  const types = problemsOf(layout, operation, draft);
  return [
    ...successOf(layout, operation, draft),
    ...types.map((type): Response => ({ status: problems[type].status, problem: type })),
  ];
}

function successOf(layout: Layout, operation: Operation, draft: Draft): readonly Response[] {
  if (operation.longRunning || operation.hidesExistence === true) return [{ status: 202 }];
  const schema = answerSchema(layout, operation)?.name;
  const body = schema === undefined ? {} : { schema };
  switch (operation.verb) {
    case 'create':
      return [
        {
          status: draft.path.startsWith('/webhooks/') ? 204 : 201,
          ...(draft.path.startsWith('/webhooks/') ? {} : body),
        },
      ];
    case 'read':
      return draft.conditional ? [{ status: 200, ...body }, { status: 304 }] : [{ status: 200, ...body }];
    case 'list':
    case 'search':
    case 'update':
      return [{ status: 200, ...body }];
    case 'delete':
    case 'import':
    case 'export':
      return [{ status: 204 }];
    case 'process':
      return draft.path.includes('{') || operation.output !== undefined
        ? [{ status: 200, ...body }]
        : [{ status: 204 }];
  }
}

/** Whoever may only touch their own says in the body whose a row is: what is somebody else's is not there for them. */
function namesOwner({ basis, entities }: Layout, operation: Operation): boolean {
  const entity = entities.get(operation.entity);
  const owner = entity?.fields.find(({ name }) => name === entity.owner);
  const isSaid = owner !== undefined && owner.serverSet !== true;
  return isSaid && basis.domain.access.some((rule) => rule.where !== undefined && speaksOf(rule, operation));
}

function problemsOf(layout: Layout, operation: Operation, draft: Draft): readonly ProblemType[] {
  const entity = layout.entities.get(operation.entity);
  const unique =
    entity !== undefined && (entity.unique.length > 0 || entity.fields.some((field) => field.unique));
  const writesKey = ['create', 'update'].includes(operation.verb);
  const hasBody = draft.requestSchema !== undefined;
  const changes = draft.conditional && !reads(operation);
  // A peer proves itself by its signature and no role; its repeated event is answered like the first.
  const isCallback = webhookOf(layout.basis.domain, operation) !== undefined;
  const isGuarded = draft.access === 'guarded';
  const { domain } = layout.basis;
  // Whoever proves who they are is refused alike, whatever was wrong.
  const stated = draft.access === 'public' ? new Set<string>() : statedProblems(operation, domain.flows);
  const all: readonly (readonly [ProblemType, boolean])[] = [
    ['malformed', true],
    // A token that is sent must be valid, also where none is needed (RFC 6750, section 3.1).
    ['unauthenticated', true],
    ['forbidden', isGuarded && !isCallback],
    ['not-found', draft.path.includes('{') || (writesKey && namesOwner(layout, operation))],
    ['conflict', writesKey && unique && !isCallback && operation.hidesExistence !== true],
    ['illegal-state', operation.verb === 'process' && entity?.lifecycle !== undefined],
    ['still-referenced', operation.verb === 'delete'],
    ['request-in-progress', draft.idempotencyKey],
    ['stale', changes],
    ['too-large', hasBody],
    ['invalid', hasBody],
    ['idempotency-key-reused', draft.idempotencyKey],
    ['precondition-required', changes],
    ['rate-limited', true],
    ['internal', true],
    ['unavailable', true],
  ];
  return all.flatMap(([type, holds]) => (holds || (!isCallback && stated.has(type)) ? [type] : []));
}
