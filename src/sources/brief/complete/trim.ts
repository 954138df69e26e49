import type { Fragment } from '../../../model/brief.ts';
import type { Entity, Field, Flow } from '../../../model/domain.ts';
import type { World } from './world.ts';

/**
 * Packs speak of each other without requiring each other: what a pack says of an entity, context or integration that
 * is not part of this brief (pack not asked for, or left out by an option) has no subject here and is left out.
 * A field that must hold a reference stays, so that the missing entity is reported.
 */
export function trimPack(fragment: Fragment, world: World, removedFields: ReadonlySet<string>): Fragment {
  const has = (entity: string): boolean => world.entities.has(entity);
  const gone = new Set([...removedFields, ...fragment.entities.flatMap((entity) => danglingOptional(entity.name, entity.fields, has))]);
  const keeps = (entity: string, field: string): boolean => !gone.has(`${entity}.${field.replace(/^-/, '')}`);
  return {
    ...fragment,
    entities: fragment.entities.map((entity) => trimEntity(entity, keeps)),
    extensions: fragment.extensions
      .filter(({ entity }) => has(entity))
      .map((extension) => {
        const dangling = danglingOptional(extension.entity, extension.fields, has);
        return { ...extension, fields: extension.fields.filter(({ name }) => !dangling.includes(`${extension.entity}.${name}`)) };
      }),
    operations: fragment.operations
      .filter(({ entity }) => has(entity))
      .map((operation) => ({ ...operation, by: operation.by.filter((key) => keeps(operation.entity, key)) })),
    events: fragment.events
      .filter(({ entity }) => has(entity))
      .map((event) => ({
        ...event,
        payload: event.payload.filter((field) => keeps(event.entity, field)),
        consumers: event.consumers.filter(({ context }) => world.contexts.has(context)),
      })),
    flows: fragment.flows.filter(({ trigger }) => has(trigger.split(' ')[1] ?? '')).map((flow) => trimFlow(flow, world)),
    access: fragment.access
      .map((rule) => ({ ...rule, entities: rule.entities.filter((name) => name === '*' || has(name)) }))
      .filter(({ entities }) => entities.length > 0),
    threats: fragment.threats.filter(({ target }) => !/^[A-Z]/.test(target) || has(target)),
    tests: fragment.tests.filter(({ entity }) => entity === undefined || has(entity)),
    audit: fragment.audit.filter(({ entity }) => has(entity)),
  };
}

const danglingOptional = (entity: string, fields: readonly Field[], has: (entity: string) => boolean): readonly string[] =>
  fields.filter(({ type, optional }) => optional && type.kind === 'ref' && !has(type.entity)).map(({ name }) => `${entity}.${name}`);

function trimEntity(entity: Entity, keeps: (entity: string, field: string) => boolean): Entity {
  return {
    ...entity,
    fields: entity.fields.filter(({ name }) => keeps(entity.name, name)),
    unique: entity.unique.map((key) => key.filter((field) => keeps(entity.name, field))).filter((key) => key.length > 0),
  };
}

function trimFlow(flow: Flow, world: World): Flow {
  return {
    ...flow,
    steps: flow.steps.filter(({ at, kind, action }) =>
      kind === 'publish'
        ? world.events.has(action)
        : at.startsWith('integration:')
          ? world.integrations.has(at.slice('integration:'.length))
          : world.contexts.has(at),
    ),
  };
}
