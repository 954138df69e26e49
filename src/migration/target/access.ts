import type { AccessRule, Actor } from '../../model/brief.ts';
import type { Entity, Operation } from '../../model/domain.ts';
import type { Origin } from '../../model/origin.ts';
import { compareText } from '../../model/text.ts';

/** A role that may use an operation, and where that was read. */
export interface Grant {
  readonly role: string;
  readonly operation: string;
  readonly origin: Origin;
}

/** Whether a chain of references leads from a row to one person. */
function isOwned(entities: readonly Entity[], name: string): boolean {
  const person = entities.find(({ owner }) => owner === 'id')?.name;
  for (let at = name, steps = 0; steps < 6; steps += 1) {
    const entity = entities.find((each) => each.name === at);
    if (entity?.owner === undefined) return false;
    if (entity.owner === 'id') return true;
    const type = entity.fields.find((field) => field.name === entity.owner)?.type;
    if (type?.kind !== 'ref') return false;
    if (type.entity === person) return true;
    at = type.entity;
  }
  return false;
}

/** Who reaches own rows only. */
export interface Own {
  /** The role of the people; absent where only staff sign in. */
  readonly role?: string;
  /** Entities whose rows others do not see. */
  readonly hidden: ReadonlySet<string>;
  /** Operations that people ask for their own rows only, by id. */
  readonly operations: ReadonlySet<string>;
}

/**
 * One rule for all that a role may do with an entity. People change their own rows only, where rows are somebody's, and
 * see only those of what is hidden or what they were shown no others of.
 */
export function rulesOf(
  grants: readonly Grant[],
  operations: readonly Operation[],
  entities: readonly Entity[],
  own: Own,
): readonly AccessRule[] {
  const groups = new Map<string, { readonly rule: AccessRule; readonly verbs: Set<string> }>();
  for (const { role, operation: id, origin } of grants) {
    const operation = operations.find((each) => each.id === id);
    if (operation === undefined || operation.anonymous) continue;
    const { entity, verb } = operation;
    const reads = verb === 'list' || verb === 'read' || verb === 'search';
    const isOwn =
      role === own.role &&
      (!reads || own.hidden.has(entity) || own.operations.has(id)) &&
      isOwned(entities, entity);
    const key = `${role} ${entity} ${isOwn ? 'own' : 'all'}`;
    const group = groups.get(key) ?? {
      rule: {
        role,
        verbs: [],
        entities: [entity],
        ...(isOwn && { where: 'owner' as const }),
        origin,
      },
      verbs: new Set<string>(),
    };
    group.verbs.add(operation.action ?? operation.verb);
    groups.set(key, group);
  }
  return [...groups]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([, { rule, verbs }]) => ({ ...rule, verbs: [...verbs].toSorted(compareText) }));
}

/** Actors behind the rules: systems by their names, everybody else is a person. */
export function actorsOf(rules: readonly AccessRule[], systems: ReadonlySet<string>): readonly Actor[] {
  const first = new Map<string, AccessRule>();
  for (const rule of rules) if (!first.has(rule.role)) first.set(rule.role, rule);
  return [...first].map(([name, { origin }]) => ({
    name,
    kind: systems.has(name) ? 'system' : 'person',
    origin,
  }));
}
