import type { Brief, Fragment, Pack } from '../../../model/brief.ts';
import type { Origin } from '../../../model/origin.ts';
import { report } from '../reading.ts';
import type { Reading } from '../reading.ts';
import type { SaidWorkload } from '../fragment/workloads.ts';
import { didYouMean } from '../suggest.ts';
import { toVerb } from '../values/operation.ts';
import { entitiesMeant, orderKey, pathOf } from './world.ts';
import type { World } from './world.ts';

/**
 * Names in the brief's own fragment that lead nowhere, each at its line. What packs say of packs that are not in use
 * is no error; the composition of the domain tells it.
 */
export function checkFragment(reading: Reading, fragment: Fragment, world: World): void {
  const check = checker(reading);
  const entities = [...world.entities.keys()];
  for (const entity of fragment.entities) {
    const at = pathOf(entity.origin);
    const names = [...(world.fields.get(entity.name)?.keys() ?? [])];
    if (entity.rowsPer !== undefined)
      check(entities, entity.rowsPer.entity, `${at}.rows`, 'There is no entity');
    for (const key of entity.unique.flat()) check(names, key, `${at}.unique`, `${entity.name} has no field`);
    if (entity.owner !== undefined) check(names, entity.owner, `${at}.owner`, `${entity.name} has no field`);
  }
  for (const field of [...fragment.entities, ...fragment.extensions].flatMap(({ fields }) => fields))
    if (field.type.kind === 'ref')
      check(entities, field.type.entity, pathOf(field.origin), 'No pack and no entity here is called');
  for (const { entity, origin } of fragment.extensions)
    check(
      entities,
      entity,
      pathOf(origin),
      'Only what is there can be extended; no pack and no entity here is called',
    );
  for (const operation of fragment.operations) {
    const at = pathOf(operation.origin);
    checkOrder(reading, operation.by, operation.entity, `${at}.by`, world);
    if (operation.flow !== undefined)
      check([...world.flows], operation.flow, `${at}.flow`, 'There is no flow');
  }
  for (const event of fragment.events) {
    const at = pathOf(event.origin);
    check(entities, event.entity, `${at}.entity`, 'There is no entity');
    const names = [...(world.fields.get(event.entity)?.keys() ?? [])];
    for (const field of [...event.payload, ...(event.orderedBy === undefined ? [] : [event.orderedBy])])
      check(names, field, at, `${event.entity} has no field`);
  }
  for (const test of fragment.tests)
    if (test.entity !== undefined)
      check(entities, test.entity, `${pathOf(test.origin)}.entity`, 'There is no entity');
  for (const event of fragment.audit)
    check(entities, event.entity, `${pathOf(event.origin)}.entity`, 'There is no entity');
  for (const threat of fragment.threats)
    for (const control of threat.controls)
      check([...world.controls], control, `${pathOf(threat.origin)}.controls`, 'There is no control');
}

type Check = (known: readonly string[], name: string, path: string, words: string) => void;

function checker(reading: Reading): Check {
  return (known, name, path, words) => {
    if (known.includes(name)) return;
    report(
      reading,
      placeOf(reading, path),
      `${path}: "${name.slice(0, 60)}" is not known.`,
      `${words} "${name.slice(0, 60)}".`,
      didYouMean(name, known),
    );
  };
}

/** The place of a path, or of the nearest path above it. */
export function placeOf(reading: Reading, path: string): { readonly line: number; readonly column: number } {
  const found = reading.places.get(path);
  if (found !== undefined) return found;
  const dot = path.lastIndexOf('.');
  return dot < 0 ? { line: 1, column: 1 } : placeOf(reading, path.slice(0, dot));
}

function checkOrder(
  reading: Reading,
  keys: readonly string[],
  entity: string,
  path: string,
  world: World,
): void {
  const names = [...(world.fields.get(entity)?.keys() ?? [])];
  for (const key of keys)
    if (orderKey(world, entity, key) === undefined)
      report(
        reading,
        placeOf(reading, path),
        `${path}: "${key.slice(0, 60)}" is not known.`,
        `${entity} has no such field to filter or order by.`,
        didYouMean(key.replace(/^-/, ''), names),
      );
}

export function checkFlows(reading: Reading, fragment: Fragment, world: World): void {
  const check = checker(reading);
  for (const flow of fragment.flows) {
    const at = pathOf(flow.origin);
    check([...world.operations], flow.trigger, `${at}.trigger`, 'There is no operation');
    for (const [index, step] of flow.steps.entries()) {
      const path = `${at}.steps.${index}`;
      if (step.on !== undefined) check([...world.operations], step.on, `${path}.on`, 'There is no operation');
      if (step.kind === 'publish')
        check([...world.events], step.action, `${path}.publish`, 'There is no event');
      else if (step.kind === 'remote')
        check(
          [...world.integrations],
          step.at.replace('integration:', ''),
          `${path}.at`,
          'There is no integration',
        );
      else check([...world.contexts], step.at, `${path}.at`, 'There is no context');
    }
  }
}

/** Roles, entities and verbs of access rules. */
export function checkAccess(reading: Reading, fragment: Fragment, world: World): void {
  const check = checker(reading);
  for (const rule of fragment.access) {
    const at = pathOf(rule.origin);
    check([...world.roles, 'anonymous'], rule.role, at, 'No actor is called');
    const meant = rule.entities.flatMap((name) => entitiesMeant(world, name) ?? [name]);
    for (const entity of meant)
      check(
        [...world.entities.keys(), ...world.packEntities.keys()],
        entity,
        at,
        'There is no entity or capability',
      );
    const named = new Set(
      [...world.operations]
        .map((id) => id.split(' '))
        .filter(([, entity]) => meant.includes(entity ?? ''))
        .map(([, , action]) => action),
    );
    for (const verb of rule.verbs)
      if (verb !== '*' && toVerb(verb) === undefined && !named.has(verb))
        check(
          [...named].filter((name) => name !== undefined),
          verb,
          at,
          'It is neither a verb nor an action of these entities:',
        );
  }
}

/** What the brief says of workloads, objectives and limits. */
export function checkBrief(
  reading: Reading,
  said: {
    readonly workloads: readonly SaidWorkload[];
    readonly objectives: Brief['objectives'];
    readonly policies: Brief['policies'];
  },
  world: World,
  workloadIds: readonly string[],
): void {
  const check = checker(reading);
  const roles = [...world.roles, 'anonymous'];
  for (const { workload, operation, path } of said.workloads) {
    check(roles, workload.actor, `${path}.actor`, 'No actor is called');
    check([...world.entities.keys()], operation.entity, `${path}.op`, 'There is no entity');
    if (world.entities.has(operation.entity))
      checkOrder(reading, workload.by, operation.entity, `${path}.by`, world);
    for (const step of workload.steps) {
      const event = /^publish\s+(\S+)$/.exec(step)?.[1];
      if (event !== undefined) check([...world.events], event, `${path}.steps`, 'There is no event');
    }
  }
  for (const { workload } of said.objectives)
    if (workload !== '*') check(workloadIds, workload, `slos.${workload}`, 'There is no workload');
  for (const { role } of said.policies.limits)
    check(roles, role, `policies.limits.${role}`, 'No actor is called');
}

/** Two documents may not bring the same thing: the second would silently replace the first. */
export function checkTwice(reading: Reading, own: Fragment, packs: readonly Pack[]): void {
  const groups: readonly [
    kind: string,
    names: (fragment: Fragment) => readonly (readonly [string, Origin])[],
  ][] = [
    ['entity', (part) => part.entities.map(({ name, origin }) => [name, origin] as const)],
    ['event', (part) => part.events.map(({ name, origin }) => [name, origin] as const)],
    ['flow', (part) => part.flows.map(({ id, origin }) => [id, origin] as const)],
  ];
  for (const [kind, names] of groups) {
    const seen = new Map<string, string>(
      packs.flatMap(({ id, fragment }) => names(fragment).map(([name]): [string, string] => [name, id])),
    );
    for (const [name, origin] of names(own)) {
      const by = seen.get(name);
      if (by === undefined) continue;
      const next =
        kind === 'entity' ? 'Add extend: true to change it, or choose another name.' : 'Choose another name.';
      report(
        reading,
        placeOf(reading, pathOf(origin)),
        `The ${kind} ${name} is there already.`,
        `The pack ${by} brings it.`,
        next,
      );
    }
  }
}
