import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkMachine } from './check.ts';
import { boundedBuffer } from './examples/bounded-buffer.ts';
import { add, always, not, set } from './examples/expressions.ts';
import { lease } from './examples/lease.ts';
import { lock } from './examples/lock.ts';
import { sagaOutbox } from './examples/saga-outbox.ts';
import { twoPhaseCommit } from './examples/two-phase-commit.ts';
import type { Machine } from './machine.ts';
import { promela } from './promela.ts';
import { tlaPlus } from './tla.ts';

const whole = { mostStates: 100_000, symmetry: false, partialOrder: false };
const saga = { orders: 1, crashes: 1, duplicates: 1, idempotent: true };

/** Safety only: what must come about is no part of the Promela model. */
const safety = (machine: Machine): Machine => ({ ...machine, eventually: [] });

const spinIsHere = ['spin', 'gcc'].every((tool) => spawnSync(tool, ['--version']).error === undefined);
if (!spinIsHere) console.log('skipped: spin is not installed');

/** What SPIN says of a model: states stored, and the depth of the first violation, breadth first. */
function spin(
  machine: Machine,
  ...flags: string[]
): { readonly states: number; readonly errors: number; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-spin-'));
  try {
    writeFileSync(join(folder, 'model.pml'), promela(machine));
    const run = (command: string, ...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
      if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
      return stdout;
    };
    run('spin', '-a', 'model.pml');
    run('gcc', '-O1', '-DSAFETY', ...flags, '-o', 'pan', 'pan.c');
    const output = run('./pan', '-m100000', '-w20');
    return {
      states: numberIn(output, /(\d+) states, stored/),
      errors: numberIn(output, /errors: (\d+)/),
      output,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN);

test
  .runIf(spinIsHere)
  .each([
    sagaOutbox(saga),
    sagaOutbox({ ...saga, orders: 2 }),
    lease(3, 3, true),
    lock(3, 'test-and-set'),
    lock(3, 'queue'),
    twoPhaseCommit(4, false),
    boundedBuffer(4, 2, false),
  ])(
  'SPIN stores as many states of $name with $instances instances, and finds no fault either',
  (machine) => {
    const checked = checkMachine(safety(machine), whole);
    expect(checked.kind).toBe('holds');
    expect(spin(machine)).toMatchObject({ states: checked.states, errors: 0 });
  },
);

test
  .runIf(spinIsHere)
  .each([
    sagaOutbox({ ...saga, idempotent: false }),
    lease(2, 2, false),
    lock(2, 'test-then-set'),
    twoPhaseCommit(2, true),
    boundedBuffer(2, 1, true),
  ])('SPIN finds the fault of $name as near, breadth first', (machine) => {
  const checked = checkMachine(safety(machine), whole);
  if (checked.kind !== 'violated') throw new Error(`${machine.name} ${checked.kind}`);
  const { output } = spin(machine, '-DBFS');
  // SPIN takes one step more, which is the assertion; depth counts the steps before it.
  expect(numberIn(output, /assertion violated .* \(at depth (\d+)\)/)).toBe(checked.trace.length);
});

test.runIf(spinIsHere)('a step that can always be taken is not taken for one that nobody notices', () => {
  const says = { from: 'someone', words: 'does something' };
  const machine: Machine = {
    name: 'unconditional',
    instances: 1,
    local: [],
    global: [
      { name: 'left', most: 2, start: 1 },
      { name: 'right', most: 1, start: 0 },
    ],
    steps: [
      { id: 'never', each: true, when: not(always), outcomes: [{ assign: [] }], isFault: false, says },
      {
        id: 'always',
        each: false,
        when: always,
        outcomes: [{ assign: [set('left', 'right'), add('right')] }, { assign: [set('left', 2)] }],
        isFault: false,
        says,
      },
    ],
    invariants: [],
    eventually: [],
  };
  expect(spin(machine).states).toBe(5);
  expect(checkMachine(machine, whole)).toMatchObject({ kind: 'holds', states: 5 });
});

test('the TLA+ of a buffer reads as one would write it', () => {
  const { name, module, config } = tlaPlus(boundedBuffer(2, 1, false));
  expect({ name, config }).toMatchInlineSnapshot(`
    {
      "config": "SPECIFICATION Spec
    INVARIANT TypeOK
    INVARIANT WithinCapacity
    INVARIANT NoneLost
    INVARIANT Ends
    PROPERTY AllTaken
    CHECK_DEADLOCK FALSE
    ",
      "name": "BoundedBuffer",
    }
  `);
  expect(module).toMatchInlineSnapshot(`
    "---- MODULE BoundedBuffer ----
    \\* bounded buffer
    EXTENDS Integers, FiniteSets
    VARIABLES at, items, taken
    vars == <<at, items, taken>>
    Instances == 1..2
    Least(a, b) == IF a < b THEN a ELSE b
    Greatest(a, b) == IF a > b THEN a ELSE b
    TypeOK ==
      /\\ at \\in [Instances -> 0..2]
      /\\ items \\in 0..2
      /\\ taken \\in 0..2
    Init ==
      /\\ at = [self \\in Instances |-> 0]
      /\\ items = 0
      /\\ taken = 0
    \\* producer puts an item
    CanPut(self) == ((at[self] = 0) /\\ (items < 1))
    Put(self) ==
      /\\ CanPut(self)
      /\\ (at' = [at EXCEPT ![self] = 2] /\\ items' = Least(2, (items + 1)) /\\ UNCHANGED <<taken>>)
    \\* consumer takes an item
    CanTake == (items > 0)
    Take ==
      /\\ CanTake
      /\\ (items' = Greatest(0, (items - 1)) /\\ taken' = Least(2, (taken + 1)) /\\ UNCHANGED <<at>>)
    Next ==
      \\/ \\E self \\in Instances : Put(self)
      \\/ Take
    Fairness ==
      /\\ \\A self \\in Instances : WF_vars(Put(self))
      /\\ WF_vars(Take)
    Spec == Init /\\ [][Next]_vars /\\ Fairness
    \\* The buffer never holds more than it has room for.
    WithinCapacity == (items <= 1)
    \\* Every item put is in the buffer or was taken.
    NoneLost == ((items + taken) = Cardinality({each_1 \\in Instances : (at[each_1] = 2)}))
    \\* Every item is taken.
    AllTaken == []<>(taken = 2)
    \\* Every item is taken in the end.
    Ends == (\\E self \\in Instances : CanPut(self)) \\/ (CanTake) \\/ ((taken = 2))
    ====
    "
  `);
});

test('the Promela of a buffer reads as one would write it', () => {
  expect(promela(boundedBuffer(2, 1, false))).toMatchInlineSnapshot(`
    "/* bounded buffer: 2 instances; the place of instance 1 in an array is 0. */
    byte v_at[2] = 0;
    byte v_items = 0;
    byte v_taken = 0;

    active proctype machine() {
    end:
      do
      /* put of 1: producer puts an item */
      :: d_step { ((v_at[0] == 0) && (v_items < 1)) -> v_at[0] = 2; v_items = ((v_items + 1) > 2 -> 2 : (v_items + 1)) }
      /* put of 2: producer puts an item */
      :: d_step { ((v_at[1] == 0) && (v_items < 1)) -> v_at[1] = 2; v_items = ((v_items + 1) > 2 -> 2 : (v_items + 1)) }
      /* take: consumer takes an item */
      :: d_step { (v_items > 0) -> v_items = ((v_items - 1) < 0 -> 0 : (v_items - 1)); v_taken = ((v_taken + 1) > 2 -> 2 : (v_taken + 1)) }
      /* within-capacity: The buffer never holds more than it has room for. */
      :: d_step { !((v_items <= 1)) -> assert(false) }
      /* none-lost: Every item put is in the buffer or was taken. */
      :: d_step { !(((v_items + v_taken) == ((v_at[0] == 2) + (v_at[1] == 2)))) -> assert(false) }
      /* ends: Every item is taken in the end. */
      :: d_step { !(((v_at[0] == 0) && (v_items < 1)) || ((v_at[1] == 0) && (v_items < 1)) || (v_items > 0)) && !((v_taken == 2)) -> assert(false) }
      od
    }
    "
  `);
});
