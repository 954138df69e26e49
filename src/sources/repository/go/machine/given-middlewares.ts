import { allOfType, inField } from '../../languages/syntax.ts';
import type { FunctionValue, Site, Value } from './value.ts';

/**
 * `chain.Handle(handler, signedIn, audited)`: functions of the target that are given to a call together with a handler,
 * and that take a handler and give one back, stand before it, the first outermost. What the call itself does with them
 * all stays for whoever reads it to judge.
 */
export const behindMiddlewares = (inner: Value, args: readonly Value[], site: Site): Value =>
  args
    .slice(args.indexOf(inner) + 1)
    .flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg]))
    .filter(isMiddleware)
    .reduceRight<Value>((within, by) => ({ kind: 'wrapped', by, inner: within, site }), inner);

/** `func(next Handler) Handler`. */
const isMiddleware = (value: Value): value is FunctionValue => {
  if (value.kind !== 'function') return false;
  const declared = allOfType(inField(value.node, 'parameters'), 'parameter_declaration');
  const taken = inField(declared[0], 'type')?.text;
  return (
    declared.length === 1 && taken !== undefined && /Handler(Func)?$/.test(taken) && taken === resultOf(value)
  );
};

const resultOf = ({ node }: FunctionValue): string | undefined => inField(node, 'result')?.text;
