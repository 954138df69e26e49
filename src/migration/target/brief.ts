import { kebabCase } from '../../artifacts/words.ts';
import type { Brief, Question } from '../../model/brief.ts';
import type { Entity } from '../../model/domain.ts';
import { compareText } from '../../model/text.ts';
import type { Gap } from '../../model/origin.ts';
import { actorsOf, rulesOf } from './access.ts';
import type { Grant } from './access.ts';
import { blankBrief } from './blank.ts';
import type { Ground } from './ground.ts';
import { integrationsOf } from './integrations.ts';
import { batchOf, scheduler } from './jobs.ts';
import { usersOf, workloadsOf } from './load.ts';
import { operationId, operationsOf } from './operations.ts';
import type { Asked } from './operations.ts';
import { isDecided } from './packs.ts';
import { owned, privateEntities, unseenEntities } from './privacy.ts';
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
  const entities = kept(owned([...others, ...landed]), ground);
  const { asked, grants, notes, questions } = askedOf(ground, entities);
  const known = new Set(brought.operations.map(({ id }) => id));
  const operations = operationsOf(asked, entities).filter(({ id }) => !known.has(id));
  const { integrations, gaps } = integrationsOf(ground.legacy);
  const roles = rolesFor(ground);
  const undecided = brought.operations.filter((operation) => !isDecided(brought, operation));
  const access = rulesOf(grants, [...operations, ...undecided], entities, {
    ...(ground.people.onlyStaff !== true && { role: roles.person }),
    hidden: new Set([...privateEntities(entities), ...ofTheCaller(ground, entities)]),
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

/** Entities of which some statement asks for the rows of one person. */
const ofTheCaller = ({ statements, landings }: Ground, entities: readonly Entity[]): readonly string[] =>
  statements.flatMap(({ table, filters }) => {
    const landing = landings.get(table);
    const owner = entities.find(({ name }) => name === landing?.entity.name)?.owner;
    return landing !== undefined && filters.some((column) => landing.fields.get(column) === owner)
      ? [landing.entity.name]
      : [];
  });

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
  readonly notes: readonly Gap[];
  readonly questions: readonly Question[];
}

function askedOf(ground: Ground, entities: readonly Entity[]): AskedFor {
  const closed = privateEntities(entities);
  const unseen = unseenEntities(ground);
  const roles = rolesFor(ground);
  const asked: Asked[] = [];
  const grants: Grant[] = [];
  const notes: Gap[] = [];
  const questions: Question[] = [];
  for (const { endpoint, caller, move } of ground.endpoints) {
    const { origin } = endpoint;
    if (move.kind === 'stays') {
      notes.push({ kind: 'endpoint', subject: endpoint.id, why: move.because, origin });
      continue;
    }
    if (move.isJob === true) continue;
    for (const act of move.acts) {
      const id = operationId(act);
      const isAccount = move.account === 'sign-in' || move.account === 'register';
      const isOpen =
        caller.kind === 'anyone' &&
        !unseen.has(act.entity) &&
        (act.verb === 'create' || isRead(act.verb)) &&
        (act.verb === 'create' || !closed.has(act.entity));
      asked.push({
        act,
        origin,
        from: endpoint.id,
        anonymous: isAccount || isOpen,
        ...(move.account !== undefined && { account: move.account }),
      });
      for (const role of roles.of(caller, act)) grants.push({ role, operation: id, origin });
      if (ground.brought.operations.some((operation) => operation.id === id)) continue;
      if (caller.kind === 'anyone' && !isOpen && !isAccount)
        questions.push(openToAll(endpoint.id, id, roles.of(caller, act).join(', '), origin));
      if (caller.kind === 'unknown' && !isAccount)
        questions.push(unknownCaller(endpoint.id, id, roles.of(caller, act).join(', '), origin));
    }
  }
  for (const move of ground.jobs) {
    const { job, act, every } = move;
    if (act === undefined) continue;
    asked.push({
      act,
      origin: job.origin,
      from: job.id,
      anonymous: false,
      ...(every === undefined && { longRunning: true }),
    });
    grants.push({ role: scheduler, operation: operationId(act), origin: job.origin });
  }
  return { asked, grants, notes, questions: distinct([...questions, ...abilitiesAsked(ground)]) };
}

const isRead = (verb: string): boolean => verb === 'list' || verb === 'read' || verb === 'search';

const openToAll = (
  endpoint: string,
  operation: string,
  role: string,
  origin: Question['origin'],
): Question => ({
  id: `open-${kebabCase(operation)}`,
  ask: `${endpoint} answers anybody. Shall \`${operation}\` stay open to everybody?`,
  affects: ['security', 'api'],
  default: `no: only ${role} may`,
  effect: 'Whoever used it without signing in has to sign in, or gets a link that proves who they are.',
  impact: 'high',
  answer: 'policies.access',
  origin,
});

const unknownCaller = (
  endpoint: string,
  operation: string,
  role: string,
  origin: Question['origin'],
): Question => ({
  id: `caller-${kebabCase(operation)}`,
  ask: `Who may call ${endpoint}? What runs before it was not understood.`,
  affects: ['security', 'api'],
  default: `only ${role} may \`${operation}\``,
  effect: 'Whoever else used it is refused until a rule allows it.',
  impact: 'medium',
  answer: 'policies.access',
  origin,
});

/** Abilities are finer than roles: who has which is kept in rows or in code that was not read. */
function abilitiesAsked({ endpoints }: Ground): readonly Question[] {
  const found = endpoints.filter(({ caller }) => caller.abilities.length > 0);
  const names = [...new Set(found.flatMap(({ caller }) => caller.abilities))].toSorted(compareText);
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      id: 'abilities',
      ask: `Which roles have which of the ${names.length} abilities that guards ask for (${names.slice(0, 6).join(', ')}${names.length > 6 ? ' …' : ''})?`,
      affects: ['security'],
      default: 'one role, staff, has all of them',
      effect: 'Whoever had some of them only could do more than before.',
      impact: 'high',
      answer: 'policies.access',
      origin: first.endpoint.origin,
    },
  ];
}

const distinct = (questions: readonly Question[]): readonly Question[] =>
  [...new Map(questions.toReversed().map((question) => [question.id, question])).values()].toReversed();

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
