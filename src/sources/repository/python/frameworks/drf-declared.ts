import type { Method } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { callFunction } from '../evaluator/calls.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { isCallOf, libraryPath } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, InstanceValue, Place, Value } from '../evaluator/value.ts';
import { constant, itemsOf, noArguments } from '../evaluator/value.ts';
import { judgeWrappers } from '../reading/judge.ts';
import { extendedView } from './django-library-views.ts';
import type { Project } from './django-settings.ts';
import { permissionGuards } from './drf-permissions.ts';

/** The library's own actions of one object look it up and ask about it; a method of the target does where it says so. */
export const looksUpObject = (handler: FunctionValue | undefined, action: string): boolean =>
  handler === undefined
    ? /^(retrieve|update|partial_update|destroy)$/.test(action)
    : /\bget_object\(|\bcheck_object_permissions\(|\bsuper\([^()]*\)\.(retrieve|update|partial_update|destroy|get|put|patch|delete)\(/.test(
        handler.node.text,
      );

/** The model whose rows the library's own actions of a view look up, where the view only says `queryset`. */
export function recordOf({ machine }: Project, of: ClassValue): ClassValue | undefined {
  if (['get_queryset', 'get_object'].some((name) => lookInClass(machine, of, name) !== undefined))
    return undefined;
  let at = lookInClass(machine, of, 'queryset');
  while (at?.kind === 'result' || at?.kind === 'member') at = at.kind === 'result' ? at.callee : at.object;
  return at?.kind === 'class' ? at : undefined;
}

/** `permission_classes` of the action's decorator, `get_permissions` as it runs for the action, the class, the settings. */
export function permissionsOf(
  project: Project,
  of: ClassValue,
  {
    action,
    method,
    handler,
  }: { readonly action: string; readonly method: Method; readonly handler: FunctionValue | undefined },
): readonly Value[] {
  const { machine } = project;
  const decorated = handler?.wrappers
    .map(({ value }) => (value.kind === 'result' ? value.args.keywords.get('permission_classes') : undefined))
    .find((each) => each !== undefined);
  const own = decorated ?? lookInClass(machine, of, 'permission_classes');
  const getter = lookInClass(machine, of, 'get_permissions');
  // A view of a package has its own permissions, which are told as what it asks for.
  const declared =
    own !== undefined ? itemsOf(own) : extendedView(of) === undefined ? project.permissions : [];
  if (getter?.kind !== 'function') return declared;
  const self: InstanceValue = {
    kind: 'instance',
    of,
    attributes: new Map<string, Value>([
      ['action', constant(action)],
      ['request', requestOf(method, of)],
    ]),
    made: noArguments,
    place: of,
  };
  if (decorated !== undefined) self.attributes.set('permission_classes', decorated);
  const given = callFunction(machine, { ...getter, self }, noArguments);
  const chosen = self.attributes.get('permission_classes');
  const inherited = chosen === undefined ? declared : itemsOf(chosen);
  const options = given.kind === 'choice' ? given.options : [given];
  return options.flatMap((each): readonly Value[] => {
    if (each.kind === 'list')
      return each.items.flatMap((item) => (item.kind === 'unknown' ? inherited : [item]));
    // `super().get_permissions()`
    if (each.kind === 'result' && each.callee.kind === 'member' && each.callee.name === 'get_permissions')
      return inherited;
    return [{ kind: 'unknown', why: 'what get_permissions gives was not found' }];
  });
}

const requestOf = (method: Method, place: Place): Value => ({
  kind: 'result',
  callee: { kind: 'library', path: 'rest_framework.request.Request' },
  args: noArguments,
  attributes: new Map<string, Value>([['method', constant(method)]]),
  place,
});

/** Permissions of a function with `@api_view`. */
export function apiViewGuards(project: Project, view: FunctionValue, method: Method): readonly JudgedGuard[] {
  const { machine } = project;
  const told = view.wrappers.find(({ value }) => isCallOf(value, 'permission_classes'));
  const permissions =
    told?.value.kind === 'result' ? itemsOf(told.value.args.positional[0]) : project.permissions;
  const others = view.wrappers.filter(
    ({ value }) => !/^(rest_framework|drf_)/.test(libraryPath(value) ?? ''),
  );
  return [
    ...permissionGuards(project, permissions, { method, ofObject: false }, told?.place ?? view),
    ...judgeWrappers(machine, others),
  ];
}
