import { flowOf } from '../../anonymous/run.ts';
import { isAsked } from '../../anonymous/flow.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import type { ClassValue, FunctionValue } from '../evaluator/value.ts';
import { bodyOf, languageOf, parametersOf } from '../reading/anonymous.ts';
import { compared, methodTest } from '../reading/method-tests.ts';
import { checkingSigns } from '../reading/judge.ts';

/** Methods of a view set that the library's own actions call. */
export const helpers = [
  'get_queryset',
  'get_object',
  'perform_create',
  'perform_update',
  'perform_destroy',
  'initial',
  'check_permissions',
  'dispatch',
  'get_serializer_context',
  'filter_queryset',
];

/** Those that are called for what they give, and whether it matters whom it was made for. */
const giving: ReadonlyMap<string, 'matters' | 'shown'> = new Map([
  ['get_queryset', 'matters'],
  ['get_object', 'matters'],
  ['filter_queryset', 'matters'],
  ['get_serializer_context', 'shown'],
] as const);

/** Whether one of these methods looks at who is calling, as it runs for one action. */
export const helpersLook = (
  machine: Machine,
  of: ClassValue,
  asked: { readonly action: string; readonly method: string },
): boolean =>
  helpers.some((name) => {
    const signs = checkingSigns(machine, of, [name]);
    if (!signs.readsCredential && !signs.rejectsForbidden && !signs.rejectsUnknown) return false;
    const result = giving.get(name);
    const helper = lookInClass(machine, of, name);
    return (
      result === undefined ||
      helper?.kind !== 'function' ||
      dependsOnCaller(machine, { ...helper, owner: of }, asked, result)
    );
  });

function dependsOnCaller(
  machine: Machine,
  helper: FunctionValue,
  { action, method }: { readonly action: string; readonly method: string },
  result: 'matters' | 'shown',
): boolean {
  const language = languageOf(machine, helper, {
    told: (node, text) =>
      methodTest(node, text, method) ?? compared(/^(?:self|view)\.action$/, node, text, action),
  });
  const known = parametersOf(helper.node);
  const flow = flowOf(language, bodyOf(helper.node), { endHandsOn: true, known }, false);
  if (flow === undefined || flow.refuses || flow.throws === 'asked') return true;
  return result === 'matters' && flow.returned.some((each) => isAsked(each));
}
