import { checkMachine } from '../../model-checking/check.ts';
import type { Checked, Machine, Search, TraceStep } from '../../model-checking/machine.ts';
import type { FlowSpec } from './language/flow-spec.ts';
import { isAboutAll, isOneOfMore } from './how-many.ts';
import { buildMachine } from './machine/build-machine.ts';

/** What the search of a flow came to. */
export interface SettledFlow {
  readonly flow: FlowSpec;
  readonly machine: Machine;
  /** Instances that were searched last: the fewest that show a fault, else those of the bounds. */
  readonly instances: number;
  /** States that only differ in which of them is which were searched once. */
  readonly reduced: boolean;
  readonly checked: Checked;
}

/** States after which a fault of fewer instances is believed without that of all; it says for how many it is. */
const mostConfirming = 200_000;

/**
 * Searches for one instance first, then for more up to the bound: a fault that one shows is told with one, so that its
 * way is short; not where it is none of all of them. A search that meets its bound is tried once more with
 * interchangeable instances taken as one.
 */
export function settleFlow(flow: FlowSpec): SettledFlow {
  let last: SettledFlow | undefined;
  for (let instances = 1; instances <= flow.bounds.instances; instances++) {
    last = search({ ...flow, bounds: { ...flow.bounds, instances } });
    if (last.checked.kind !== 'holds') break;
  }
  return last === undefined ? search(flow) : confirmed(flow, last);
}

/** What fewer instances show, if all of them show it as well; else what the search of all comes to. */
function confirmed(flow: FlowSpec, fewer: SettledFlow): SettledFlow {
  const { checked, machine, instances } = fewer;
  if (checked.kind !== 'violated' || instances === flow.bounds.instances || isOneOfMore(machine, checked))
    return fewer;
  const mayStand = !isAboutAll(machine, checked);
  const states = mayStand ? Math.min(flow.bounds.states, mostConfirming) : flow.bounds.states;
  const whole = search({ ...flow, bounds: { ...flow.bounds, states } });
  if (whole.checked.kind === 'holds') return { ...whole, flow };
  const isSame = whole.checked.kind !== 'violated' || whole.checked.property === checked.property;
  return mayStand && isSame ? fewer : { ...whole, flow };
}

function search(flow: FlowSpec): SettledFlow {
  const machine = buildMachine(flow);
  const whole: Search = { mostStates: flow.bounds.states, symmetry: false, partialOrder: false };
  const { instances } = flow.bounds;
  const checked = checkMachine(machine, whole);
  if (checked.kind !== 'too-large' || instances === 1)
    return { flow, machine, instances, reduced: false, checked };
  return {
    flow,
    machine,
    instances,
    reduced: true,
    checked: checkMachine(machine, { ...whole, symmetry: true }),
  };
}

/** Values of all variables at the end of a trace, by name (`paid[1]` for a local one). */
export function valuesAfter(machine: Machine, trace: readonly TraceStep[]): ReadonlyMap<string, number> {
  const values = new Map<string, number>(machine.global.map(({ name, start }) => [name, start]));
  for (const { name, start } of machine.local)
    for (let instance = 1; instance <= machine.instances; instance++)
      values.set(`${name}[${instance}]`, start);
  for (const { changed } of trace)
    for (const [name, value] of Object.entries(changed)) values.set(name, value);
  return values;
}
