import { mentionsOf } from '../../model/effect-sql/mentions.ts';
import type { DomainEvent, Flow, FlowStep, Operation } from '../../model/domain.ts';
import type { Effects, SqlStatement } from '../../model/effects.ts';
import type { Gap, Origin } from '../../model/origin.ts';
import { columnType } from '../data/columns.ts';
import { columnOf } from '../data/layout.ts';
import type { Layout } from '../data/layout.ts';
import { translate } from './translate.ts';
import type { Carried } from './translate.ts';

interface Place {
  readonly subject: string;
  readonly context: string;
  readonly origin: Origin;
  readonly carried?: Carried;
}

/** The effects of a domain over the tables of a layout; a statement the layout cannot have falls away and is told. */
export interface EffectsOf {
  readonly operation: (operation: Operation) => Operation;
  readonly event: (event: DomainEvent) => DomainEvent;
  readonly flow: (flow: Flow) => Flow;
  readonly gaps: readonly Gap[];
}

export function effectsOver(layout: Layout): EffectsOf {
  const over: Over = { layout, gaps: [] };
  return {
    gaps: over.gaps,
    operation: (operation) => overOperation(over, operation),
    event: (event) => overEvent(over, event),
    flow: (flow) => overFlow(over, flow),
  };
}

interface Over {
  readonly layout: Layout;
  readonly gaps: Gap[];
}

/** @param isFree the scene of a trial lies in every context */
function statements(
  { layout, gaps }: Over,
  list: readonly SqlStatement[],
  place: Place,
  isFree = false,
): readonly SqlStatement[] {
  return list.flatMap((statement) => {
    const context = isFree ? undefined : (statement.at ?? place.context);
    const done = translate(layout, statement.sql, context, place.carried);
    if (done.kind === 'sql') return [{ ...statement, sql: done.sql }];
    if (isFree) return [];
    const why = `A statement is left out: ${done.why}.`;
    gaps.push({ kind: 'effect', subject: place.subject, why, origin: place.origin });
    return [];
  });
}

const overEffects = (over: Over, effects: Effects, place: Place): Effects => ({
  ...effects,
  statements: statements(over, effects.statements, place),
});

function overOperation(over: Over, operation: Operation): Operation {
  const { id, context, origin, sets, effects, given } = operation;
  const carried = carriedBy(over.layout, operation, effects?.statements ?? []);
  const place = { subject: id, context, origin, ...(carried !== undefined && { carried }) };
  return {
    ...operation,
    ...(sets !== undefined && { sets: statements(over, sets, place) }),
    ...(effects !== undefined && { effects: overEffects(over, effects, place) }),
    ...(given !== undefined && { given: statements(over, given, place, true) }),
  };
}

const overEvent = (over: Over, event: DomainEvent): DomainEvent => ({
  ...event,
  consumers: event.consumers.map((consumer) => {
    const { context, effects } = consumer;
    const place = { subject: event.name, context, origin: event.origin };
    return effects === undefined ? consumer : { ...consumer, effects: overEffects(over, effects, place) };
  }),
});

function overFlow(over: Over, flow: Flow): Flow {
  const trigger = over.layout.basis.domain.operations.find(({ id }) => id === flow.trigger);
  const all = flow.steps.flatMap(({ effects }) => effects?.statements ?? []);
  const carried =
    trigger !== undefined && (trigger.flow ?? flow.id) === flow.id
      ? carriedBy(over.layout, trigger, all)
      : undefined;
  const place = { subject: flow.id, origin: flow.origin, ...(carried !== undefined && { carried }) };
  const given = statements(over, flow.given ?? [], { ...place, context: flow.context }, true);
  return {
    ...flow,
    ...(flow.given !== undefined && { given }),
    steps: flow.steps.map((step) => overStep(over, step, { ...place, context: homeOf(flow, step) })),
  };
}

const homeOf = ({ context }: Flow, { kind, at }: FlowStep): string => (kind === 'remote' ? context : at);

const overStep = (over: Over, step: FlowStep, place: Place): FlowStep => ({
  ...step,
  ...(step.effects !== undefined && { effects: overEffects(over, step.effects, place) }),
  ...(step.undo !== undefined && { undo: overEffects(over, step.undo, place) }),
});

/** What a client may say of a new row and no statement names: an extension of the entity knows nothing of them. */
function carriedBy(
  layout: Layout,
  { verb, entity: name }: Operation,
  statements: readonly SqlStatement[],
): Carried | undefined {
  const entity = layout.entities.get(name);
  if (verb !== 'create' || entity === undefined || statements.length === 0) return undefined;
  const told = new Set(statements.flatMap(({ sql }) => mentionsOf(sql).values.map((value) => value.name)));
  const columns = entity.fields
    .filter((field) => field.serverSet !== true && field.dataClass !== 'internal')
    .filter((field) => !told.has(columnOf(field)))
    .map((field) => ({ name: columnOf(field), type: columnType(field) }));
  return { entity: name, columns };
}
