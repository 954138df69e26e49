import type { AccessRule, Actor, Pack, Workload } from '../../model/brief.ts';
import type { Entity, Operation } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';
import { ownerPath } from './fields.ts';

/** What rules are resolved against. */
export interface Ruled {
  readonly entities: readonly Entity[];
  readonly operations: readonly Operation[];
  readonly packs: readonly Pack[];
}

/** The word of a rule that means an operation: its action, or its verb. */
export const wordOf = (operation: Operation): string => operation.action ?? operation.verb;

/** Whether a rule speaks of an operation; `process` stands for every named action. */
export function speaksOf(rule: AccessRule, operation: Operation): boolean {
  const entity = rule.entities.includes('*') || rule.entities.includes(operation.entity);
  const verb =
    rule.verbs.includes('*') ||
    rule.verbs.includes(wordOf(operation)) ||
    (operation.action !== undefined && rule.verbs.includes('process'));
  return entity && verb;
}

/** Entities by name, all by `*`, or those of the capability so called (`Inventory`). */
export function entitiesMeant(name: string, { entities, packs }: Ruled): readonly string[] {
  if (name === '*' || entities.some((entity) => entity.name === name)) return [name];
  const id = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  const pack = packs.find((each) => each.id === id || (each.aliases ?? []).includes(id));
  return entities.flatMap((entity) => (entity.context === pack?.id ? [entity.name] : []));
}

/**
 * The rules in force. Each pair of role and operation is decided by the first rule that speaks of it: those of the
 * brief in their order, then those of the packs in theirs. A rule keeps what no earlier one has decided, so that none
 * stands idle beside another and the brief may narrow what a pack allows.
 */
export function rulesInForce(
  own: readonly AccessRule[],
  brought: readonly AccessRule[],
  ruled: Ruled,
  gaps: Gap[],
): readonly AccessRule[] {
  const decided = new Set<string>();
  return [...own, ...brought].flatMap((said) => {
    const isOwn = own.includes(said);
    const rule = { ...said, entities: said.entities.flatMap((name) => entitiesMeant(name, ruled)) };
    const spoken = ruled.operations.filter((operation) => speaksOf(rule, operation));
    const left = spoken.filter(({ id }) => !decided.has(`${rule.role} ${id}`));
    for (const { id } of left) decided.add(`${rule.role} ${id}`);
    const silent = silence(said, spoken, left, isOwn, ruled);
    if (silent !== undefined) gaps.push(silent);
    if (left.length === 0) return [];
    return withOwners(
      left.length === spoken.length ? narrowed(rule, spoken) : split(rule, left),
      ruled,
      gaps,
    );
  });
}

function silence(
  rule: AccessRule,
  spoken: readonly Operation[],
  left: readonly Operation[],
  isOwn: boolean,
  { entities }: Ruled,
): Gap | undefined {
  const words = `${rule.role} may ${rule.verbs.join(', ')} ${rule.entities.join(', ')}`;
  if (spoken.length === 0 && (isOwn || rule.entities.some((name) => entities.some((e) => e.name === name))))
    return {
      kind: 'access-rule',
      subject: words,
      why: 'It speaks of no operation of this design.',
      origin: rule.origin,
    };
  if (isOwn && left.length === 0 && spoken.length > 0)
    return {
      kind: 'access-rule',
      subject: words,
      why: 'An earlier rule of the brief decides all it says.',
      origin: rule.origin,
    };
  if (isOwn && left.length < spoken.length) {
    const taken = spoken.filter((operation) => !left.includes(operation)).map(({ id }) => id);
    return {
      kind: 'access-rule',
      subject: words,
      why: `An earlier rule of the brief decides ${taken.slice(0, 3).join(', ')}${taken.length > 3 ? ` and ${taken.length - 3} more` : ''} already.`,
      origin: rule.origin,
    };
  }
  return undefined;
}

/** Without the entities and verbs that mean no operation here. */
function narrowed(rule: AccessRule, spoken: readonly Operation[]): readonly AccessRule[] {
  const entities = rule.entities.filter(
    (name) => name === '*' || spoken.some(({ entity }) => entity === name),
  );
  const verbs = rule.verbs.filter(
    (word) =>
      word === '*' ||
      spoken.some(
        (operation) => wordOf(operation) === word || (word === 'process' && operation.action !== undefined),
      ),
  );
  return [{ ...rule, entities, verbs }];
}

/** One rule for all entities of which the same verbs are left. */
function split(rule: AccessRule, left: readonly Operation[]): readonly AccessRule[] {
  const byEntity = new Map<string, readonly string[]>();
  for (const operation of left)
    byEntity.set(operation.entity, [...(byEntity.get(operation.entity) ?? []), wordOf(operation)]);
  const byVerbs = new Map<
    string,
    { readonly verbs: readonly string[]; readonly entities: readonly string[] }
  >();
  for (const [entity, verbs] of byEntity) {
    const key = verbs.toSorted().join(' ');
    byVerbs.set(key, { verbs, entities: [...(byVerbs.get(key)?.entities ?? []), entity] });
  }
  return [...byVerbs.values()].map(({ verbs, entities }) => ({ ...rule, verbs, entities }));
}

/** A condition on the owner allows nothing where no chain of references leads to one person; that is told. */
function withOwners(rules: readonly AccessRule[], { entities }: Ruled, gaps: Gap[]): readonly AccessRule[] {
  return rules.flatMap((rule) => {
    if (rule.where !== 'owner') return [rule];
    const named = rule.entities.includes('*') ? entities.map(({ name }) => name) : rule.entities;
    const owned = named.filter((name) => ownerPath(entities, name) !== undefined);
    for (const name of rule.entities.filter((each) => each !== '*' && !owned.includes(each)))
      gaps.push({
        kind: 'owner',
        subject: name,
        why: `${rule.role} may reach ${name} as its owner, but no field of it leads to one person: nobody owns it, so this allows nothing.`,
        origin: rule.origin,
      });
    return owned.length === 0 ? [] : [{ ...rule, entities: owned }];
  });
}

/**
 * Who carries out a workload must be allowed to. Where no rule speaks of it, one is assumed, on own rows only where
 * the entity has an owner.
 */
export function rulesOfWorkloads(
  workloads: readonly Workload[],
  rules: readonly AccessRule[],
  { entities, operations }: Ruled,
): readonly AccessRule[] {
  const added: AccessRule[] = [];
  for (const { id, actor, operation: name } of workloads) {
    const operation = operations.find((each) => each.id === name);
    const decided = [...rules, ...added].some(
      (rule) => rule.role === actor && operation !== undefined && speaksOf(rule, operation),
    );
    if (operation === undefined || operation.anonymous || decided) continue;
    const owned = ownerPath(entities, operation.entity) !== undefined;
    added.push({
      role: actor,
      verbs: [wordOf(operation)],
      entities: [operation.entity],
      ...(owned && { where: 'owner' as const }),
      origin: {
        kind: 'assumed',
        because: `the workload ${id} says that ${actor} does it, and no rule says whether they may`,
      },
    });
  }
  return added;
}

/**
 * What the user's own entity, of which no rule speaks, allows: a role that acts for itself elsewhere gets its own
 * rows, where one reference tells whose they are. Everything else stays refused, and that is told.
 */
export function rulesOfOwners(
  rules: readonly AccessRule[],
  given: readonly Entity[],
  { entities, operations }: Ruled,
  gaps: Gap[],
): readonly AccessRule[] {
  const selves = [...new Set(rules.flatMap(({ role, where }) => (where === 'owner' ? [role] : [])))];
  return given.flatMap(({ name, origin }) => {
    const own = operations.filter(({ entity, anonymous }) => entity === name && !anonymous);
    const spoken = own.some((operation) => rules.some((rule) => speaksOf(rule, operation)));
    if (own.length === 0 || spoken) return [];
    const owned = ownerPath(entities, name) !== undefined && selves.length > 0;
    gaps.push({
      kind: 'access-rule',
      subject: name,
      why: owned
        ? `No rule says who may use ${name}; ${selves.join(', ')} get their own rows, everybody else is refused.`
        : `No rule says who may use ${name}; everybody is refused. Add one under policies.access.`,
      origin,
    });
    if (!owned) return [];
    const because = `no rule speaks of ${name}, and one of its fields tells whose a row is`;
    return selves.map((role): AccessRule => ({
      role,
      verbs: own.map(wordOf),
      entities: [name],
      where: 'owner',
      origin: { kind: 'assumed', because },
    }));
  });
}

/** Actors by name, and those that only a rule or a workload names. */
export function actorsOf(
  declared: readonly Actor[],
  rules: readonly AccessRule[],
  workloads: readonly Workload[],
): readonly Actor[] {
  const known = new Set(declared.map(({ name }) => name));
  const named = [
    ...rules.map(({ role, origin }) => ({ name: role, origin })),
    ...workloads.map(({ actor, origin }) => ({ name: actor, origin })),
  ];
  const more = named.flatMap(({ name, origin }): readonly Actor[] => {
    if (known.has(name) || name === 'anonymous') return [];
    known.add(name);
    return [{ name, kind: 'person', origin }];
  });
  return [...declared, ...more];
}
