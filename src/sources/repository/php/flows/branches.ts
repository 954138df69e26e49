import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { variableName } from '../syntax.ts';
import { narrowBy } from './conditions.ts';
import { fork, merged } from './environment.ts';
import { evaluate, narrowedValue } from './expressions.ts';
import { knownTruth } from './flags.ts';
import type { Frame, Machine } from './machine.ts';
import { placeKey } from './names-of-places.ts';
import { settleBySwitch, settleByTest } from './records/settling.ts';
import type { Value } from './value.ts';
import { joinAll, nothing } from './value.ts';

/** Walks each of some ways from here, and goes on with all of them. */
export function branched<Found>(
  machine: Machine,
  frame: Frame,
  ways: readonly (() => Found)[],
): readonly Found[] {
  const before = frame.env;
  const ends = [];
  const found: Found[] = [];
  machine.branches += 1;
  for (const way of ways) {
    frame.env = fork(before);
    found.push(way());
    ends.push(frame.env);
  }
  machine.branches -= 1;
  frame.env = merged(ends);
  return found;
}

/** What does not come back gives nothing. */
const dead: Value = { ...nothing };

/** `$a ? $b : $c`. */
export function conditional(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const [condition, body, alternative] = ['condition', 'body', 'alternative'].map((each) =>
    inField(node, each),
  );
  if (condition === undefined || alternative === undefined) return nothing;
  const asked = evaluate(machine, condition, frame);
  settleByTest(machine, condition, frame);
  const known = knownTruth(machine, condition, frame);
  if (known !== undefined) {
    const part = known ? body : alternative;
    return part === undefined ? asked : evaluate(machine, part, frame);
  }
  const way = (holds: boolean, part: SyntaxNode | undefined) => (): Value => {
    narrowBy(machine, condition, holds, frame);
    const value =
      part === undefined ? (narrowedValue(condition, frame) ?? asked) : evaluate(machine, part, frame);
    return frame.env.dead ? dead : value;
  };
  return joinAll(
    branched(machine, frame, [way(true, body), way(false, alternative)]).filter((each) => each !== dead),
  );
}

/** `match ($a) { … }`. */
export function matching(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const condition = inField(node, 'condition');
  if (condition !== undefined) settleBySwitch(machine, evaluate(machine, condition, frame));
  const arms = inField(node, 'body')?.children ?? [];
  const isTrue = /^\(\s*true\s*\)$/i.test(condition?.text ?? '');
  const ways = arms.map((arm) => (): Value => {
    const result = inField(arm, 'return_expression');
    const tests = inField(arm, 'conditional_expressions')?.children ?? [];
    for (const test of tests) {
      evaluate(machine, test, frame);
      if (isTrue && tests.length === 1) narrowBy(machine, test, true, frame);
    }
    // One of the written values: nothing untrusted is left of what was asked.
    const key = placeKey(condition);
    if (!isTrue && tests.length > 0 && key !== undefined) frame.env.narrowed.set(key, nothing);
    if (!isTrue && tests.length > 0 && condition !== undefined) {
      const name = variableName(condition.children[0]);
      if (name !== undefined) frame.env.values.set(name, nothing);
    }
    const value = result === undefined ? nothing : evaluate(machine, result, frame);
    return frame.env.dead ? dead : value;
  });
  return joinAll(branched(machine, frame, ways).filter((each) => each !== dead));
}
