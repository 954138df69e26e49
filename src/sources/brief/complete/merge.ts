import type { Brief, Fragment, Integration, Unread } from '../../../model/brief.ts';
import type { Entity, Field } from '../../../model/domain.ts';
import type { EntityChange } from '../fragment/entities.ts';
import { some } from '../reading.ts';

/** What `extend: true` says beside fields replaces what the pack says of the entity. */
export function changeEntities(fragment: Fragment, changes: readonly EntityChange[]): Fragment {
  return { ...fragment, entities: fragment.entities.map((entity) => changes.filter((change) => change.entity === entity.name).reduce(changed, entity)) };
}

const changed = (entity: Entity, change: EntityChange): Entity => ({
  ...entity,
  unique: [...entity.unique, ...change.unique],
  ...some({ rows: change.rows, growthPerYear: change.growthPerYear, retention: change.retention, owner: change.owner, about: change.about }),
});

/** An operation belongs to the context of its entity, whoever adds it. */
export function placeOperations(fragment: Fragment, entities: ReadonlyMap<string, Entity>): Fragment {
  const operations = fragment.operations.map((operation) => ({
    ...operation,
    context: entities.get(operation.entity)?.context ?? operation.context,
  }));
  return { ...fragment, operations };
}

export interface MergedIntegrations {
  readonly packs: readonly Fragment[];
  readonly own: readonly Integration[];
}

/**
 * An integration of the brief with the id of one that a pack brings, or the only one of its kind, is that peer: the
 * brief's words count, the pack fills what they leave open, and the flows of the packs call it by the brief's name.
 */
export function mergeIntegrations(
  packs: readonly Fragment[],
  own: readonly Integration[],
  isSaid: (path: string) => boolean,
): MergedIntegrations {
  const offered = packs.flatMap((fragment) => fragment.integrations);
  const taken = new Map<string, string>();
  const merged = own.map((integration) => {
    const sameKind = offered.filter(({ kind }) => kind === integration.kind);
    const peer = offered.find(({ id }) => id === integration.id) ?? (sameKind.length === 1 ? sameKind[0] : undefined);
    if (peer === undefined || taken.has(peer.id)) return integration;
    taken.set(peer.id, integration.id);
    const open = (key: 'style' | 'direction'): boolean => !isSaid(`integrations.${integration.id}.${key}`);
    return {
      ...peer,
      ...integration,
      ...(open('style') ? { style: peer.style } : {}),
      ...(open('direction') ? { direction: peer.direction } : {}),
    };
  });
  return { packs: packs.map((fragment) => renamed(fragment, taken)), own: merged };
}

function renamed(fragment: Fragment, taken: ReadonlyMap<string, string>): Fragment {
  if (taken.size === 0) return fragment;
  const name = (id: string): string => taken.get(id) ?? id;
  const prefix = 'integration:';
  return {
    ...fragment,
    integrations: fragment.integrations.filter(({ id }) => !taken.has(id)),
    flows: fragment.flows.map((flow) => ({
      ...flow,
      steps: flow.steps.map((step) =>
        step.at.startsWith(prefix) ? { ...step, at: `${prefix}${name(step.at.slice(prefix.length))}` } : step,
      ),
    })),
    threats: fragment.threats.map((threat) => ({ ...threat, target: name(threat.target) })),
  };
}

/** `policies.data.classes` marks fields wherever they come from. */
export function classifyFields(fragment: Fragment, classes: Brief['policies']['classes']): Fragment {
  const mark = (entity: string, field: Field): Field => {
    const found = classes.find(({ fields }) => fields.includes(`${entity}.${field.name}`) || fields.includes(`${entity}.*`));
    return found === undefined ? field : { ...field, dataClass: found.class };
  };
  return {
    ...fragment,
    entities: fragment.entities.map((entity) => ({ ...entity, fields: entity.fields.map((field) => mark(entity.name, field)) })),
    extensions: fragment.extensions.map((extension) => ({ ...extension, fields: extension.fields.map((field) => mark(extension.entity, field)) })),
  };
}

/** Classes given to fields that nothing brings: said and without effect, so it is told. */
export function unmatchedClasses(fragments: readonly Fragment[], classes: Brief['policies']['classes']): readonly Unread[] {
  const names = new Set(
    fragments.flatMap((fragment) => [
      ...fragment.entities.flatMap(({ name, fields }) => [`${name}.*`, ...fields.map((field) => `${name}.${field.name}`)]),
      ...fragment.extensions.flatMap(({ entity, fields }) => fields.map((field) => `${entity}.${field.name}`)),
    ]),
  );
  return classes.flatMap(({ class: dataClass, fields }) =>
    fields
      .filter((field) => !names.has(field))
      .map((field) => ({
        text: `policies.data.classes.${dataClass}: ${field}`,
        why: 'No pack of this brief and no entity of its own has such a field; the class has no effect.',
      })),
  );
}
