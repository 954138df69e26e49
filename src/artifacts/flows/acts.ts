import type { Flow, FlowStep } from '../../model/domain.ts';
import { changesNothing, pivotOf } from '../../model/flow-steps.ts';
import { kebabCase } from '../words.ts';

/** What a flow does in one go: a transaction of the context that runs it, or a call of somebody else. */
export type Act =
  | {
      readonly kind: 'own';
      readonly steps: readonly NamedStep[];
      /** Events whose messages are stored with it. */
      readonly tells: readonly string[];
      readonly isPivot: boolean;
      readonly mayRefuse: boolean;
    }
  | {
      readonly kind: 'call';
      readonly step: NamedStep;
      readonly isPivot: boolean;
      readonly mayRefuse: boolean;
    };

export interface NamedStep {
  /** Name of its record. */
  readonly name: string;
  readonly step: FlowStep;
}

/**
 * Steps of the context that runs the flow, one after the other, are one transaction, with the events behind them in its
 * outbox; every other step is a call. Steps that change nothing are left out: what they refuse, the next one refuses.
 */
export function actsOf(flow: Flow): readonly Act[] {
  const pivot = pivotOf(flow);
  const name = naming();
  const acts: Act[] = [];
  let isApart = true;
  for (const [index, step] of flow.steps.entries()) {
    const isOwn = step.kind !== 'remote' && step.at === flow.context;
    const last = acts.at(-1);
    if (step.kind === 'publish') {
      const tells = [nameOf(step.action, 'event')];
      if (last?.kind === 'own') acts[acts.length - 1] = { ...last, tells: [...last.tells, ...tells] };
      else acts.push({ kind: 'own', steps: [], tells, isPivot: false, mayRefuse: false });
    } else if (changesNothing(step.action)) isApart ||= !isOwn;
    else {
      const isPivot = index === pivot;
      const mayRefuse = index <= pivot && !isPromised(flow, index, pivot);
      const named = { name: name(step.id), step };
      if (!isOwn) acts.push({ kind: 'call', step: named, isPivot, mayRefuse });
      else if (last?.kind === 'own' && last.tells.length === 0 && !isApart)
        acts[acts.length - 1] = {
          ...last,
          steps: [...last.steps, named],
          isPivot: last.isPivot || isPivot,
          // It is refused as a whole, also for a step behind the pivot that commits with it.
          mayRefuse: last.mayRefuse || mayRefuse,
        };
      else acts.push({ kind: 'own', steps: [named], tells: [], isPivot, mayRefuse });
      isApart = false;
    }
  }
  return acts;
}

/**
 * Behind a call that is asked again with its key until it answers, nothing refuses before the pivot: it has no
 * compensation because it needs none.
 */
function isPromised({ steps }: Flow, index: number, pivot: number): boolean {
  return steps
    .slice(0, index)
    .some(
      ({ idempotencyKey, compensation, kind, action }, at) =>
        idempotencyKey !== undefined &&
        compensation === undefined &&
        kind !== 'publish' &&
        !changesNothing(action) &&
        steps
          .slice(at + 1, pivot)
          .every((between) => between.kind === 'publish' || changesNothing(between.action)),
    );
}

const longest = 40;

/** A name of the flow language: lower case, digits and hyphens, a letter first. */
export const nameOf = (text: string, otherwise: string): string =>
  kebabCase(text)
    .replace(/^[\d-]+/, '')
    .slice(0, longest)
    .replace(/-$/, '') || otherwise;

/** A peer may be called like one of our own contexts. */
export const place = (at: string): string =>
  at.startsWith('integration:')
    ? `peer-${nameOf(at.slice('integration:'.length), 'other')}`
    : `at-${nameOf(at, 'own')}`;

/** Record names: the id of the step, cut where it is long, told apart where two are alike. */
function naming(): (id: string) => string {
  const used = new Set<string>();
  return (id) => {
    const plain = nameOf(id, 'step');
    let name = plain;
    for (let nth = 2; used.has(name); nth++) name = `${plain}-${nth}`;
    used.add(name);
    return name;
  };
}
