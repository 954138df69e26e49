import type { DomainEvent, Entity, Flow, FlowStep, Operation } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';

/** What steps and consumers may name. */
export interface Places {
  readonly contexts: ReadonlySet<string>;
  readonly integrations: ReadonlySet<string>;
  readonly renamed: ReadonlyMap<string, string>;
}

/** Events of entities that are there, said by the context of their entity; consumers that are not there are told. */
export function knownEvents(
  events: readonly DomainEvent[],
  entities: readonly Entity[],
  { contexts }: Places,
  gaps: Gap[],
): readonly DomainEvent[] {
  return events.flatMap((event) => {
    const entity = entities.find(({ name }) => name === event.entity);
    if (entity === undefined) {
      gaps.push({
        kind: 'event',
        subject: event.name,
        why: `There is no entity ${event.entity}; the event is left out.`,
        origin: event.origin,
      });
      return [];
    }
    const missing = event.consumers.filter(({ context }) => !contexts.has(context));
    for (const { context, action } of missing)
      gaps.push({
        kind: 'event-consumer',
        subject: event.name,
        why: `${context}, which would ${action}, is not part of this design.`,
        origin: event.origin,
      });
    const consumers = event.consumers.filter((consumer) => !missing.includes(consumer));
    return [{ ...event, producer: entity.context, consumers }];
  });
}

/** Flows whose trigger is there; a step that is nobody's falls away and is told. */
export function knownFlows(
  flows: readonly Flow[],
  operations: readonly Operation[],
  events: readonly DomainEvent[],
  places: Places,
  gaps: Gap[],
): readonly Flow[] {
  return flows.flatMap((flow) => {
    const trigger = operations.find(({ id }) => id === flow.trigger);
    if (trigger === undefined) {
      gaps.push({
        kind: 'flow',
        subject: flow.id,
        why: `No operation ${flow.trigger} starts it; the flow is left out.`,
        origin: flow.origin,
      });
      return [];
    }
    const context = places.contexts.has(flow.context) ? flow.context : trigger.context;
    const steps = flow.steps.flatMap((step) => knownStep({ ...flow, context }, step, events, places, gaps));
    return [{ ...flow, context, steps }];
  });
}

function knownStep(
  flow: Flow,
  step: FlowStep,
  events: readonly DomainEvent[],
  places: Places,
  gaps: Gap[],
): readonly FlowStep[] {
  const lose = (why: string): readonly FlowStep[] => {
    gaps.push({ kind: 'flow-step', subject: `${flow.id}: ${step.action}`, why, origin: flow.origin });
    return [];
  };
  switch (step.kind) {
    case 'publish': {
      const event = events.find(({ name }) => name === step.action);
      return event === undefined
        ? lose(`There is no event ${step.action}.`)
        : [{ ...step, at: event.producer }];
    }
    case 'remote': {
      const id = step.at.replace(/^integration:/, '');
      const known = places.renamed.get(id) ?? id;
      return places.integrations.has(known)
        ? [{ ...step, at: `integration:${known}` }]
        : lose(`There is no integration ${id}.`);
    }
    case 'local':
      return places.contexts.has(step.at)
        ? [step]
        : lose(`${step.at}, where it happens, is not part of this design.`);
  }
}
