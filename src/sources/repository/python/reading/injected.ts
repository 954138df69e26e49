import { isFalse } from '../../anonymous/flow.ts';
import { answersNobody } from '../../anonymous/run.ts';
import type { Known } from '../../anonymous/language.ts';
import { evaluate } from '../evaluator/expressions.ts';
import type { Machine } from '../evaluator/machine.ts';
import { declaredParameters } from '../evaluator/parameters.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { FunctionValue, ResultValue, Value } from '../evaluator/value.ts';
import { argument } from '../evaluator/value.ts';
import { bodyOf, injected, languageOf, parametersOf } from './anonymous.ts';
import { knownCheck } from './known-checks.ts';

type Knowns = readonly (readonly [string, Known])[];

/** What parameters are for somebody without credentials: by how they are written, and by what fills them. */
export function givenToNobody(machine: Machine, handler: FunctionValue, depth = 0): Knowns {
  return [
    ...parametersOf(handler.node),
    ...injected(handler.node),
    ...declaredParameters(handler.node).flatMap(({ name, type, fallback }): Knowns => {
      const marker = [fallback, type]
        .map((node) => (node === undefined ? undefined : markerIn(evaluate(machine, node, handler.scope))))
        .find((each) => each !== undefined);
      return marker !== undefined && givesNobody(machine, marker, depth) ? [[name, 'absent']] : [];
    }),
  ];
}

/** `Depends(…)`, also as a note of a type or behind an alias. */
function markerIn(value: Value | undefined, depth = 0): ResultValue | undefined {
  if (value?.kind !== 'result' || depth > 3) return undefined;
  const path = libraryPath(value) ?? '';
  if (/^fastapi\.(\w+\.)*(Depends|Security)\(\)$/.test(path)) return value;
  if (!/(^|\.)Annotated\.\[\]\(\)$/.test(path)) return undefined;
  return value.args.positional.map((each) => markerIn(each, depth + 1)).find((each) => each !== undefined);
}

/** Whether a dependency hands over nothing where nobody is signed in: a user there may not be, a token that was not sent. */
function givesNobody(machine: Machine, marker: ResultValue, depth: number): boolean {
  const target = argument(marker.args, 0, 'dependency');
  if (target?.kind === 'result') return knownCheck(libraryPath(target) ?? '') === 'authentication';
  if (target?.kind !== 'function' || depth > 3) return false;
  // What a generator yields is not followed, and what gives nothing to anybody tells nothing of who is calling.
  if (/\byield\b/.test(target.node.text) || !/\breturn\b/.test(target.node.text)) return false;
  const told = answersNobody(
    languageOf(machine, target),
    bodyOf(target.node),
    givenToNobody(machine, target, depth + 1),
    false,
  );
  return told !== undefined && told.length > 0 && told.every((each) => isFalse(each));
}
