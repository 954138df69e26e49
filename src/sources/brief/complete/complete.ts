import type { Brief, Fragment, Pack, Workload } from '../../../model/brief.ts';
import type { SaidWorkload } from '../fragment/workloads.ts';
import { plainOperation } from '../fragment/operations.ts';
import type { AppliedPack } from '../pack/instantiate.ts';
import type { PackLibrary } from '../pack/pack.ts';
import type { BriefResult } from '../problem.ts';
import { some } from '../reading.ts';
import type { Reading } from '../reading.ts';
import type { Said } from '../said.ts';
import { formatUsers } from '../values/users.ts';
import { contradictions } from './contradictions.ts';
import { changeEntities, classifyFields, mergeIntegrations, placeOperations, unmatchedClasses } from './merge.ts';
import { completeObjectives } from './objectives.ts';
import { resolvePacks } from './packs.ts';
import { openQuestions } from './questions.ts';
import { checkAccess, checkBrief, checkFlows, checkFragment, checkOwners, checkTwice } from './references.ts';
import { trimPack } from './trim.ts';
import { effectiveWorkloads } from './workloads.ts';
import type { Workloads } from './workloads.ts';
import { orderKey, worldOf } from './world.ts';
import type { NamedFragment, World } from './world.ts';

/**
 * From what was said to the whole brief: packs and what they require, defaults, workloads, objectives, then the
 * questions and contradictions. Every name is checked; a brief with a problem is not a brief.
 */
export function completeBrief(said: Said, library: PackLibrary, reading: Reading): BriefResult {
  const problems = [...reading.problems, ...library.problems];
  const applied = resolvePacks(said.asked, library, problems);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const fragments = composeFragments(said, applied, reading);
  const load = effectiveWorkloads(
    said.workloads.map((one) => resolvedOrder(one, fragments.world)),
    applied.flatMap(({ workloads }) => workloads).filter(({ operation }) => fragments.world.entities.has(operation.entity)),
    said.crowd,
    reading,
  );
  checkNames(said, applied, fragments, load, reading);
  problems.push(...reading.problems, ...applied.flatMap((pack) => pack.reading.problems));
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'brief', brief: assemble(said, applied, fragments, load) };
}

interface Composed {
  readonly own: Fragment;
  /** In the order of the applied packs. */
  readonly packs: readonly Fragment[];
  readonly world: World;
}

function composeFragments(said: Said, applied: readonly AppliedPack[], reading: Reading): Composed {
  const merged = mergeIntegrations(applied.map(({ pack }) => pack.fragment), said.fragment.integrations, (path) => reading.places.has(path));
  const named = (own: Fragment, packs: readonly Fragment[]): readonly NamedFragment[] => [
    ...packs.map((fragment, index) => ({ names: namesOf(applied[index]), fragment })),
    { names: [], fragment: own },
  ];
  const own = { ...said.fragment, integrations: merged.own };
  const first = worldOf(named(own, merged.packs));
  const changes = [...applied.flatMap((pack) => pack.changes), ...said.changes];
  const settle = (fragment: Fragment): Fragment =>
    classifyFields(placeOperations(changeEntities(fragment, changes), first.entities), said.policies.classes);
  const packs = merged.packs.map((fragment, index) =>
    settle(trimPack(fragment, first, applied[index]?.removedFields ?? new Set())),
  );
  const ownSettled = settle(withImplied(resolvedAccess(own, first), said.workloads, first, packs));
  return { own: ownSettled, packs, world: worldOf(named(ownSettled, packs)) };
}

const namesOf = (pack: AppliedPack | undefined): readonly string[] =>
  pack === undefined ? [] : [pack.source.id, ...pack.source.aliases];

/** `Inventory` in a rule stands for the entities of the capability inventory, unless an entity is called so. */
function resolvedAccess(fragment: Fragment, world: World): Fragment {
  const access = fragment.access.map((rule) => ({
    ...rule,
    entities: rule.entities.flatMap((name) =>
      name === '*' || world.entities.has(name) ? [name] : (world.packEntities.get(kebab(name)) ?? [name]),
    ),
  }));
  const operations = fragment.operations.map((operation) => ({
    ...operation,
    by: operation.by.map((key) => orderKey(world, operation.entity, key) ?? key),
  }));
  return { ...fragment, access, operations };
}

const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/** A workload may use an operation of a known entity that its pack does not list; the brief then brings it. */
function withImplied(own: Fragment, workloads: readonly SaidWorkload[], world: World, packs: readonly Fragment[]): Fragment {
  const known = new Set([own, ...packs].flatMap(({ operations }) => operations.map(({ id }) => id)));
  const implied = workloads.flatMap(({ workload, operation }) => {
    const entity = world.entities.get(operation.entity);
    if (entity === undefined || known.has(workload.operation)) return [];
    known.add(workload.operation);
    return [plainOperation({ entity: entity.name, context: entity.context }, operation.action ?? operation.verb, workload.origin)];
  });
  return { ...own, operations: [...own.operations, ...implied] };
}

const resolvedOrder = (one: SaidWorkload, world: World): SaidWorkload => ({
  ...one,
  workload: { ...one.workload, by: one.workload.by.map((key) => orderKey(world, one.operation.entity, key) ?? key) },
});

function checkNames(said: Said, applied: readonly AppliedPack[], { own, packs, world }: Composed, load: Workloads, reading: Reading): void {
  checkTwice(reading, own, applied.map(({ source }, index) => ({ id: source.id, fragment: packs[index] ?? own })));
  checkFragment(reading, own, world);
  checkFlows(reading, own, world);
  checkAccess(reading, own, world);
  checkOwners(reading, own, world);
  checkBrief(reading, said, world, load.workloads.map(({ id }) => id));
  for (const [index, pack] of applied.entries()) {
    const before = pack.reading.problems.length;
    const fragment = packs[index];
    if (fragment === undefined) continue;
    checkFragment(pack.reading, fragment, world);
    checkFlows(pack.reading, fragment, world);
    checkAccess(pack.reading, fragment, world);
    // What the pack had to say before was reported when it was applied.
    pack.reading.problems.splice(0, before);
  }
}

function assemble(said: Said, applied: readonly AppliedPack[], { own, packs, world }: Composed, { workloads, main }: Workloads): Brief {
  const completePacks = applied.map(({ pack }, index): Pack => ({ ...pack, fragment: packs[index] ?? pack.fragment }));
  const fields = [own, ...packs].flatMap((fragment) => [
    ...fragment.entities.flatMap((entity) => entity.fields.map((field) => ({ entity: entity.name, field }))),
    ...fragment.extensions.flatMap((extension) => extension.fields.map((field) => ({ entity: extension.entity, field }))),
  ]);
  const worded = workloads.map((workload) => withWords(workload, said.workloads));
  return {
    system: said.system,
    fragment: { ...own, workloads: worded },
    packs: completePacks,
    users: main.users,
    ...some({ crowd: crowdOf(said) }),
    objectives: completeObjectives(said.objectives),
    constraints: said.constraints,
    policies: said.policies,
    pins: said.pins,
    questions: openQuestions({ said, packs: applied, main, workloads }),
    contradictions: contradictions({ said, workloads, entities: [...world.entities.values()], fields }),
    unread: [...said.unread, ...unmatchedClasses([own, ...packs], said.policies.classes)],
  };
}

function withWords(workload: Workload, said: readonly SaidWorkload[]): Workload {
  const users = said.find((one) => one.workload.id === workload.id)?.users;
  return users === undefined
    ? workload
    : { ...workload, usersSaid: { value: formatUsers(users.count.value, users.basis), origin: users.count.origin } };
}

function crowdOf({ crowd }: Said): Brief['crowd'] {
  const { users, think, peak } = crowd;
  if (users === undefined && think === undefined && peak === undefined) return undefined;
  return some({
    users: users && { value: formatUsers(users.count.value, users.basis), origin: users.count.origin },
    think,
    peak,
  });
}
