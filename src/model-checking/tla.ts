import { commentText, identifiers } from './identifiers.ts';
import type { Assignment, Expression, Invariant, Machine, MachineStep } from './machine.ts';
import { isLocal } from './promela-expression.ts';
import { tlaClamped, tlaCondition, tlaVariable, type TlaNames } from './tla-expression.ts';
import { requireWellFormed } from './well-formed.ts';

export interface TlaPlus {
  /** Name of the module, and so of its file: `<name>.tla` beside `<name>.cfg`. */
  readonly name: string;
  readonly module: string;
  /** Configuration of TLC, which finds as many distinct states as a search without reductions. */
  readonly config: string;
}

/** Words of TLA+ and of the modules extended, and names used below. */
const reserved = (
  'ASSUME CASE CHOOSE CONSTANT ELSE ENABLED EXCEPT EXTENDS IF IN LET MODULE OTHER THEN UNCHANGED VARIABLE VARIABLES ' +
  'Int Nat Cardinality IsFiniteSet Instances Init Next Spec TypeOK Fairness Least Greatest Ends vars self'
).split(' ');

/** A step in TLA+: when it can be taken, and what it does. */
interface NamedStep {
  readonly step: MachineStep;
  readonly can: string;
  readonly action: string;
}

interface Context extends TlaNames {
  readonly steps: readonly NamedStep[];
  readonly properties: ReadonlyMap<Invariant, string>;
}

/**
 * The machine in TLA+ (Lamport, Specifying Systems). Fairness is weak, of each step that is no fault, for each instance.
 * TLA+ counts a step as taken only where it changes something; `checkMachine` counts it either way, so the two differ
 * where a step may choose an outcome that changes nothing for ever.
 *
 * Throws a RangeError for an ill-formed machine.
 */
export function tlaPlus(given: Machine): TlaPlus {
  requireWellFormed(given);
  const machine = withVariable(given);
  const context = contextOf(machine);
  const name = identifiers(reserved)(machine.name, 'Upper');
  const lines = [
    `---- MODULE ${name} ----`,
    `\\* ${commentText(machine.name)}`,
    'EXTENDS Integers, FiniteSets',
    variables(context),
    `Instances == 1..${machine.instances}`,
    'Least(a, b) == IF a < b THEN a ELSE b',
    'Greatest(a, b) == IF a > b THEN a ELSE b',
    ...conjunction(
      'TypeOK ==',
      [...machine.local, ...machine.global].map((each) => typeText(context, each)),
    ),
    ...conjunction(
      'Init ==',
      [...machine.local, ...machine.global].map((each) => startText(context, each)),
    ),
    ...context.steps.flatMap((step) => stepText(context, step)),
    ...disjunction(
      'Next ==',
      context.steps.map(({ step, action }) => some(step, action)),
    ),
    ...conjunction('Fairness ==', fairness(context)),
    'Spec == Init /\\ [][Next]_vars /\\ Fairness',
    ...propertyTexts(context),
    '====',
    '',
  ];
  return { name, module: lines.join('\n'), config: configOf(context) };
}

function contextOf(machine: Machine): Context {
  const name = identifiers(reserved);
  const names = new Map(
    [...machine.local, ...machine.global].map((each) => [each.name, name(each.name, 'lower')]),
  );
  const steps = machine.steps.map((step) => ({
    step,
    can: name(`can ${step.id}`, 'Upper'),
    action: name(step.id, 'Upper'),
  }));
  const properties = new Map(
    [...machine.invariants, ...machine.eventually].map((each) => [each, name(each.id, 'Upper')]),
  );
  return { machine, names, self: 'self', depth: 0, steps, properties };
}

const conjunction = (head: string, parts: readonly string[]): readonly string[] =>
  parts.length === 0 ? [`${head} TRUE`] : [head, ...parts.map((part) => `  /\\ ${part}`)];

const disjunction = (head: string, parts: readonly string[]): readonly string[] =>
  parts.length === 0 ? [`${head} FALSE`] : [head, ...parts.map((part) => `  \\/ ${part}`)];

/** TLA+ wants a variable even where a machine has none. */
const withVariable = (machine: Machine): Machine =>
  machine.local.length + machine.global.length > 0
    ? machine
    : { ...machine, global: [{ name: 'nothing', most: 0, start: 0 }] };

function variables({ machine, names }: Context): string {
  const all = [...machine.local, ...machine.global].map(({ name }) => names.get(name)).join(', ');
  return `VARIABLES ${all}\nvars == <<${all}>>`;
}

function typeText(
  { machine, names }: Context,
  { name, most }: { readonly name: string; readonly most: number },
): string {
  const text = names.get(name) ?? '';
  return isLocal(machine, name) ? `${text} \\in [Instances -> 0..${most}]` : `${text} \\in 0..${most}`;
}

function startText(
  { machine, names }: Context,
  { name, start }: { readonly name: string; readonly start: number },
): string {
  const text = names.get(name) ?? '';
  return `${text} = ${isLocal(machine, name) ? `[self \\in Instances |-> ${start}]` : start}`;
}

const some = ({ each }: MachineStep, action: string): string =>
  each ? `\\E self \\in Instances : ${action}(self)` : action;

function stepText(context: Context, { step, can, action }: NamedStep): readonly string[] {
  const parameter = step.each ? '(self)' : '';
  const outcomes = step.outcomes.map(({ assign }) => outcomeText(context, assign));
  return [
    `\\* ${commentText(`${step.says.from} ${step.says.words}`)}`,
    `${can}${parameter} == ${tlaCondition(context, step.when)}`,
    `${action}${parameter} ==`,
    `  /\\ ${can}${parameter}`,
    `  /\\ ${outcomes.map((outcome) => `(${outcome})`).join(' \\/ ')}`,
  ];
}

/** Every variable after the step; a later assignment to the same one wins, and all read the state before. */
function outcomeText(context: Context, assign: readonly Assignment[]): string {
  const { machine, names } = context;
  const all = [...machine.local, ...machine.global].map(({ name }) => ({
    name,
    text: names.get(name) ?? '',
  }));
  const isWritten = (name: string): boolean => assign.some(({ variable }) => variable === name);
  const written = all
    .filter(({ name }) => isWritten(name))
    .map(({ name, text }) => {
      const after = assign
        .filter(({ variable }) => variable === name)
        .reduce((before, assignment) => assigned(context, before, assignment), text);
      return `${text}' = ${after}`;
    });
  const same = all.filter(({ name }) => !isWritten(name)).map(({ text }) => text);
  return [...written, ...(same.length === 0 ? [] : [`UNCHANGED <<${same.join(', ')}>>`])].join(' /\\ ');
}

function assigned(context: Context, before: string, { variable, of, value }: Assignment): string {
  const text = tlaClamped(context, variable, value);
  if (!isLocal(context.machine, variable)) return text;
  if (of === undefined) return `[${before} EXCEPT ![self] = ${text}]`;
  const holder = tlaVariable(context, of);
  return `(IF ${holder} \\in Instances THEN [${before} EXCEPT ![${holder}] = ${text}] ELSE ${before})`;
}

const fairness = ({ steps }: Context): readonly string[] =>
  steps
    .filter(({ step }) => !step.isFault)
    .map(({ step, action }) =>
      step.each ? `\\A self \\in Instances : WF_vars(${action}(self))` : `WF_vars(${action})`,
    );

function propertyTexts(context: Context): readonly string[] {
  const { machine, steps, properties } = context;
  const every = (each: boolean, condition: string): string =>
    each ? `\\A self \\in Instances : ${condition}` : condition;
  const holds = (property: { readonly each: boolean; readonly holds: Expression }): string =>
    tlaCondition(context, property.holds);
  const canMove = steps.filter(({ step }) => !step.isFault).map(({ step, can }) => `(${some(step, can)})`);
  return [
    ...machine.invariants.flatMap((each) => [
      `\\* ${commentText(each.says)}`,
      `${properties.get(each) ?? ''} == ${every(each.each, holds(each))}`,
    ]),
    ...machine.eventually.flatMap((each) => [
      `\\* ${commentText(each.says)}`,
      `${properties.get(each) ?? ''} == ${every(each.each, `[]<>${holds(each)}`)}`,
    ]),
    ...(machine.ends
      ? [
          `\\* ${commentText(machine.ends.says)}`,
          `Ends == ${[...canMove, `(${every(machine.ends.each, holds(machine.ends))})`].join(' \\/ ')}`,
        ]
      : []),
  ];
}

function configOf({ machine, properties }: Context): string {
  const invariants = ['TypeOK', ...machine.invariants.map((each) => properties.get(each) ?? '')];
  return [
    'SPECIFICATION Spec',
    ...[...invariants, ...(machine.ends ? ['Ends'] : [])].map((name) => `INVARIANT ${name}`),
    ...machine.eventually.map((each) => `PROPERTY ${properties.get(each) ?? ''}`),
    'CHECK_DEADLOCK FALSE',
    '',
  ].join('\n');
}
