import { type Action, actionsOf, instancesOf } from './actions.ts';
import { partsOf } from './expressions.ts';
import { commentText, identifiers } from './identifiers.ts';
import type { Assignment, Expression, Machine, MachineStep, Variable } from './machine.ts';
import {
  clampedText,
  isHeldText,
  isLocal,
  promelaCondition,
  type PromelaNames,
  variableText,
} from './promela-expression.ts';
import { overflowOf } from './overflow.ts';
import { requireWellFormed } from './well-formed.ts';

/**
 * The machine in Promela, the language of SPIN. `spin -a`, `gcc -DSAFETY` and `./pan` then store as many states as a search
 * without reductions finds: each outcome of a step is one `d_step` of a single process that always stands at the same
 * place, and nothing but the variables of the machine is part of a state. What must hold is an assertion that no step can
 * pass; what must come about is left to TLA+. Names carry `v_` because those of C and of SPIN's own code are not free.
 *
 * Throws a RangeError for an ill-formed machine.
 */
export function promela(machine: Machine): string {
  requireWellFormed(machine);
  const name = identifiers([]);
  const variables = [...machine.local, ...machine.global];
  const context: PromelaNames = {
    machine,
    names: new Map(variables.map((variable) => [variable.name, `v_${name(variable.name, 'lower')}`])),
  };
  const entangled = machine.steps.flatMap(({ outcomes }) =>
    outcomes.filter(({ assign }) => untangled(assign) === undefined).map(({ assign }) => assign.length),
  );
  return [
    `/* ${commentText(machine.name)}: ${machine.instances} instances; the place of instance 1 in an array is 0. */`,
    ...variables.map((variable) => declaration(context, variable)),
    ...Array.from(
      { length: Math.max(0, ...entangled) },
      (_, at) => `hidden int value_${at}; hidden int held_${at};`,
    ),
    '',
    'active proctype machine() {',
    'end:',
    '  do',
    ...actionsOf(machine).flatMap((action) => options(context, action)),
    ...properties(context),
    '  od',
    '}',
    '',
  ].join('\n');
}

function declaration(context: PromelaNames, { name, most, start }: Variable): string {
  const type = most <= 255 ? 'byte' : most <= 32_767 ? 'short' : 'int';
  const array = isLocal(context.machine, name) ? `[${context.machine.instances}]` : '';
  return `${type} ${context.names.get(name) ?? ''}${array} = ${start};`;
}

function options(context: PromelaNames, { step, instance }: Action): readonly string[] {
  const guard = guardText(context, step.when, instance);
  return [
    `  /* ${commentText(`${step.id}${instance === 0 ? '' : ` of ${instance}`}: ${step.says.from} ${step.says.words}`)} */`,
    ...step.outcomes.flatMap(({ assign }) => {
      const does = assignments(context, assign, instance);
      const overflow = overflowOf(context.machine, assign);
      if (overflow === undefined) return [`  :: d_step { ${guard} -> ${does} }`];
      const beyond = promelaCondition(context, overflow, instance);
      return [
        `  :: d_step { (${guard} && !${beyond}) -> ${does} }`,
        '  /* a value would leave its range: nothing is known of what comes after it */',
        `  :: d_step { (${guard} && ${beyond}) -> assert(false) }`,
      ];
    }),
  ];
}

/**
 * SPIN takes a step whose condition reads nothing shared for one no other process can notice, and by its partial-order
 * reduction leaves out the rest, whatever the step then writes: every condition reads something.
 */
function guardText(context: PromelaNames, when: Expression, instance: number): string {
  const guard = promelaCondition(context, when, instance);
  const { machine } = context;
  const [shared] = [...machine.local, ...machine.global];
  const reads = [...machine.local, ...machine.global].some(({ name }) => readsName(when, name));
  return reads || shared === undefined
    ? guard
    : `(${guard} && ${variableText(context, shared.name, 1)} >= 0)`;
}

/** One after the other where no right side reads what was just written, else by way of values outside the state. */
function assignments(context: PromelaNames, assign: readonly Assignment[], instance: number): string {
  if (assign.length === 0) return 'skip';
  const inOrder = untangled(assign);
  const right = ({ variable, value }: Assignment): string => clampedText(context, variable, value, instance);
  if (inOrder) return inOrder.map((one) => written(context, one, right(one), instance)).join('; ');
  const read = assign.map((one, at) => {
    const { of } = one;
    const held = of === undefined ? '' : `; held_${at} = ${variableText(context, of, instance)}`;
    return `value_${at} = ${right(one)}${held}`;
  });
  const write = assign.map(({ variable, of }, at) => {
    if (of === undefined) return `${variableText(context, variable, instance)} = value_${at}`;
    const isHeld = `(held_${at} > 0 && held_${at} <= ${context.machine.instances})`;
    return `if :: ${isHeld} -> ${context.names.get(variable) ?? ''}[held_${at} - 1] = value_${at} :: else -> skip fi`;
  });
  return [...read, ...write].join('; ');
}

/** In an order in which nothing is read after it is written; undefined where there is none. */
function untangled(assign: readonly Assignment[]): readonly Assignment[] | undefined {
  const [first] = assign;
  if (first === undefined) return [];
  const free = assign.find((one) =>
    assign.every(
      (other) => other === one || (other.variable !== one.variable && !isReadBy(other, one.variable)),
    ),
  );
  const rest = free && untangled(assign.filter((one) => one !== free));
  return free && rest && [free, ...rest];
}

const isReadBy = ({ value, of }: Assignment, name: string): boolean => of === name || readsName(value, name);

const readsName = (expression: Expression, name: string): boolean =>
  (expression.kind === 'variable' && expression.name === name) ||
  (expression.kind === 'of' && (expression.name === name || expression.instance === name)) ||
  partsOf(expression).some((part) => readsName(part, name));

function written(
  context: PromelaNames,
  { variable, of }: Assignment,
  value: string,
  instance: number,
): string {
  if (of === undefined) return `${variableText(context, variable, instance)} = ${value}`;
  const array = context.names.get(variable) ?? '';
  const place = `${array}[${variableText(context, of, instance)} - 1]`;
  return `if :: ${isHeldText(context, of, instance)} -> ${place} = ${value} :: else -> skip fi`;
}

/** Options that can only be taken in a state at fault, and fail. */
function properties(context: PromelaNames): readonly string[] {
  const { invariants, ends } = context.machine;
  const fails = (words: string, condition: string): readonly string[] => [
    `  /* ${commentText(words)} */`,
    `  :: d_step { ${condition} -> assert(false) }`,
  ];
  const broken = invariants.flatMap((invariant) =>
    fails(`${invariant.id}: ${invariant.says}`, `!${everyText(context, invariant)}`),
  );
  if (ends === undefined) return broken;
  const moves = context.machine.steps.filter(({ isFault }) => !isFault);
  const canMove = moves.map((step) => anyText(context, step)).join(' || ');
  return [...broken, ...fails(`ends: ${ends.says}`, `!(${canMove || '0'}) && !${everyText(context, ends)}`)];
}

const everyText = (
  context: PromelaNames,
  { each, holds }: { readonly each: boolean; readonly holds: Expression },
): string =>
  `(${instancesOf(context.machine, each)
    .map((instance) => promelaCondition(context, holds, instance))
    .join(' && ')})`;

const anyText = (context: PromelaNames, { each, when }: MachineStep): string =>
  instancesOf(context.machine, each)
    .map((instance) => promelaCondition(context, when, instance))
    .join(' || ');
