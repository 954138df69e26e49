import { inField } from '../../languages/syntax.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { lookUp } from '../evaluator/modules.ts';
import type { FunctionValue, Value } from '../evaluator/value.ts';
import { bodyOf } from './anonymous.ts';

/**
 * The method behind a view that was made of a class: `def view(**given): return made().process()`, where `made` is what
 * the function around it was given. Of a function that gives back such a view or what it was given, the view counts.
 */
export function methodOfMade(machine: Machine, view: Value | undefined): FunctionValue | undefined {
  if (view?.kind === 'choice') {
    const found = view.options.flatMap((each) => methodOfMade(machine, each) ?? []);
    return found.length === 1 ? found[0] : undefined;
  }
  // What a library puts around it is not looked into: whoever the method turns away does not get further.
  if (view?.kind === 'result') return methodOfMade(machine, view.args.positional[0]);
  if (view?.kind !== 'function') return undefined;
  const [only, ...more] = bodyOf(view.node);
  const called = only?.type === 'return_statement' && more.length === 0 ? only.children[0] : undefined;
  const callee = called?.type === 'call' ? inField(called, 'function') : undefined;
  const [made, name] =
    callee?.type === 'attribute' ? [inField(callee, 'object'), inField(callee, 'attribute')] : [];
  const maker = made?.type === 'call' ? inField(made, 'function') : undefined;
  if (maker?.type !== 'identifier' || name === undefined) return undefined;
  const of = lookUp(machine, view.scope, maker.text);
  const method = of?.kind === 'class' ? lookInClass(machine, of, name.text) : undefined;
  return of?.kind === 'class' && method?.kind === 'function' ? { ...method, owner: of } : undefined;
}
