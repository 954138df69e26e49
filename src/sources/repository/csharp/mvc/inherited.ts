import type { JudgedGuard } from '../../http/routing.ts';
import { beforeActions } from '../anonymous/filters.ts';
import { lineageOf, methodsOf } from '../code.ts';
import { judged } from '../judging.ts';
import { harmlessBase, opensPackage } from '../outside.ts';
import type { Types } from '../statements/types.ts';
import { lastName, nameOf } from '../syntax.ts';
import type { Controller } from './controllers.ts';

const runsBefore =
  /^(On(ActionExecuting|ActionExecutionAsync|Authorization|AuthorizationAsync)|Initialize|ExecuteAsync|BeginExecute(Core)?)$/;
const known = new WeakMap<Controller, readonly JudgedGuard[]>();

/** What the classes above a controller do before its actions: methods of the framework they override, bases of packages. */
export function inheritedChecks(types: Types, controller: Controller): readonly JudgedGuard[] {
  const before = known.get(controller);
  if (before !== undefined) return before;
  const found = [...ofMethods(types, controller), ...ofPackages(types, controller)];
  known.set(controller, found);
  return found;
}

function ofMethods(types: Types, { type }: Controller): readonly JudgedGuard[] {
  const { code } = types;
  return lineageOf(code, type).types.flatMap((each) =>
    methodsOf(code, each).flatMap((method): readonly JudgedGuard[] => {
      const name = nameOf(method.node);
      if (!runsBefore.test(name) || !/\b(Result|throw|Redirect)\b/.test(method.node.text)) return [];
      const told = beforeActions(types, method);
      if (told === 'all') return [];
      const isCheck = told === 'none';
      return [
        judged(name, isCheck ? 'authentication' : 'other', method.type.file, method.node, {
          resolved: isCheck,
        }),
      ];
    }),
  );
}

function ofPackages({ code }: Types, { type }: Controller): readonly JudgedGuard[] {
  const { types, outside } = lineageOf(code, type);
  return outside.flatMap((base) => {
    const name = lastName(base);
    const from = types.find(({ node }) => node.text.includes(base.text)) ?? type;
    const isInterface = /^I[A-Z]/.test(name) || code.find(name, from.file) !== undefined;
    if (name === '' || isInterface || harmlessBase.test(name) || !opensPackage(code, from.file)) return [];
    return [judged(name, 'other', from.file, base, { resolved: false })];
  });
}
