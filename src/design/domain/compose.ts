import type { Actor, Brief, Fragment } from '../../model/brief.ts';
import type { Entity, Field } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';
import type { Domain } from '../domain.ts';
import { actorsOf, entitiesMeant, rulesInForce, rulesOfOwners, rulesOfWorkloads } from './access.ts';
import { contextsOf } from './contexts.ts';
import { merged, mergedEntities, mergedOperations, namedKeys } from './entities.ts';
import type { Part } from './entities.ts';
import { personField, personOf } from './fields.ts';
import { flowsOfWorkloads, knownEvents, knownFlows } from './flows.ts';
import { mergedIntegrations } from './integrations.ts';
import { countedEntities } from './volumes.ts';

/**
 * The packs of a brief and its own fragment as one domain. What two of them say of the same thing is settled (the
 * brief wins), names that lead nowhere fall away, and both are told in `gaps`.
 */
export function composeDomain(brief: Brief): Domain {
  const gaps: Gap[] = [];
  const parts = [
    ...brief.packs.map(({ id, fragment }): Part => ({ name: `pack ${id}`, fragment })),
    { name: 'the brief', fragment: brief.fragment },
  ];
  const read = mergedEntities(parts, brief.policies.classes, gaps);
  const entities = countedEntities(ownedEntities(read, brief.fragment), gaps);
  const operations = mergedOperations(parts, entities, gaps);
  const ruled = { entities, operations, packs: brief.packs };
  const workloads = brief.fragment.workloads.map((workload) => {
    const operation = operations.find(({ id }) => id === workload.operation);
    const entity = entities.find(({ name }) => name === operation?.entity);
    return entity === undefined
      ? workload
      : { ...workload, by: namedKeys(entity, workload.by, workload.id, gaps) };
  });
  const said = rulesInForce(
    brief.fragment.access,
    brief.packs.flatMap(({ fragment }) => fragment.access),
    ruled,
    gaps,
  );
  const worked = [...said, ...rulesOfWorkloads(workloads, said, ruled)];
  const access = [...worked, ...rulesOfOwners(worked, brief.fragment.entities, ruled, gaps)];
  const actors = actorsOf(everyone(parts), access, workloads);
  const all = <T>(kind: string, pick: (fragment: Fragment) => readonly T[], nameOf: (item: T) => string) =>
    merged(parts, kind, pick, nameOf, gaps);
  return {
    ...processes(brief, parts, entities, operations, gaps),
    entities: entities.map((entity) => ({ ...entity, fields: withRoles(entity.fields, actors) })),
    operations: operations.map((operation) =>
      operation.input === undefined ? operation : { ...operation, input: withRoles(operation.input, actors) },
    ),
    actors,
    access,
    workloads,
    controls: all(
      'control',
      ({ controls }) => controls,
      ({ id }) => id,
    ).map((control) => homed(control, undefined, brief, entities)),
    tests: all(
      'test',
      ({ tests }) => tests,
      ({ id }) => id,
    ).map((test) => homed(test, test.entity, brief, entities)),
    audit: all(
      'audit event',
      ({ audit }) => audit,
      ({ name }) => name,
    )
      .filter(({ entity }) => entities.some(({ name }) => name === entity))
      .map((event) => homed(event, event.entity, brief, entities)),
    gaps,
  };
}

type Processes = Pick<Domain, 'contexts' | 'events' | 'flows' | 'integrations' | 'threats'>;

function processes(
  brief: Brief,
  parts: readonly Part[],
  entities: readonly Entity[],
  operations: Domain['operations'],
  gaps: Gap[],
): Processes {
  const contexts = contextsOf(brief, entities);
  const { integrations, renamed } = mergedIntegrations(parts, gaps);
  const places = {
    contexts: new Set(contexts.map(({ id }) => id)),
    integrations: new Set(integrations.map(({ id }) => id)),
    renamed,
  };
  const events = knownEvents(
    merged(
      parts,
      'event',
      (fragment) => fragment.events,
      ({ name }) => name,
      gaps,
    ),
    entities,
    places,
    gaps,
  );
  const told = merged(
    parts,
    'flow',
    (fragment) => fragment.flows,
    ({ id }) => id,
    gaps,
  );
  const ruled = { entities, operations, packs: brief.packs };
  const contextOf = (name: string): string | undefined => {
    const [first] = entitiesMeant(name, ruled);
    return entities.find((entity) => entity.name === first)?.context;
  };
  const flows = knownFlows(
    [...told, ...flowsOfWorkloads(brief.fragment.workloads, told, operations, contextOf)],
    operations,
    events,
    places,
    gaps,
  );
  const threats = merged(
    parts,
    'threat',
    (fragment) => fragment.threats,
    ({ id }) => id,
    gaps,
  ).map((threat) => {
    const target = renamed.get(threat.target) ?? threat.target;
    const operation = operations.find(({ id }) => id === target);
    return homed({ ...threat, target }, operation?.entity ?? target, brief, entities);
  });
  return { contexts, events, flows, integrations, threats };
}

/** What the brief says outside any context belongs to that of the entity it speaks of. */
function homed<T extends { readonly context: string }>(
  item: T,
  entity: string | undefined,
  brief: Brief,
  entities: readonly Entity[],
): T {
  if (item.context !== brief.system.id) return item;
  const home = entities.find(({ name }) => name === entity)?.context;
  return home === undefined ? item : { ...item, context: home };
}

/** A rule that asks for the owner of an entity without one means its only reference to a person. */
function ownedEntities(entities: readonly Entity[], own: Fragment): readonly Entity[] {
  const person = personOf(entities);
  const given = new Set(own.entities.map(({ name }) => name));
  return entities.map((entity) => {
    const owner = entity.owner ?? (given.has(entity.name) ? personField(entity, person) : undefined);
    return owner === undefined ? entity : { ...entity, owner };
  });
}

/** A field that holds a role takes those of people; where nobody acts it is any word. */
function withRoles(fields: readonly Field[], actors: readonly Actor[]): readonly Field[] {
  const values = actors.filter(({ kind }) => kind === 'person').map(({ name }) => name);
  return fields.map((field): Field => {
    if (field.type.kind !== 'enum' || field.type.of !== 'roles') return field;
    return values.length > 0
      ? { ...field, type: { ...field.type, values } }
      : { ...field, type: { kind: 'string' }, maxLength: 40 };
  });
}

/** The brief decides what kind an actor is. */
function everyone(parts: readonly Part[]): Domain['actors'] {
  const byName = new Map(
    parts.flatMap(({ fragment }) => fragment.actors).map((actor) => [actor.name, actor]),
  );
  return [...byName.values()];
}
