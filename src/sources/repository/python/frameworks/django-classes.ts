import type { Method, Parameter } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { libraryBases, lineage } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue, Value } from '../evaluator/value.ts';
import { itemsOf, stringOf } from '../evaluator/value.ts';
import { allowsAnonymous } from '../reading/asked-about.ts';
import { checkingSigns, judgeCheck, judgeWrappers, originAt } from '../reading/judge.ts';
import { knownCheck } from '../reading/known-checks.ts';
import { unknownBases } from '../reading/packages.ts';
import { readRequest } from '../reading/requests.ts';
import { httpVerbs, methodsOf, verbMethods } from '../reading/routes.ts';
import type { DjangoView } from './django-dialect.ts';
import { djangoDialect, helperDialect, metaName } from './django-dialect.ts';
import { apiClassViews, isApiView } from './drf-views.ts';
import { askedBy, extendedView } from './django-library-views.ts';
import type { Project } from './django-settings.ts';

const generic: readonly (readonly [RegExp, readonly Method[]])[] = [
  [
    /(^|\.)(CreateView|UpdateView|DeleteView|FormView|LoginView|PasswordChangeView|PasswordResetView|PasswordResetConfirmView|BaseFormView|ProcessFormView)$/,
    ['GET', 'POST'],
  ],
  [/(^|\.)LogoutView$/, ['POST']],
  [
    /(^|\.)(ListView|DetailView|TemplateView|RedirectView|ArchiveIndexView|\w+ArchiveView|DateDetailView|BaseListView|BaseDetailView)$/,
    ['GET'],
  ],
];

/** Verbs of a class based view, its own and those of the generic views it extends. */
export function classViews(
  project: Project,
  of: ClassValue,
  actions: Value | undefined,
): readonly DjangoView[] {
  const { machine } = project;
  if (isApiView(of)) return apiClassViews(project, of, actions);
  const around = classGuards(machine, of);
  const allowed = methodsOf(lookInClass(machine, of, 'http_method_names'));
  const own = verbMethods(machine, of, httpVerbs);
  const views = new Map<Method, DjangoView>();
  for (const [method, handler] of own)
    views.set(method, {
      methods: [method],
      handler,
      guards: [...around, ...judgeWrappers(machine, handler.wrappers)],
      parameters: [
        ...readRequest(machine, handler, djangoDialect),
        ...helperParameters(machine, of, method),
      ].map(metaName),
    });
  for (const method of inheritedMethods(of))
    if (!views.has(method)) views.set(method, inheritedView(machine, of, method, around));
  if (views.size === 0) views.set('GET', inheritedView(machine, of, 'GET', around));
  return [...views.values()].filter(
    ({ methods }) => allowed.length === 0 || methods.some((method) => allowed.includes(method)),
  );
}

const inheritedMethods = (of: ClassValue): readonly Method[] =>
  extendedView(of)?.methods ?? [
    ...new Set(
      libraryBases(of).flatMap((path) => generic.find(([pattern]) => pattern.test(path))?.[1] ?? []),
    ),
  ];

const helpers = [
  'get_queryset',
  'get_object',
  'get_context_data',
  'form_valid',
  'dispatch',
  'setup',
  'get_form_kwargs',
  'get_initial',
  'get_redirect_url',
  'get_queryset_data',
  'get_queryset_cache_key',
];

function inheritedView(
  machine: Machine,
  of: ClassValue,
  method: Method,
  guards: readonly JudgedGuard[],
): DjangoView {
  const handler = [
    'form_valid',
    'get_context_data',
    'get_queryset',
    'get_object',
    'dispatch',
    'get_redirect_url',
  ]
    .map((name) => lookInClass(machine, of, name))
    .find((each) => each?.kind === 'function');
  const signs = checkingSigns(machine, of, helpers);
  const isKnown = inheritedMethods(of).includes(method);
  return {
    methods: [method],
    handler: handler?.kind === 'function' ? handler : undefined,
    guards,
    parameters: helperParameters(machine, of, method).map(metaName),
    harmless: isKnown,
    helper: true,
    ...(isKnown
      ? {
          looks:
            signs.readsCredential || signs.rejectsForbidden || signs.rejectsUnknown
              ? ('perhaps' as const)
              : ('no' as const),
        }
      : {}),
  };
}

/** What the methods that a generic view calls read from the request. */
function helperParameters(machine: Machine, of: ClassValue, method: Method): readonly Parameter[] {
  const found = helpers.flatMap((name) => {
    const helper = lookInClass(machine, of, name);
    return helper?.kind === 'function' ? readRequest(machine, helper, helperDialect) : [];
  });
  return method === 'GET' ? found.filter(({ in: place }) => place !== 'body') : found;
}

/** Mixins that check, decorators of the class and of `dispatch`, a `dispatch` that checks itself. */
export function classGuards(machine: Machine, of: ClassValue): readonly JudgedGuard[] {
  const mixins = libraryBases(of).flatMap((path): readonly JudgedGuard[] => {
    const kind = knownCheck(path);
    // `AccessMixin` only says what becomes of whoever is refused: the class that extends it checks.
    if (kind === undefined || kind === 'passes' || /^rest_framework|\.AccessMixin$/.test(path)) return [];
    if (path.endsWith('.UserPassesTestMixin')) return tested(machine, of);
    const name = path.split('.').at(-1) ?? path;
    return [
      judgeCheck(machine, {
        value: { kind: 'library', path },
        name,
        place: of,
        requires: permissionNames(machine, of),
      }),
    ];
  });
  const decorators = lineage(of).flatMap(({ wrappers }) => judgeWrappers(machine, wrappers));
  const own = dispatches(of).flatMap((each) => [
    ...judgeWrappers(machine, each.wrappers),
    asksForPermission(
      each,
      judgeCheck(machine, {
        value: { ...each, owner: of },
        name: `${of.name}.dispatch`,
        place: each,
        self: of,
      }),
    ),
  ]);
  return [...decorators, ...mixins, ...own, ...extended(machine, of), ...unknownBases(of, of)].filter(
    ({ passes }) => !passes,
  );
}

/** `handle_no_permission` sends to sign in, also whoever may not do what is asked. */
const asksForPermission = ({ node }: FunctionValue, judged: JudgedGuard): JudgedGuard =>
  judged.guard.kind === 'authentication' &&
  /has_perm|permission/.test(node.text.replaceAll('handle_no_permission', ''))
    ? { ...judged, guard: { ...judged.guard, kind: 'authorisation' } }
    : judged;

/** Every `dispatch` that runs: one goes on to the next by `super()`. */
function dispatches(of: ClassValue): readonly FunctionValue[] {
  const found: FunctionValue[] = [];
  for (const { attributes } of lineage(of)) {
    const each = attributes.get('dispatch');
    if (each?.kind !== 'function') continue;
    found.push(each);
    if (!each.node.text.includes('super(')) break;
  }
  return found;
}

/** `test_func` decides, whatever it is about. */
function tested(machine: Machine, of: ClassValue): readonly JudgedGuard[] {
  const test = lookInClass(machine, of, 'test_func');
  const allows =
    test?.kind === 'function'
      ? allowsAnonymous(
          machine,
          { ...test, owner: of },
          { method: 'GET', action: undefined, above: 'nobody' },
        )
      : 'nobody';
  if (allows === 'everybody') return [];
  return [
    {
      guard: { name: 'UserPassesTestMixin', kind: 'authorisation', requires: [], origin: originAt(of) },
      resolved: true,
      conditional: allows === 'perhaps',
      passes: false,
    },
  ];
}

/** What the library's own view asks for, unless the class asks for something itself or has another `dispatch`. */
function extended(machine: Machine, of: ClassValue): readonly JudgedGuard[] {
  const dispatch = lookInClass(machine, of, 'dispatch');
  const isReplaced =
    (dispatch?.kind === 'function' && !dispatch.node.text.includes('super(')) ||
    lookInClass(machine, of, 'permission_classes') !== undefined;
  return isReplaced ? [] : askedBy(extendedView(of), of);
}

const permissionNames = (machine: Machine, of: ClassValue): readonly string[] =>
  itemsOf(lookInClass(machine, of, 'permission_required')).flatMap((each) => stringOf(each) ?? []);
