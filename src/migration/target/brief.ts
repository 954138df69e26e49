import type { Brief, Question } from '../../model/brief.ts';
import type { Entity } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';
import { actorsOf, rulesOf } from './access.ts';
import type { Grant } from './access.ts';
import { blankBrief } from './blank.ts';
import type { Ground } from './ground.ts';
import { integrationsOf } from './integrations.ts';
import { boundFields, evidenceOf, filteredByOwner } from './evidence.ts';
import { standingsOf } from './openness.ts';
import { abilitiesAsked } from './access-questions.ts';
import { batchOf, scheduler } from './jobs.ts';
import { usersOf, workloadsOf } from './load.ts';
import { operationId, operationsOf } from './operations.ts';
import type { Asked } from './operations.ts';
import { isDecided } from './packs.ts';
import { owned, privateEntities, settingsAmong, unseenEntities, vitalEntities } from './privacy.ts';
import { rolesFor } from './roles.ts';

/** The wishes with what the legacy system has, and what was decided on the way. */
export function briefOf(
  ground: Ground,
  wishes: Brief | undefined,
): { readonly brief: Brief; readonly notes: readonly Gap[] } {
  const base = wishes ?? blankBrief(ground.legacy);
  const { brought } = ground;
  const theirs = new Set(brought.entities.map(({ name }) => name));
  const landed = [
    ...new Map([...ground.landings.values()].map(({ entity }) => [entity.name, entity])).values(),
  ];
  const others = brought.entities.filter(({ name }) => !landed.some((entity) => entity.name === name));
  const entities = kept(owned([...others, ...landed], boundFields(ground)), ground);
  const { asked, grants, own, notes, questions } = askedOf(ground, entities);
  const known = new Set(brought.operations.map(({ id }) => id));
  const operations = operationsOf(asked, entities).filter(({ id }) => !known.has(id));
  const { integrations, gaps } = integrationsOf(ground.legacy);
  const roles = rolesFor(ground);
  const undecided = brought.operations.filter((operation) => !isDecided(brought, operation));
  const access = rulesOf(grants, [...operations, ...undecided], entities, {
    ...(ground.people.onlyStaff !== true && { role: roles.person }),
    hidden: privateEntities(entities),
    operations: own,
  });
  const systems = new Set([scheduler, ...roles.systems]);
  const counts = new Map<string, number>();
  for (const { act } of asked) counts.set(operationId(act), (counts.get(operationId(act)) ?? 0) + 1);
  const batches = ground.jobs.flatMap((move) => batchOf(move) ?? []);
  const said = base.fragment.workloads;
  const all = [...brought.operations, ...operations];
  const workloads = said.length > 0 ? said : workloadsOf(all, grants, counts, roles.person);
  return {
    brief: {
      ...base,
      users: usersOf(wishes),
      fragment: {
        ...base.fragment,
        entities: [...base.fragment.entities, ...entities.filter(({ name }) => !theirs.has(name))],
        extensions: [...base.fragment.extensions, ...ground.extensions],
        operations: [...base.fragment.operations, ...operations],
        actors: [
          ...base.fragment.actors,
          ...actorsOf(access, systems).filter(({ name }) => !brought.actors.includes(name)),
        ],
        access: [...base.fragment.access, ...access],
        workloads: [...workloads, ...batches],
        integrations: [...base.fragment.integrations, ...integrations],
      },
      questions: [...base.questions.filter(({ id }) => id !== 'capabilities'), ...questions, ...torn(ground)],
    },
    notes: [...ground.notes, ...notes, ...gaps],
  };
}

/** How long rows are kept, where a job of the legacy system removes them. */
function kept(entities: readonly Entity[], { jobs }: Ground): readonly Entity[] {
  const keep = new Map(jobs.flatMap(({ retention }) => retention).map((each) => [each.entity, each.keep]));
  return entities.map((entity) => {
    const retention = keep.get(entity.name);
    return retention === undefined ? entity : { ...entity, retention };
  });
}

interface AskedFor {
  readonly asked: readonly Asked[];
  readonly grants: readonly Grant[];
  /** Operations that people ask for their own rows only. */
  readonly own: ReadonlySet<string>;
  readonly notes: readonly Gap[];
  readonly questions: readonly Question[];
}

function askedOf(ground: Ground, entities: readonly Entity[]): AskedFor {
  const evidence = evidenceOf(ground);
  const standings = standingsOf({
    evidence,
    entities,
    closed: privateEntities(entities),
    unseen: unseenEntities(ground),
    filtered: filteredByOwner(ground, entities),
    vital: vitalEntities(entities),
    settings: settingsAmong(entities),
    roles: rolesFor(ground),
    ...(ground.people.onlyStaff === true && { onlyStaff: true as const }),
  });
  const theirs = new Set(ground.brought.operations.map(({ id }) => id));
  const told = ground.endpoints.flatMap(({ endpoint: { id, origin }, move }): readonly Gap[] =>
    move.kind === 'stays' ? [{ kind: 'endpoint', subject: id, why: move.because, origin }] : [],
  );
  const jobs = ground.jobs.flatMap(({ job, act, every }) =>
    act === undefined ? [] : [{ job, act, isQueued: every === undefined }],
  );
  return {
    asked: [
      ...evidence.map(({ act, account, endpoint, operation }): Asked => ({
        act,
        origin: endpoint.origin,
        from: endpoint.id,
        anonymous: standings.get(operation)?.isOpen === true,
        ...(account !== undefined && { account }),
      })),
      ...jobs.map(({ job, act, isQueued }): Asked => ({
        act,
        origin: job.origin,
        from: job.id,
        anonymous: false,
        ...(isQueued && { longRunning: true }),
      })),
    ],
    grants: [
      ...[...standings.values()].flatMap(({ grants }) => grants),
      ...jobs.map(({ job, act }) => ({ role: scheduler, operation: operationId(act), origin: job.origin })),
    ],
    own: new Set([...standings].flatMap(([id, { isOwn }]) => (isOwn ? [id] : []))),
    notes: told,
    questions: [
      ...[...standings].flatMap(([id, { questions }]) => (theirs.has(id) ? [] : questions)),
      ...abilitiesAsked(ground.endpoints),
    ],
  };
}

const torn = ({ cut }: Ground): readonly Question[] =>
  cut.contradictions.map((what, at) => ({
    id: `cut-${at + 1}`,
    ask: `Which tables belong together? ${what}`,
    affects: ['architecture', 'plan'],
    default: 'one context for all tables',
    effect: 'Everything moves in one piece.',
    impact: 'high',
    answer: 'decisions',
    origin: { kind: 'derived', rule: 'decisions about tables exclude each other', from: [what] },
  }));
