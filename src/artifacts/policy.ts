import type { Backend } from '../model/backend.ts';
import type { Origin } from '../model/origin.ts';
import { compareText } from '../model/text.ts';
import { compact, jsonText } from './emitted.ts';
import type { Emitted, JsonObject } from './emitted.ts';

/** The role of a caller who is not signed in. */
export const anonymousRole = 'anonymous';

/**
 * The access policy in one file: the rules as they were said, and the matrix as it is enforced. Both stand side by
 * side so that one can be checked against the other. Whatever no rule allows is denied.
 */
export function policyDocument(backend: Backend): Emitted {
  const { trust, operations } = backend;
  const roles = roleNames(backend);
  const document: JsonObject = {
    policy: 1,
    default: 'deny',
    roles: roles.map((name) => ({
      name,
      kind: trust.actors.find((actor) => actor.name === name)?.kind ?? 'person',
      declared: name === anonymousRole || trust.actors.some((actor) => actor.name === name),
    })),
    entities: backend.entities.map((entity) => compact({ name: entity.name, owner: entity.owner })),
    operations: operations.map((operation) =>
      compact({
        id: operation.id,
        verb: operation.verb,
        entity: operation.entity,
        action: operation.action,
        anonymous: operation.anonymous,
      }),
    ),
    rules: trust.rules.map((rule) =>
      compact({
        role: rule.role,
        verbs: rule.verbs,
        entities: rule.entities,
        where: rule.where,
        mask: rule.mask,
        from: place(rule.origin),
      }),
    ),
    permissions: trust.permissions.map((row) =>
      compact({
        role: row.role,
        operation: row.operation,
        effect: row.effect,
        condition: row.condition,
        mask: row.mask,
      }),
    ),
  };
  return { text: jsonText(document), lost: losses(backend) };
}

/** Every role that is declared or named anywhere; `*` is none. */
export function roleNames(backend: Backend): readonly string[] {
  const { actors, rules, permissions } = backend.trust;
  const named = [
    ...actors.map(({ name }) => name),
    ...rules.map(({ role }) => role),
    ...permissions.map(({ role }) => role),
  ];
  return [...new Set([anonymousRole, ...named])].filter((role) => role !== '*').sort(compareText);
}

function losses(backend: Backend): readonly string[] {
  const guarded = backend.api.endpoints.filter(
    ({ guards, operation }) => guards.length > 0 && operation === undefined,
  );
  return guarded.length === 0
    ? []
    : [`guards of ${guarded.length} endpoints are code, not rules: they are not in the policy`];
}

function place(origin: Origin): string {
  switch (origin.kind) {
    case 'read':
      return `${origin.file}:${origin.line}`;
    case 'catalog':
      return origin.object;
    case 'given':
      return origin.path;
    case 'derived':
      return origin.rule;
    case 'default':
      return `${origin.pack}@${origin.version}`;
    case 'assumed':
      return `assumed: ${origin.because}`;
  }
}
