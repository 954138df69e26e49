import type { Method } from '../../../../model/api.ts';
import { joinPaths } from '../../http/paths.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryPath } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Place, Value } from '../evaluator/value.ts';
import { argument, booleanOf, stringOf } from '../evaluator/value.ts';
import { templateOf } from '../reading/regular.ts';
import { methodsIn, methodsOf, routeOf } from '../reading/routes.ts';
import { routePath, textOf, textsOf } from '../reading/texts.ts';
import type { At, Emit } from './django.ts';
import type { Project } from './django-settings.ts';
import { actionView, hasAction } from './drf-views.ts';
import { ninjaRoutes } from './django-ninja.ts';

interface Registered {
  readonly prefix: string;
  readonly resolved: boolean;
  readonly viewset: ClassValue;
  readonly place: Place;
}

const list: readonly (readonly [Method, string])[] = [
  ['GET', 'list'],
  ['POST', 'create'],
];
const detail: readonly (readonly [Method, string])[] = [
  ['GET', 'retrieve'],
  ['PUT', 'update'],
  ['PATCH', 'partial_update'],
  ['DELETE', 'destroy'],
];

/** View sets registered on a router of DRF, or on one nested below another's. */
export function routerRoutes(project: Project, router: Value, at: At, emit: Emit): void {
  const path = libraryPath(router) ?? '';
  if (/^ninja(_extra)?\./.test(path)) {
    ninjaRoutes(project, router, at, emit);
    return;
  }
  const prefix = nestedPrefix(project, router);
  for (const each of registeredOn(project, router))
    viewsetRoutes(
      project,
      router,
      each,
      { ...at, prefix: joinPaths(at.prefix, { text: prefix, resolved: true }) },
      emit,
    );
}

function registeredOn({ machine }: Project, router: Value, depth = 0): readonly Registered[] {
  return machine.events
    .flatMap(({ callee, args, place }): readonly Registered[] => {
      if (callee.kind !== 'member' || callee.object !== router) return [];
      if (callee.name === 'extend' && depth < 4) return [];
      if (callee.name !== 'register' && callee.name !== 'register_viewset') return [];
      const viewset = argument(args, 1, 'viewset');
      if (viewset?.kind !== 'class') return [];
      const prefix = routePath(argument(args, 0, 'prefix'));
      const template = templateOf(prefix.text);
      return [
        {
          prefix: template ?? prefix.text,
          resolved: prefix.resolved && template !== undefined,
          viewset,
          place,
        },
      ];
    })
    .concat(extended(machine.events, router));
}

/** `router.registry.extend(other.registry)`. */
function extended(events: Project['machine']['events'], router: Value): readonly Registered[] {
  return events.flatMap(({ callee, args }) => {
    const [other] = args.positional;
    if (callee.kind !== 'member' || callee.name !== 'extend' || callee.object.kind !== 'member') return [];
    if (callee.object.name !== 'registry' || callee.object.object !== router || other?.kind !== 'member')
      return [];
    return events.flatMap(({ callee: inner, args: given, place }): readonly Registered[] => {
      const viewset = argument(given, 1, 'viewset');
      if (
        inner.kind !== 'member' ||
        inner.object !== other.object ||
        inner.name !== 'register' ||
        viewset?.kind !== 'class'
      )
        return [];
      const prefix = routePath(argument(given, 0, 'prefix'));
      return [{ prefix: templateOf(prefix.text) ?? prefix.text, resolved: prefix.resolved, viewset, place }];
    });
  });
}

/** `NestedSimpleRouter(parent, 'domains', lookup='domain')` answers below one item of the parent. */
function nestedPrefix(project: Project, router: Value, depth = 0): string {
  const args = router.kind === 'result' ? router.args : router.kind === 'instance' ? router.made : undefined;
  if (args === undefined || depth > 5 || !/Nested\w*Router\(\)$/.test(libraryPath(router) ?? '')) return '';
  const [parent] = args.positional;
  const prefix = textOf(argument(args, 1, 'parent_prefix')) ?? '{unresolved}';
  const lookup = textOf(argument(args, 2, 'lookup')) ?? 'nested_1';
  const above =
    parent === undefined ? undefined : registeredOn(project, parent).find((each) => each.prefix === prefix);
  const field = above === undefined ? 'pk' : lookupName(project, above.viewset);
  return `${parent === undefined ? '' : nestedPrefix(project, parent, depth + 1)}/${prefix}/{${lookup}_${field}}`;
}

const lookupName = ({ machine }: Project, viewset: ClassValue): string =>
  textOf(lookInClass(machine, viewset, 'lookup_url_kwarg')) ??
  textOf(lookInClass(machine, viewset, 'lookup_field')) ??
  'pk';

function viewsetRoutes(
  project: Project,
  router: Value,
  { prefix, resolved, viewset, place }: Registered,
  at: At,
  emit: Emit,
): void {
  const { machine } = project;
  const base = joinPaths(at.prefix, {
    text: prefix,
    resolved,
    ...(resolved ? {} : { why: 'the prefix of the view set is not known' }),
  });
  const one = joinPaths(base, { text: `{${lookupName(project, viewset)}}`, resolved: true });
  const allowed = methodsOf(lookInClass(machine, viewset, 'http_method_names'));
  const slash = slashOf(machine, router);
  const add = (path: typeof base, method: Method, action: string): void => {
    if (allowed.length > 0 && !allowed.includes(method)) return;
    const view = actionView(project, viewset, method, action);
    emit(
      routeOf(machine, {
        technology: 'django',
        path: { ...path, text: path.text + slash },
        place,
        ...view,
        guards: [...at.guards, ...view.guards],
      }),
    );
  };
  for (const [method, action] of [...list, ...mapped(project, router, 0)])
    if (hasAction(machine, viewset, action)) add(base, method, action);
  for (const extra of extraActions(viewset)) {
    const path = joinPaths(extra.detail ? one : base, {
      text: templateOf(extra.path) ?? extra.path,
      resolved: true,
    });
    for (const method of extra.methods) add(path, method, extra.name(method));
  }
  for (const [method, action] of [...detail, ...mapped(project, router, 2)])
    if (hasAction(machine, viewset, action)) add(one, method, action);
}

/** Routers end their paths with a slash unless they are told not to; one that may be left out is not told. */
function slashOf(machine: Machine, router: Value): '/' | '' {
  const args = router.kind === 'result' ? router.args : router.kind === 'instance' ? router.made : undefined;
  const own =
    router.kind === 'instance'
      ? (router.attributes.get('trailing_slash') ?? lookInClass(machine, router.of, 'trailing_slash'))
      : undefined;
  const given = own ?? args?.keywords.get('trailing_slash');
  if (given === undefined) return '/';
  return textOf(given) === '/' || booleanOf(given) === true ? '/' : '';
}

/** A router of the target that maps more methods: `self.routes[0].mapping.update({'put': 'bulk_update'})`. */
function mapped({ machine }: Project, router: Value, at: number): readonly (readonly [Method, string])[] {
  return machine.events.flatMap(({ callee, args, place }) => {
    const [given] = args.positional;
    if (callee.kind !== 'member' || callee.name !== 'update' || given?.kind !== 'dict') return [];
    if (rootOf(callee) !== router) return [];
    const path = /\.routes\[(\d)\]\.mapping\.update/.exec(place.node.text)?.[1];
    if (path !== String(at)) return [];
    return given.entries.flatMap(([method, action]) => {
      const [verb] = methodsIn([stringOf(method) ?? '']);
      const name = stringOf(action);
      return verb === undefined || name === undefined ? [] : [[verb, name] as const];
    });
  });
}

const rootOf = (value: Value): Value => (value.kind === 'member' ? rootOf(value.object) : value);

interface Extra {
  readonly path: string;
  readonly detail: boolean;
  readonly methods: readonly Method[];
  readonly name: (method: Method) => string;
}

/** `@action(detail=True, methods=['post'])`, and other methods mapped onto it with `@name.mapping.delete`. */
function extraActions(viewset: ClassValue): readonly Extra[] {
  const found = new Map<string, FunctionValue>();
  const visit = (of: ClassValue, depth: number): void => {
    for (const base of of.bases) if (base.kind === 'class' && depth < 10) visit(base, depth + 1);
    for (const [name, value] of of.attributes) if (value.kind === 'function') found.set(name, value);
  };
  visit(viewset, 0);
  return [...found].flatMap(([name, value]): readonly Extra[] => {
    const marker = value.wrappers.find((each) =>
      /(^|\.)(action|detail_route|list_route)\(\)$/.test(libraryPath(each.value) ?? ''),
    )?.value;
    if (marker?.kind !== 'result') return [];
    const own = methodsIn(textsOf(argument(marker.args, 0, 'methods')));
    const mapped = [...found].flatMap(([other, each]) =>
      each.wrappers.flatMap(({ value: wrapper, place }) => {
        const verb = new RegExp(`^${name}\\.mapping\\.(\\w+)$`).exec(place.node.text)?.[1];
        return wrapper.kind === 'constant' || verb === undefined
          ? []
          : methodsIn([verb]).map((method) => [method, other] as const);
      }),
    );
    const isDetail =
      booleanOf(marker.args.keywords.get('detail')) ?? /detail_route/.test(libraryPath(marker) ?? '');
    const methods: readonly Method[] = own.length === 0 ? ['GET'] : own;
    return [
      {
        path:
          stringOf(marker.args.keywords.get('url_path')) ??
          textOf(marker.args.keywords.get('url_path')) ??
          name,
        detail: isDetail,
        methods: [...methods, ...mapped.map(([method]) => method)],
        name: (method) => mapped.find(([each]) => each === method)?.[1] ?? name,
      },
    ];
  });
}
