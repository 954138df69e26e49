import { segment } from './paths.ts';
import type { Endpoint, Guard, Parameter, Response } from '../../model/api.ts';
import type { Field, Operation } from '../../model/domain.ts';
import type { Origin } from '../../model/origin.ts';
import type { Permission } from '../../model/trust.ts';
import { orderKey } from '../domain/fields.ts';
import { isVersioned } from '../data/columns.ts';
import { columnOf } from '../data/layout.ts';
import type { Layout } from '../data/layout.ts';
import { rateOf } from '../data/queries/uses.ts';
import { anonymousRole } from '../trust/permissions.ts';
import { isConditional, takesIdempotencyKey, verifiesCredential, webhookOf } from './conventions.ts';
import { operationIdOf, routeOf } from './paths.ts';
import type { Route } from './paths.ts';
import { problems } from './problems.ts';
import type { ProblemType } from './problems.ts';
import { answerSchema, requestSchema } from './schemas.ts';

const reads = (operation: Operation): boolean => ['list', 'read', 'search'].includes(operation.verb);
const pages = (operation: Operation): boolean => operation.verb === 'list' || operation.verb === 'search';

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

function parametersOf(layout: Layout, operation: Operation, route: Route): readonly Parameter[] {
  const { origin } = operation;
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']): Parameter => ({
    name,
    in: 'path',
    type: 'uuid',
    required: true,
    origin,
  }));
  const query = (name: string, type: string, required = false): Parameter => ({
    name,
    in: 'query',
    type,
    required,
    origin,
  });
  if (!pages(operation)) return operation.verb === 'read' ? [...inPath, query('fields', 'string')] : inPath;
  const words = operation.verb === 'search' ? [query('q', 'string', true)] : [];
  const filters = filtersOf(layout, operation)
    .filter(({ name }) => name !== route.parent?.name)
    .map((field) => query(columnOf(field), filterType(field)));
  return [...inPath, ...words, ...filters, query('fields', 'string')];
}

/** Fields a list is filtered by, in its own words or those of a workload. */
function filtersOf(layout: Layout, operation: Operation): readonly Field[] {
  const { workloads } = layout.basis.domain;
  const keys = [
    ...(operation.verb === 'search' ? [] : operation.by),
    ...workloads.filter((workload) => workload.operation === operation.id).flatMap(({ by }) => by),
  ];
  const names = new Set(
    keys.map(orderKey).flatMap(({ field, order }) => (order === undefined ? [field] : [])),
  );
  const entity = layout.entities.get(operation.entity);
  return (entity?.fields ?? []).filter(({ name }) => names.has(name));
}

function filterType({ type }: Field): string {
  if (type.kind === 'enum') return `enum(${type.values.join(',')})`;
  return type.kind === 'ref' ? 'uuid' : type.kind;
}

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
  const all: readonly (readonly [ProblemType, boolean])[] = [
    ['malformed', true],
    ['unauthenticated', isGuarded || verifiesCredential(operation)],
    ['forbidden', isGuarded && !isCallback],
    ['not-found', draft.path.includes('{')],
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
    ['unavailable', true],
  ];
  return all.flatMap(([type, holds]) => (holds ? [type] : []));
}
