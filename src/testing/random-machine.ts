import fc from 'fast-check';
import type {
  Assignment,
  Expression,
  Invariant,
  Machine,
  MachineStep,
  Variable,
} from '../model-checking/machine.ts';

/**
 * Small machines of every kind of expression. Two in three treat instances alike, so that symmetry has something to
 * reduce; the others also order, add and store their numbers.
 */
export const anyMachine: fc.Arbitrary<Machine> = fc
  .record({
    instances: fc.constantFrom(1, 2, 2, 3),
    alike: fc.constantFrom(true, true, false),
    local: fc.array(anyVariable(), { minLength: 1, maxLength: 2 }),
    localHolder: fc.constantFrom(false, false, true),
    global: fc.array(anyVariable(), { maxLength: 2 }),
    globalHolders: fc.integer({ min: 0, max: 2 }),
  })
  .chain(({ instances, alike, local, localHolder, global, globalHolders }) => {
    const holder = { most: instances, start: 0, isInstance: true } as const;
    const locals = local.map((variable, at) => ({ ...variable, name: `local ${at}` }));
    const globals = global.map((variable, at) => ({ ...variable, name: `global ${at}` }));
    const named: Named = {
      alike,
      local: [...locals, ...(localHolder ? [{ ...holder, name: 'next' }] : [])],
      global: [
        ...globals,
        ...Array.from({ length: globalHolders }, (_, at) => ({ ...holder, name: `holder ${at}` })),
      ],
    };
    return machineOf(instances, named);
  });

interface Named {
  readonly alike: boolean;
  readonly local: readonly Variable[];
  readonly global: readonly Variable[];
}

function anyVariable(): fc.Arbitrary<Omit<Variable, 'name'>> {
  return fc
    .constantFrom(0, 1, 1, 2, 3)
    .chain((most) => fc.record({ most: fc.constant(most), start: fc.integer({ min: 0, max: most }) }));
}

function machineOf(instances: number, named: Named): fc.Arbitrary<Machine> {
  const property = (id: string): fc.Arbitrary<Invariant> =>
    fc.boolean().chain((each) =>
      fc.record({
        id: fc.constant(id),
        each: fc.constant(each),
        holds: anyCondition(named, each, 2),
        says: fc.constant(id),
      }),
    );
  return fc.record({
    name: fc.constant('random'),
    instances: fc.constant(instances),
    local: fc.constant(named.local),
    global: fc.constant(named.global),
    steps: fc
      .array(fc.oneof(anyStep(named), anyMove(named), anyMove(named)), { minLength: 2, maxLength: 6 })
      .map((steps) => steps.map((step, at) => ({ ...step, id: `step ${at}` }))),
    invariants: fc.array(property('safe'), { maxLength: 1 }),
    ends: property('ends'),
    eventually: fc.array(property('live'), { maxLength: 1 }),
  });
}

/** A step that moves one variable from one value to another, and perhaps does something else besides. */
function anyMove(named: Named): fc.Arbitrary<MachineStep> {
  const { name, most } = named.local[0] ?? { name: '', most: 0 };
  return fc
    .record({
      step: anyStep(named, true),
      from: fc.nat({ max: most }),
      by: fc.constantFrom(1, 1, -1),
      isFree: fc.constantFrom(true, true, false),
    })
    .map(({ step, from, by, isFree }) => {
      const guard: Expression = {
        kind: 'compare',
        operator: '=',
        left: { kind: 'variable', name },
        right: number(from),
      };
      const moved: Assignment = { variable: name, value: number((from + by + most + 1) % (most + 1)) };
      const outcomes = step.outcomes.map((outcome) => ({ assign: [...outcome.assign, moved] }));
      return { ...step, when: { kind: 'all', of: isFree ? [guard] : [guard, step.when] }, outcomes };
    });
}

function anyStep(named: Named, always?: boolean): fc.Arbitrary<MachineStep> {
  return fc.constantFrom(true, true, always ?? false).chain((each) => {
    const assignment = anyAssignment(named, each);
    const assign = assignment === undefined ? fc.constant([]) : fc.array(assignment, { maxLength: 2 });
    return fc.record({
      id: fc.constant(''),
      each: fc.constant(each),
      when: fc
        .array(anyCondition(named, each, 1), { maxLength: 2 })
        .map((of): Expression => ({ kind: 'all', of })),
      outcomes: fc.array(fc.record({ assign }), { minLength: 1, maxLength: 2 }),
      isFault: fc.constantFrom(false, false, true),
      says: fc.constant({ from: 'someone', words: 'does something' }),
    });
  });
}

const number = (value: number): Expression => ({ kind: 'number', value });
const read = ({ name }: Variable): Expression => ({ kind: 'variable', name });

const holders = (variables: readonly Variable[]): readonly Variable[] =>
  variables.filter(({ isInstance }) => isInstance);
const plain = (variables: readonly Variable[]): readonly Variable[] =>
  variables.filter(({ isInstance }) => !isInstance);

const inScope = ({ local, global }: Named, hasInstance: boolean): readonly Variable[] =>
  hasInstance ? [...local, ...global] : global;

/** Undefined where there is nothing to assign. */
function anyAssignment(named: Named, hasInstance: boolean): fc.Arbitrary<Assignment> | undefined {
  const known = inScope(named, hasInstance);
  const toVariable = (variable: Variable, of?: string): fc.Arbitrary<Assignment> =>
    (variable.isInstance && named.alike
      ? anyInstance(named, hasInstance)
      : anyNumber(named, hasInstance, 1)
    ).map((value) => ({ variable: variable.name, value, ...(of !== undefined && { of }) }));
  const direct = known.map((variable) => toVariable(variable));
  const through = holders(known).flatMap(({ name }) =>
    named.local.map((variable) => toVariable(variable, name)),
  );
  const all = [...direct, ...through];
  return all.length === 0 ? undefined : fc.oneof(...all);
}

/** An instance that is stored somewhere, the one the step is taken for, or none. */
function anyInstance(named: Named, hasInstance: boolean): fc.Arbitrary<Expression> {
  const stored = holders(inScope(named, hasInstance));
  const self: readonly Expression[] = hasInstance ? [{ kind: 'self' }] : [];
  const through = stored.flatMap(({ name: instance }) =>
    holders(named.local).map(({ name }): Expression => ({ kind: 'of', instance, name })),
  );
  return fc.constantFrom(number(0), ...self, ...self, ...stored.map(read), ...through);
}

function anyNumber(named: Named, hasInstance: boolean, depth: number): fc.Arbitrary<Expression> {
  const known = inScope(named, hasInstance);
  const self: readonly Expression[] = hasInstance && !named.alike ? [{ kind: 'self' }] : [];
  const through = holders(known).flatMap(({ name: instance }) =>
    plain(named.local).map(({ name }): Expression => ({ kind: 'of', instance, name })),
  );
  const readable = named.alike ? plain(known) : known;
  const leaf = fc.oneof(
    fc.constantFrom(-1, 0, 0, 1, 1, 2).map(number),
    fc.constantFrom(number(1), ...self, ...readable.map(read), ...through),
  );
  if (depth === 0) return leaf;
  const smaller = anyNumber(named, hasInstance, depth - 1);
  const pair = fc
    .record({
      kind: fc.constantFrom('add' as const, 'subtract' as const, 'least' as const, 'greatest' as const),
      left: smaller,
      right: smaller,
    })
    .map((expression): Expression => expression);
  const choice = fc
    .tuple(anyCondition(named, hasInstance, 0), smaller, smaller)
    // oxlint-disable-next-line unicorn/no-thenable
    .map(([when, then, otherwise]): Expression => ({ kind: 'if', when, then, otherwise }));
  const over = fc.oneof(
    anyNumber(named, true, 0).map((of): Expression => ({ kind: 'sum', of })),
    anyCondition(named, true, 0).map((of): Expression => ({ kind: 'count', of })),
  );
  return fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: pair }, choice, over);
}

function anyCondition(named: Named, hasInstance: boolean, depth: number): fc.Arbitrary<Expression> {
  const operand = anyNumber(named, hasInstance, Math.min(1, depth));
  const ordered = fc
    .record({ operator: fc.constantFrom('=', '!=', '<', '<=', '>', '>='), left: operand, right: operand })
    .map((parts): Expression => ({ kind: 'compare', ...parts }));
  const someone = anyInstance(named, hasInstance);
  const same = fc
    .record({ operator: fc.constantFrom('=', '!='), left: someone, right: someone })
    .map((parts): Expression => ({ kind: 'compare', ...parts }));
  const leaf = fc.oneof(ordered, same);
  if (depth === 0) return leaf;
  const smaller = anyCondition(named, hasInstance, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: leaf },
    { weight: 1, arbitrary: smaller.map((of): Expression => ({ kind: 'not', of })) },
    {
      weight: 2,
      arbitrary: fc
        .record({
          kind: fc.constantFrom('all' as const, 'any' as const),
          of: fc.array(smaller, { maxLength: 2 }),
        })
        .map((expression): Expression => expression),
    },
  );
}
