import type { AccessRule, Brief, Fragment, Pack, Workload } from '../../../model/brief.ts';
import type { Origin } from '../../../model/origin.ts';
import { plainOperation } from '../fragment/operations.ts';
import type { SaidWorkload } from '../fragment/workloads.ts';
import type { AppliedPack } from '../pack/instantiate.ts';
import type { PackLibrary } from '../pack/pack.ts';
import type { BriefResult } from '../problem.ts';
import { some } from '../reading.ts';
import type { Reading } from '../reading.ts';
import type { Said } from '../said.ts';
import { operationId, toVerb } from '../values/operation.ts';
import type { OperationName } from '../values/operation.ts';
import { formatUsers } from '../values/users.ts';
import { changeEntities } from './changes.ts';
import { acceptedContradictions, contradictions } from './contradictions.ts';
import { checkEffects } from './effects.ts';
import { completeObjectives } from './objectives.ts';
import { resolvePacks } from './packs.ts';
import { openQuestions } from './questions.ts';
import { checkAccess, checkBrief, checkFlows, checkFragment, checkTwice } from './references.ts';
import { effectiveWorkloads } from './workloads.ts';
import type { Workloads } from './workloads.ts';
import { worldOf } from './world.ts';
import type { World } from './world.ts';

/**
 * From what was said to the whole brief: packs and what they require, defaults, workloads, objectives, then the
 * questions and contradictions. Every name the brief uses is checked; a brief with a problem is not a brief.
 */
export function completeBrief(said: Said, library: PackLibrary, reading: Reading): BriefResult {
  const problems = [...reading.problems, ...library.problems];
  const applied = resolvePacks(said.asked, library, problems);
  if (problems.length > 0) return { kind: 'invalid', problems };
  const composed = compose(said, applied);
  const offered = applied
    .flatMap(({ workloads }) => workloads)
    .filter(({ operation }) => composed.world.entities.has(operation.entity));
  const machines = new Set(
    [...composed.packs.map(({ fragment }) => fragment), composed.own]
      .flatMap(({ actors }) => actors)
      .flatMap(({ name, kind }) => (kind === 'system' ? [name] : [])),
  );
  const load = effectiveWorkloads(said.workloads, offered, machines, said.crowd, reading);
  checkNames(said, composed, load, reading);
  return reading.problems.length > 0
    ? { kind: 'invalid', problems: reading.problems }
    : { kind: 'brief', brief: assemble(said, applied, composed, load) };
}

interface Composed {
  readonly own: Fragment;
  readonly packs: readonly Pack[];
  readonly world: World;
}

function compose(said: Said, applied: readonly AppliedPack[]): Composed {
  const changes = [...applied.flatMap((pack) => pack.changes), ...said.changes];
  const packs = applied.map(({ pack }): Pack => ({
    ...pack,
    fragment: changeEntities(pack.fragment, changes),
  }));
  const named = applied.map(({ source }, index) => ({
    names: [source.id, ...source.aliases],
    fragment: packs[index]?.fragment ?? said.fragment,
  }));
  const without = worldOf([...named, { names: [], fragment: said.fragment }]);
  const own = withImplied(changeEntities(said.fragment, changes), said.workloads, without);
  return { own, packs, world: worldOf([...named, { names: [], fragment: own }]) };
}

/**
 * A workload or an access rule may use an operation of a known entity that its pack does not list; the brief then
 * brings it. A rule implies only what it names: neither `all` nor the entities of a capability bring anything.
 */
function withImplied(own: Fragment, workloads: readonly SaidWorkload[], world: World): Fragment {
  const known = new Set(world.operations);
  const implied = [...workloads.map(usedBy), ...own.access.flatMap(usedIn)].flatMap(({ name, origin }) => {
    const entity = world.entities.get(name.entity);
    const id = operationId(name);
    if (entity === undefined || known.has(id)) return [];
    known.add(id);
    return [
      plainOperation({ entity: entity.name, context: entity.context }, name.action ?? name.verb, origin),
    ];
  });
  return { ...own, operations: [...own.operations, ...implied] };
}

interface Use {
  readonly name: OperationName;
  readonly origin: Origin;
}

const usedBy = ({ workload, operation }: SaidWorkload): Use => ({ name: operation, origin: workload.origin });

const usedIn = ({ verbs, entities, origin }: AccessRule): readonly Use[] =>
  entities.flatMap((entity) =>
    verbs.flatMap((word) => {
      const verb = toVerb(word);
      return verb === undefined || verb === 'process' ? [] : [{ name: { verb, entity }, origin }];
    }),
  );

function checkNames(said: Said, { own, packs, world }: Composed, load: Workloads, reading: Reading): void {
  checkTwice(reading, own, packs);
  checkFragment(reading, own, world);
  checkFlows(reading, own, world);
  checkEffects(reading, own, [...packs.map(({ fragment }) => fragment), own], world);
  checkAccess(reading, own, world);
  const ids = load.workloads.map(({ id }) => id);
  checkBrief(reading, said, world, ids);
}

function assemble(
  said: Said,
  applied: readonly AppliedPack[],
  { own, packs, world }: Composed,
  { workloads, main }: Workloads,
): Brief {
  const found = contradictions({ said, workloads, world });
  const { accepted, unread } = acceptedContradictions(found, said.accepted);
  return {
    system: said.system,
    fragment: { ...own, workloads: workloads.map((workload) => withWords(workload, said.workloads)) },
    packs,
    users: main.users,
    ...some({ crowd: crowdOf(said) }),
    objectives: completeObjectives(said.objectives),
    constraints: said.constraints,
    policies: said.policies,
    pins: said.pins,
    questions: openQuestions({ said, packs: applied, main, workloads }),
    contradictions: accepted,
    unread: [...said.unread, ...unread],
  };
}

function withWords(workload: Workload, said: readonly SaidWorkload[]): Workload {
  const users = said.find((one) => one.workload.id === workload.id)?.users;
  return users === undefined
    ? workload
    : {
        ...workload,
        usersSaid: { value: formatUsers(users.count.value, users.basis), origin: users.count.origin },
      };
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
