import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Table } from '../../model/data.ts';
import type { DomainEvent, Operation } from '../../model/domain.ts';
import { eventsOf, isBroughtAbout } from '../../model/happenings.ts';
import type { Json } from '../../model/origin.ts';
import { chainedTrail, trailFunctions } from '../audit-trail.ts';
import { compact } from '../emitted.ts';
import type { Emitted, JsonObject } from '../emitted.ts';
import { exampleOf } from '../example.ts';
import { fieldProperty } from '../field-type.ts';
import { levelOf, serviceLevels } from '../service-levels.ts';
import { gatewayPatience } from '../patience.ts';
import { qualifiedName } from '../sql-names.ts';
import { kebabCase, pascalCase } from '../words.ts';
import { parameterEntities } from './authorisation-matrix.ts';
import { lineJson } from './line-json.ts';
import { passingOf, sceneOf } from './scenes.ts';
import { columnOf, ownSql } from './subjects.ts';

/** Endpoints that the tests call, in the order of the model. */
export const testedEndpoints = ({ api }: Backend): readonly Endpoint[] =>
  api.endpoints.filter(
    ({ protocol, pathResolved, method }) => protocol === 'http' && pathResolved && method !== 'ANY',
  );

/** What the tests know beside the documents: objects and who owns them, keys, states, checks, messages, limits, load. */
export function suiteData(backend: Backend): Emitted {
  const endpoints = testedEndpoints(backend);
  if (endpoints.length === 0)
    return { text: '', lost: ['no HTTP endpoint: there is nothing that tests could call'] };
  const unresolved = backend.api.endpoints.length - endpoints.length;
  return {
    text: lineJson({
      operations: endpoints.map((endpoint) => operationData(backend, endpoint)),
      entities: backend.data.tables.map((table) => entityData(backend, table)),
      consumers: consumersOf(backend),
      limits: backend.trust.rateLimits.map(({ id, appliesTo, per, rate }) => ({
        id,
        appliesTo,
        per,
        perSecond: rate.value,
      })),
      failures: backend.architecture.failureModes.map(({ component, failure, degraded }) => ({
        component,
        failure,
        degraded,
      })),
      flows: backend.processes.flows.map(({ id, trigger, steps, invariant }) =>
        compact({ id, trigger, steps: steps.map((step) => step.id), invariant }),
      ),
      integrations: backend.processes.integrations.map(({ id }) => id),
      load: loadOf(backend),
      patience: gatewayPatience(backend) ?? 0,
      ...auditOf(backend),
    }),
    lost: unresolved === 0 ? [] : [`${unresolved} endpoints are not called: they have no resolved HTTP path`],
  };
}

/** Id of the requirement that an operation stands for: its capability where one was asked for, else the system. */
export function requirementOf({ requirements }: Backend, context: string | undefined): string {
  const id = `capability/${context ?? ''}`;
  return requirements.items.some((item) => item.id === id) ? id : 'scope/system';
}

function operationData(backend: Backend, endpoint: Endpoint): JsonObject {
  const operation = backend.operations.find(({ id }) => id === endpoint.operation);
  const table = backend.data.tables.find(({ entity }) => entity === endpoint.entity);
  const own = backend.data.queries.filter((query) => query.operation === operation?.id);
  const base = kebabCase(operation?.id ?? '');
  const parameters = parameterEntities(endpoint.path, backend.entities);
  return compact({
    id: endpoint.operation ?? endpoint.id,
    requirement: requirementOf(backend, endpoint.context),
    method: endpoint.method,
    path: endpoint.path,
    entity: endpoint.entity ?? 'Object',
    verb: endpoint.verb ?? verbOf(endpoint),
    success: endpoint.responses.find(({ status }) => status < 300)?.status ?? 200,
    key: endpoint.idempotencyKey || undefined,
    conditional: endpoint.conditional || undefined,
    long: endpoint.longRunning || undefined,
    hides: operation?.hidesExistence,
    proof: wantsProof(backend, endpoint) || undefined,
    unknown: (endpoint.access === 'unknown' && backend.trust.permissions.length === 0) || undefined,
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...refsOf(backend, endpoint, operation),
    ...uniqueOf(backend, endpoint, table),
    ...listParts(backend, endpoint, operation, table),
    ...(operation !== undefined &&
      own.some(({ id }) => id === `${base}-outbox`) && {
        events: eventsOf(backend.processes, operation)
          .filter((event) => event.entity === operation.entity && isSaidAtOnce(event, operation))
          .map(({ name }) => name),
      }),
    to: endOf(backend, endpoint, own),
    ...passingOf(backend, endpoint, table),
    audited: own.some(({ id }) => id === `${base}-audit`) || undefined,
    given: sceneOf(backend, endpoint, operation, table),
  });
}

/** Said by the operation itself; what its flow publishes may come later. */
const isSaidAtOnce = ({ name, operations = [] }: DomainEvent, operation: Operation): boolean =>
  operations.includes(operation.id) || isBroughtAbout(name, operation);

/** The state that its statement writes, where it is always the same. */
function endOf(
  { entities }: Backend,
  { entity }: Endpoint,
  own: Backend['data']['queries'],
): string | undefined {
  const field = entities.find(({ name }) => name === entity)?.lifecycle?.field;
  if (field === undefined) return undefined;
  const [first] = own.filter(({ kind }) => kind === 'update');
  return new RegExp(`\\bset (?:[^']*, )?${field} = '([^']+)'`).exec(first?.sql ?? '')?.[1];
}

const byMethod: Readonly<Record<string, string>> = {
  GET: 'read',
  POST: 'create',
  PUT: 'update',
  PATCH: 'update',
  DELETE: 'delete',
};

const verbOf = ({ method, path }: Endpoint): string =>
  method === 'GET' && !path.endsWith('}') ? 'list' : (byMethod[method] ?? 'process');

/** Signatures, and what nobody who is signed in has to know: passwords, codes, tokens. */
function wantsProof({ api }: Backend, endpoint: Endpoint): boolean {
  const schema = api.schemas.find(({ name }) => name === endpoint.requestSchema);
  const isSigned = endpoint.guards.some(
    ({ kind, name }) => kind === 'authentication' && /signature/.test(name),
  );
  const secrets = (schema?.properties ?? []).filter(({ dataClass }) => dataClass === 'secret');
  const isAsked = secrets.some(({ required }) => required);
  return isSigned || isAsked || (endpoint.access === 'public' && secrets.length > 0);
}

/** Fields of the body that are ids of objects: by their type, or by a name such as `cart_id`. */
function refsOf(backend: Backend, endpoint: Endpoint, operation: Operation | undefined): JsonObject {
  const schema = backend.api.schemas.find(({ name }) => name === endpoint.requestSchema);
  const entity = backend.entities.find(({ name }) => name === endpoint.entity);
  const refs = (schema?.properties ?? []).flatMap(({ name }): readonly (readonly [string, string])[] => {
    const field = [...(operation?.input ?? []), ...(entity?.fields ?? [])].find(
      (each) => each.name === name || `${each.name}_id` === name,
    );
    if (field?.type.kind === 'ref') return [[name, field.type.entity]];
    const meant = pascalCase(name.replace(/_id$/, ''));
    return name.endsWith('_id') && backend.entities.some((each) => each.name === meant)
      ? [[name, meant]]
      : [];
  });
  return refs.length === 0 ? {} : { refs: Object.fromEntries(refs) };
}

/** Keys that a client could break: every column of them is in the body or the path. */
function uniqueOf({ api }: Backend, endpoint: Endpoint, table: Table | undefined): JsonObject {
  const schema = api.schemas.find(({ name }) => name === endpoint.requestSchema);
  const said = new Set([
    ...(schema?.properties.map(({ name }) => name) ?? []),
    ...[...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
  ]);
  const keys = (table?.uniques ?? [])
    .map(({ columns }) => columns)
    .filter((columns) => columns.some((column) => schema?.properties.some(({ name }) => name === column)))
    .map((columns) => columns.filter((column) => said.has(column)));
  return keys.length === 0 || schema === undefined ? {} : { unique: keys };
}

function listParts(
  { source }: Backend,
  { verb, parameters }: Endpoint,
  operation: Operation | undefined,
  table: Table | undefined,
): JsonObject {
  if (verb !== 'list' || table === undefined || source !== 'designed') return {};
  const columns = new Set(table.columns.map(({ name }) => name));
  const filters = parameters
    .filter((each) => each.in === 'query' && columns.has(each.name) && each.name !== 'id')
    .map(({ name }) => name);
  const order = (operation?.by ?? []).flatMap((text): readonly Json[] => {
    const name = /^[+-]/.test(text) ? columnOf(table, text.slice(1)) : undefined;
    return name === undefined ? [] : [{ name, descending: text.startsWith('-') }];
  });
  return { filters, ...(order.length > 0 && { order }) };
}

function entityData(backend: Backend, table: Table): JsonObject {
  const entity = backend.entities.find(({ name }) => name === table.entity);
  return compact({
    name: table.entity ?? table.name,
    table: qualifiedName(table),
    own: entity === undefined ? undefined : ownSql(backend, entity.name),
    versioned: table.columns.some(({ name }) => name === 'version') || undefined,
    ...(entity?.lifecycle !== undefined && {
      lifecycle: {
        field: entity.lifecycle.field,
        states: [...entity.lifecycle.states],
        transitions: entity.lifecycle.transitions.map(([from, to]) => [from, to]),
      },
    }),
    checks: table.checks.map(({ name, sql }) => ({ name: name ?? sql, sql })),
    unique: table.uniques.map(({ name, columns }) => ({
      name: name ?? columns.join(', '),
      columns: [...columns],
    })),
  });
}

/** Consumers with a message for each, made from the types of the payload. */
function consumersOf(backend: Backend): readonly JsonObject[] {
  const schemas = new Map(backend.api.schemas.map((schema) => [schema.name, schema]));
  return backend.processes.events.flatMap((event) => {
    const entity = backend.entities.find(({ name }) => name === event.entity);
    const data: Record<string, Json> = {};
    for (const name of event.payload) {
      const property = fieldProperty(backend, entity, name);
      const value = property === undefined ? undefined : exampleOf(property.type, name, schemas);
      if (value !== undefined) data[name] = value;
    }
    return event.consumers.map(({ context, action }) => ({
      context,
      action,
      event: event.name,
      entity: event.entity,
      requirement: requirementOf(backend, context),
      data,
    }));
  });
}

/** The peak of each workload that an endpoint serves, with the response time its objective allows. */
function loadOf(backend: Backend): readonly JsonObject[] {
  const levels = serviceLevels(backend);
  return backend.load.rates.flatMap((rate): readonly JsonObject[] => {
    const workload = backend.load.workloads.find(({ id }) => id === rate.workload);
    const isCalled = testedEndpoints(backend).some(({ operation }) => operation === rate.operation);
    if (!isCalled || workload?.every !== undefined) return [];
    const { latency } = levelOf(levels, rate.workload);
    return [
      compact({
        workload: rate.workload,
        operation: rate.operation,
        perSecond: Number(rate.peak.value.toPrecision(6)),
        percentile: latency?.percentile,
        limitMs: latency?.limitMs,
      }),
    ];
  });
}

/** Where the trail is kept, and the function that tells where its chain is broken. */
function auditOf({ data }: Backend): JsonObject {
  const trail = chainedTrail(data);
  if (trail === undefined) return {};
  return {
    audit: {
      table: qualifiedName(trail.entries),
      check: trailFunctions(trail).check,
      hasActions: trail.entries.columns.some(({ name }) => name === 'action'),
    },
  };
}
