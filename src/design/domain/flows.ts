import { kebabCase } from '../../artifacts/words.ts';
import type { Workload } from '../../model/brief.ts';
import type { DomainEvent, Entity, Flow, FlowStep, Operation } from '../../model/domain.ts';
import type { Gap } from '../../model/origin.ts';

/** What steps and consumers may name. */
export interface Places {
  readonly contexts: ReadonlySet<string>;
  readonly integrations: ReadonlySet<string>;
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Events of entities that are there, said by the context of their entity. Consumers that are not there are told; an
 * event that all of them have left has nobody to be published for.
 */
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
    if (consumers.length === 0 && missing.length > 0) return [];
    return [{ ...event, producer: entity.context, consumers }];
  });
}

/** The steps a workload tells are a flow, where no other starts with its operation. */
export function flowsOfWorkloads(
  workloads: readonly Workload[],
  flows: readonly Flow[],
  operations: readonly Operation[],
  contextOf: (entity: string) => string | undefined,
): readonly Flow[] {
  return workloads.flatMap((workload): readonly Flow[] => {
    const trigger = operations.find(({ id }) => id === workload.operation);
    const isTold = flows.some((flow) => flow.trigger === workload.operation || flow.id === workload.id);
    if (workload.steps.length === 0 || trigger === undefined || isTold) return [];
    const steps = workload.steps.map((action, at): FlowStep => {
      const event = /^publish\s+(\S+)$/.exec(action)?.[1];
      const id = `${kebabCase(action)}-${at + 1}`;
      if (event !== undefined) return { id, action: event, at: trigger.context, kind: 'publish' };
      const named = action.split(/\s+/).find((word) => /^[A-Z]/.test(word));
      return { id, action, at: contextOf(named ?? '') ?? trigger.context, kind: 'local' };
    });
    const { id, origin } = workload;
    return [{ id, name: id, context: trigger.context, trigger: trigger.id, steps, critical: false, origin }];
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
        ? lose(`Nobody here consumes ${step.action}.`)
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
