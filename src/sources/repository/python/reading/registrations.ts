import type { CallEvent } from '../evaluator/machine.ts';
import type { Arguments, Place, ResultValue, Value } from '../evaluator/value.ts';

/** `router.get('/x')` as a decorator: what it was called with, and what it was put on. */
export interface Registration {
  /** The router. */
  readonly object: Value;
  /** Its method. */
  readonly name: string;
  readonly args: Arguments;
  readonly target: Value;
  readonly place: Place;
  readonly conditional: boolean;
}

/** A decorator with arguments that was applied: `@router.get('/x')`. */
export function decoration({ callee, args, conditional }: CallEvent): Registration | undefined {
  const [target] = args.positional;
  if (callee.kind !== 'result' || callee.callee.kind !== 'member' || target === undefined) return undefined;
  const { object, name } = callee.callee;
  return { object, name, args: callee.args, target, place: callee.place, conditional };
}

/** A method of an object that was called: `app.include_router(router)`. */
export function methodCall({
  callee,
  args,
  place,
  conditional,
  result,
}: CallEvent): (Omit<Registration, 'target'> & { readonly result: ResultValue }) | undefined {
  if (callee.kind !== 'member') return undefined;
  return { object: callee.object, name: callee.name, args, place, conditional, result };
}
