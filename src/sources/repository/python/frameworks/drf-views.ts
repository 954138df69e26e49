import type { Method, Parameter } from '../../../../model/api.ts';
import { callFunction } from '../evaluator/calls.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { extendsLibrary, libraryBases, libraryPath } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, InstanceValue, Value } from '../evaluator/value.ts';
import { constant, itemsOf, noArguments, stringOf } from '../evaluator/value.ts';
import { judgeWrappers } from '../reading/judge.ts';
import { readRequest } from '../reading/requests.ts';
import { httpVerbs, methodsIn, methodsOf, verbMethods } from '../reading/routes.ts';
import { looksUpObject, permissionsOf, recordOf } from './drf-declared.ts';
import { helpers, helpersLook } from './drf-helpers.ts';
import { permissionGuards } from './drf-permissions.ts';
import { serializerFields } from './drf-serializers.ts';
import { extendedView } from './django-library-views.ts';
import type { Project } from './django-settings.ts';
import { classGuards } from './django-classes.ts';
import type { DjangoView } from './django-dialect.ts';
import { djangoDialect, helperDialect } from './django-dialect.ts';

const api =
  /^(rest_framework|rest_framework_extensions|rest_framework_\w+|rest_auth|dj_rest_auth|djoser|drf_\w+)\./;

export const isApiView = (of: ClassValue): boolean => extendsLibrary(of, api);

/** Verbs that the generic views of DRF answer, and the action each of them stands for. */
const generics: readonly (readonly [RegExp, readonly (readonly [Method, string])[]])[] = [
  [/(^|\.)(ListAPIView|ListCreateAPIView)$/, [['GET', 'list']]],
  [/(^|\.)(CreateAPIView|ListCreateAPIView)$/, [['POST', 'create']]],
  [
    /(^|\.)(RetrieveAPIView|RetrieveUpdateAPIView|RetrieveDestroyAPIView|RetrieveUpdateDestroyAPIView)$/,
    [['GET', 'retrieve']],
  ],
  [
    /(^|\.)(UpdateAPIView|RetrieveUpdateAPIView|RetrieveUpdateDestroyAPIView)$/,
    [
      ['PUT', 'update'],
      ['PATCH', 'partial_update'],
    ],
  ],
  [/(^|\.)(DestroyAPIView|RetrieveDestroyAPIView|RetrieveUpdateDestroyAPIView)$/, [['DELETE', 'destroy']]],
];

/** Actions that the mixins of view sets bring. */
const mixins: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(^|\.)ModelViewSet$/, ['list', 'create', 'retrieve', 'update', 'partial_update', 'destroy']],
  [/(^|\.)ReadOnlyModelViewSet$/, ['list', 'retrieve']],
  [/(^|\.)ListModelMixin$/, ['list']],
  [/(^|\.)CreateModelMixin$/, ['create']],
  [/(^|\.)RetrieveModelMixin$/, ['retrieve']],
  [/(^|\.)UpdateModelMixin$/, ['update', 'partial_update']],
  [/(^|\.)DestroyModelMixin$/, ['destroy']],
];

/** Whether a view set answers an action: by its own method or by a mixin. */
export const hasAction = (machine: Machine, of: ClassValue, action: string): boolean =>
  lookInClass(machine, of, action)?.kind === 'function' ||
  libraryBases(of).some((path) =>
    mixins.some(([pattern, actions]) => pattern.test(path) && actions.includes(action)),
  );

export function apiClassViews(
  project: Project,
  of: ClassValue,
  actions: Value | undefined,
): readonly DjangoView[] {
  const { machine } = project;
  if (actions?.kind === 'dict')
    return actions.entries.flatMap(([method, action]) =>
      methodsIn([stringOf(method) ?? '']).map((each) =>
        actionView(project, of, each, stringOf(action) ?? ''),
      ),
    );
  const views = new Map<Method, DjangoView>();
  for (const [method, handler] of verbMethods(machine, of, httpVerbs))
    views.set(method, actionView(project, of, method, handler.name));
  for (const path of libraryBases(of))
    for (const [pattern, found] of generics)
      if (pattern.test(path))
        for (const [method, action] of found)
          if (!views.has(method)) views.set(method, actionView(project, of, method, action));
  for (const method of extendedView(of)?.methods ?? [])
    if (!views.has(method)) views.set(method, actionView(project, of, method, method.toLowerCase()));
  const allowed = methodsOf(lookInClass(machine, of, 'http_method_names'));
  return [...views.values()].filter(
    ({ methods }) => allowed.length === 0 || methods.some((method) => allowed.includes(method)),
  );
}

/** An action of the library stands where the class says what it is about. */
const broughtBy = (
  of: ClassValue,
  shown: FunctionValue | undefined,
  action: string,
): { readonly file: string; readonly line: number; readonly name: string } => ({
  file: shown?.module.path ?? of.module.path,
  line: shown?.node.line ?? of.node.line,
  name: `${of.name}.${action}`,
});

/** One action of a view class, with the permissions that hold for it. */
export function actionView(project: Project, of: ClassValue, method: Method, action: string): DjangoView {
  const { machine } = project;
  const found =
    lookInClass(machine, of, action) ??
    // The library's own `partial_update` calls `update`.
    (action === 'partial_update' ? lookInClass(machine, of, 'update') : undefined);
  const handler = found?.kind === 'function' ? found : undefined;
  const performed = lookInClass(
    machine,
    of,
    action === 'create' ? 'perform_create' : action === 'destroy' ? 'perform_destroy' : 'get_queryset',
  );
  const own = helpersLook(machine, of, { action, method });
  const shown = handler ?? (performed?.kind === 'function' ? performed : undefined);
  const guards = [
    ...classGuards(machine, of),
    ...permissionGuards(
      project,
      permissionsOf(project, of, { action, method, handler }),
      {
        method,
        name: action,
        ofObject: looksUpObject(handler, action),
        view: of,
        record: handler === undefined ? recordOf(project, of) : undefined,
      },
      of,
    ),
    ...(handler === undefined
      ? []
      : judgeWrappers(
          machine,
          handler.wrappers.filter(({ value }) => !/^rest_framework|^drf_/.test(libraryPath(value) ?? '')),
        )),
  ];
  return {
    methods: [method],
    handler: shown,
    ...(handler === undefined ? { brought: broughtBy(of, shown, action) } : {}),
    guards: guards.filter(({ passes }) => !passes),
    parameters: actionParameters(machine, of, handler, method, action),
    harmless: true,
    helper: handler === undefined,
    ...(handler === undefined || own ? { looks: own ? ('perhaps' as const) : ('no' as const) } : {}),
  };
}

function actionParameters(
  machine: Machine,
  of: ClassValue,
  handler: FunctionValue | undefined,
  method: Method,
  action: string,
): readonly Parameter[] {
  const read = handler === undefined ? [] : readRequest(machine, handler, djangoDialect);
  const helped = helpers.flatMap((name) => {
    const helper = lookInClass(machine, of, name);
    return helper?.kind === 'function' ? readRequest(machine, helper, helperDialect) : [];
  });
  const filtered = method === 'GET' && /^(list|get)$/.test(action) ? filterParameters(machine, of) : [];
  const body = /^(POST|PUT|PATCH)$/.test(method) ? serializerParameters(machine, of, handler, action) : [];
  const found = new Map<string, Parameter>();
  for (const each of [...read, ...helped.filter(({ in: place }) => place !== 'body'), ...filtered, ...body])
    if (!found.has(`${each.in} ${each.name}`)) found.set(`${each.in} ${each.name}`, each);
  return [...found.values()];
}

function filterParameters(machine: Machine, of: ClassValue): readonly Parameter[] {
  const fields = lookInClass(machine, of, 'filterset_fields') ?? lookInClass(machine, of, 'filter_fields');
  const names = fields?.kind === 'dict' ? fields.entries.map(([key]) => key) : itemsOf(fields);
  return names.flatMap((each) => {
    const name = stringOf(each);
    return name === undefined
      ? []
      : [
          {
            name,
            in: 'query' as const,
            required: false,
            origin: { kind: 'read' as const, file: of.module.path, line: of.node.line },
          },
        ];
  });
}

/** Fields of the serializer that takes the body. */
export function serializerParameters(
  machine: Machine,
  of: ClassValue,
  handler: FunctionValue | undefined,
  action: string,
): readonly Parameter[] {
  const decorated = handler?.wrappers
    .map(({ value }) => (value.kind === 'result' ? value.args.keywords.get('serializer_class') : undefined))
    .find((each) => each !== undefined);
  const getter = lookInClass(machine, of, 'get_serializer_class');
  let serializer = decorated ?? lookInClass(machine, of, 'serializer_class');
  if (decorated === undefined && getter?.kind === 'function') {
    const self: InstanceValue = {
      kind: 'instance',
      of,
      attributes: new Map([['action', constant(action)]]),
      made: noArguments,
      place: of,
    };
    const given = callFunction(machine, { ...getter, self }, noArguments);
    const option = given.kind === 'choice' ? given.options.find(({ kind }) => kind === 'class') : given;
    if (option?.kind === 'class') serializer = option;
  }
  if (serializer?.kind !== 'class') return [];
  return serializerFields(machine, serializer, action === 'partial_update').filter(
    () =>
      handler === undefined ||
      decorated !== undefined ||
      /get_serializer|serializer/i.test(handler.node.text),
  );
}
