import type { Recommendation } from '../findings/recommendation.ts';
import type { Backend } from '../model/backend.ts';
import type { Question } from '../model/brief.ts';
import type { Context } from '../model/architecture.ts';
import { contextOrder } from './context-order.ts';

/** Claim ids by what they are about; the plan names those that must still hold when a step is done. */
export interface PlannedClaim {
  readonly id: string;
  readonly subject: string;
}

type Step = Omit<Recommendation, 'risk' | 'rollback' | 'touches'> &
  Partial<Pick<Recommendation, 'risk' | 'rollback' | 'touches'>>;

/**
 * What to do with a design, in an order that works: answer what is open, lay the ground, build the contexts after
 * those they need, then show that it holds. Efforts are judgement: person-days per entity and operation, with a range.
 */
export function designPlan(backend: Backend, claims: readonly PlannedClaim[]): readonly Recommendation[] {
  if (backend.source !== 'designed') return [];
  const { requirements, architecture } = backend;
  const answered = requirements.questions.filter(({ impact }) => impact !== 'low').map(answer);
  const order = contextOrder(architecture.contexts, architecture.relations);
  const built = order.map((context) => build(backend, context, claims));
  return [
    ...answered,
    ground(backend, claims),
    ...built,
    verify(
      backend,
      built.map(({ id }) => id),
      claims,
    ),
  ].map(complete);
}

const complete = (step: Step): Recommendation => ({
  risk: 'low',
  rollback: 'nothing runs yet: take the change back',
  touches: [],
  ...step,
});

const answer = ({ id, ask, default: taken, effect, affects, impact, answer: path }: Question): Step => ({
  id: `question/${id}`,
  title: `Answer: ${ask}`,
  why: `Taken for now: ${taken}. ${effect}`,
  how:
    path === undefined
      ? 'Write the answer into the brief and design again.'
      : `Write it to ${path} of brief.yaml and design again.`,
  concern: 'requirements',
  impact: impact === 'high' ? 5 : 3,
  effort: { low: 0.1, high: 0.5 },
  horizon: 'quick-win',
  answers: [id],
  touches: affects,
  dependsOn: [],
  claims: [],
});

function ground(backend: Backend, claims: readonly PlannedClaim[]): Step {
  const parts = backend.architecture.containers.filter(({ kind }) => kind !== 'external');
  return {
    id: 'build/ground',
    title: 'Lay the ground: repository, pipeline, database, configuration',
    why: `${parts.length} parts have to run before the first context can be shown: ${parts.map(({ name }) => name).join(', ')}.`,
    how: 'Take 1-architecture/ (layers, configuration, deployment), 2-database/schema.sql and 7-testing/ as they are; wire the pipeline first.',
    concern: 'architecture',
    impact: 5,
    effort: { low: 3 + parts.length * 0.5, high: 6 + parts.length * 2 },
    horizon: 'foundation',
    answers: backend.design?.decisions.map(({ id }) => id) ?? [],
    touches: parts.map(({ id }) => id),
    dependsOn: [],
    claims: claims.filter(({ id }) => id.startsWith('ddl/')).map(({ id }) => id),
  };
}

function build(backend: Backend, context: Context, claims: readonly PlannedClaim[]): Step {
  const entities = backend.entities.filter((entity) => entity.context === context.id);
  const operations = backend.operations.filter((operation) => operation.context === context.id);
  const tables = backend.data.tables.filter((table) => table.context === context.id);
  const ids = new Set(operations.map(({ id }) => id));
  const subjects = new Set([
    ...backend.data.queries.filter(({ operation }) => ids.has(operation ?? '')).map(({ id }) => id),
    ...tables.flatMap(({ name, schema }) => [name, `${schema ?? 'public'}.${name}`]),
  ]);
  const needs = backend.architecture.relations
    .filter(({ to, from }) => to === context.id && from !== context.id)
    .map(({ from }) => `build/${from}`);
  const low = entities.length * 0.5 + operations.length * 0.25;
  const high = entities.length * 1.5 + operations.length * 1;
  return {
    id: `build/${context.id}`,
    title: `Build ${context.name}: ${entities.length} entities, ${operations.length} operations`,
    why: context.purpose,
    how: `Tables ${tables.map(({ name }) => name).join(', ') || 'none'}; endpoints in 4-api/openapi.json under the same name; its tests in 7-testing/. Effort is judged at 0.5–1.5 days an entity and 0.25–1 day an operation.`,
    concern: 'architecture',
    impact: 4,
    effort: { low: round(low), high: round(high) },
    risk: operations.some(({ sensitive }) => sensitive) ? 'medium' : 'low',
    rollback: 'its module is switched off by configuration; its tables are its own and can stay',
    horizon: high <= 5 ? 'quick-win' : high <= 20 ? 'foundation' : 'strategic',
    answers: [],
    touches: tables.map(({ name }) => name),
    dependsOn: ['build/ground', ...new Set(needs)],
    claims: claims.filter(({ subject }) => subjects.has(subject)).map(({ id }) => id),
  };
}

function verify(backend: Backend, built: readonly string[], claims: readonly PlannedClaim[]): Step {
  const objectives = backend.requirements.objectives.length;
  return {
    id: 'build/verify',
    title: 'Show on the running system that the objectives hold',
    why: `${objectives} objectives are met by calculation; costs of operations are defaults until they are measured.`,
    how: 'Run the load, failure and security tests of 7-testing/ against a copy at production scale, put the measured costs into the brief, and design again.',
    concern: 'load',
    impact: 4,
    effort: { low: 3, high: 10 },
    horizon: 'foundation',
    answers: backend.requirements.objectives.map(({ id }) => id),
    touches: backend.load.stations.map(({ container }) => container),
    dependsOn: built,
    claims: claims.filter(({ id }) => /^(capacity|latency|availability)\//.test(id)).map(({ id }) => id),
  };
}

const round = (days: number): number => Math.round(days * 10) / 10;
