import type { Method } from '../../../../model/api.ts';
import { inField } from '../../languages/syntax.ts';
import { lookInClass } from '../evaluator/classes.ts';
import { extendsLibrary, libraryPath } from '../evaluator/paths.ts';
import type { Machine } from '../evaluator/machine.ts';
import type { ClassValue, FunctionValue, Place, Value } from '../evaluator/value.ts';
import { argument } from '../evaluator/value.ts';
import { judgeCheck, judgeWrappers, nameOf } from '../reading/judge.ts';
import { allowedMethods } from '../reading/method-tests.ts';
import { readRequest } from '../reading/requests.ts';
import { methodsIn, methodsOf } from '../reading/routes.ts';
import { textOf } from '../reading/texts.ts';
import { classGuards, classViews } from './django-classes.ts';
import type { DjangoView } from './django-dialect.ts';
import { djangoDialect, metaName } from './django-dialect.ts';
import { askedBy, libraryViewAt } from './django-library-views.ts';
import type { Project } from './django-settings.ts';
import { dottedValue } from './django-settings.ts';
import { apiViewGuards } from './drf-declared.ts';

/** What answers a pattern: a function, a class by its verbs, or either of them inside decorators. */
export function djangoViews(project: Project, view: Value, place: Place, depth = 0): readonly DjangoView[] {
  if (depth > 8) return [];
  const { machine } = project;
  if (view.kind === 'function') return functionViews(project, view);
  if (view.kind === 'instance') return instanceViews(machine, view.of);
  if (view.kind === 'choice')
    return view.options.slice(0, 1).flatMap((each) => djangoViews(project, each, place, depth + 1));
  if (view.kind === 'constant') {
    const named = dottedValue(machine, place.module.path, textOf(view) ?? '');
    return named === undefined || named.kind === 'library'
      ? [unseen]
      : djangoViews(project, named, place, depth + 1);
  }
  if (view.kind === 'library') return libraryView(view.path, place);
  if (view.kind !== 'result') return [unseen];
  const { callee, args } = view;
  if (callee.kind === 'member' && callee.name === 'as_view') {
    if (callee.object.kind === 'class')
      return classViews(project, madeWith(callee.object, args.keywords), argument(args, 0, 'actions'));
    return libraryView(libraryPath(callee.object) ?? '', place);
  }
  const path = libraryPath(callee) ?? '';
  if (callee.kind === 'library' && path.endsWith('.as_view'))
    return libraryView(path.replace(/\.as_view$/, ''), place);
  const inner = args.positional.find(
    ({ kind }) => kind === 'function' || kind === 'result' || kind === 'class',
  );
  if (inner === undefined) return [unseen];
  const guard = judgeCheck(machine, { value: callee, name: nameOf(callee), place: view.place });
  return djangoViews(project, inner, place, depth + 1).map((each) => ({
    ...each,
    guards: [guard, ...each.guards],
  }));
}

/** What is given to `as_view` are attributes of the view that it makes, as of a class below. */
function madeWith(of: ClassValue, keywords: ReadonlyMap<string, Value>): ClassValue {
  const given = new Map([...keywords].filter(([name]) => name !== 'actions'));
  return given.size === 0
    ? of
    : { ...of, bases: [of], attributes: given, annotations: new Map(), keywords: new Map(), wrappers: [] };
}

const unseen: DjangoView = { methods: ['GET'], handler: undefined, guards: [], parameters: [] };

/** A view of a package that is put into the patterns as it is. */
function libraryView(path: string, place: Place): readonly DjangoView[] {
  const known = libraryViewAt(path);
  if (known !== undefined)
    return [
      {
        methods: known.methods,
        handler: undefined,
        guards: askedBy(known, place),
        parameters: [],
        harmless: true,
      },
    ];
  const harmless =
    /(TemplateView|RedirectView|SpectacularAPIView|SpectacularSwaggerView|SpectacularRedocView|JavaScriptCatalog|JSONCatalog|(Login|Logout|PasswordReset|TokenObtain\w*|TokenRefresh\w*|TokenVerify\w*)View)$/.test(
      path,
    );
  const methods: readonly Method[] = /(Token\w*View|ObtainAuthToken|GraphQLView)$/.test(path)
    ? ['POST']
    : /(Login|Logout|Password\w*|Form|Create|Update|Delete)View$/.test(path)
      ? ['GET', 'POST']
      : ['GET'];
  return [
    { methods, handler: undefined, guards: [], parameters: [], ...(harmless ? { harmless: true } : {}) },
  ];
}

/** An object that is called as a view; a feed of Django's is asked for what it is about first. */
function instanceViews(machine: Machine, of: ClassValue): readonly DjangoView[] {
  const isFeed = extendsLibrary(of, /^django\.contrib\.syndication\.views\.Feed$/);
  const own = lookInClass(machine, of, '__call__');
  const found = own ?? (isFeed ? lookInClass(machine, of, 'get_object') : undefined);
  const handler: FunctionValue | undefined = found?.kind === 'function' ? { ...found, owner: of } : undefined;
  if (handler === undefined && !isFeed) return [unseen];
  return [
    {
      methods: ['GET'],
      handler,
      guards: [
        ...classGuards(machine, of),
        ...(handler === undefined ? [] : judgeWrappers(machine, handler.wrappers)),
      ],
      parameters: handler === undefined ? [] : readRequest(machine, handler, djangoDialect).map(metaName),
      ...(isFeed ? { harmless: true } : {}),
    },
  ];
}

function functionViews(project: Project, view: FunctionValue): readonly DjangoView[] {
  const { machine } = project;
  const api = view.wrappers.find(({ value }) =>
    /rest_framework\.decorators\.api_view/.test(libraryPath(value) ?? ''),
  );
  const parameters = readRequest(machine, view, djangoDialect).map(metaName);
  const methods = methodsOfView(machine, view, api?.value);
  if (api === undefined)
    return [{ methods, handler: view, guards: judgeWrappers(machine, view.wrappers), parameters }];
  return methods.map((method) => ({
    methods: [method],
    handler: view,
    guards: apiViewGuards(project, view, method),
    parameters,
  }));
}

/** Methods a function answers: what its decorators allow, else what its body tells apart. */
function methodsOfView(machine: Machine, view: FunctionValue, api: Value | undefined): readonly Method[] {
  if (api?.kind === 'result') {
    const told = methodsOf(argument(api.args, 0, 'http_method_names'));
    return told.length === 0 ? ['GET'] : told;
  }
  for (const { value } of view.wrappers) {
    const path = libraryPath(value) ?? '';
    if (path.endsWith('require_http_methods()') && value.kind === 'result')
      return methodsOf(argument(value.args, 0, 'request_method_list'));
    if (/(^|\.)require_POST$/.test(path)) return ['POST'];
    if (/(^|\.)(require_GET|require_safe)$/.test(path)) return ['GET'];
    const own = value.kind === 'function' ? allowedMethods(machine, value) : undefined;
    if (own !== undefined) return own;
  }
  const body = inField(view.node, 'body')?.text ?? '';
  const compared = [...body.matchAll(/\bmethod\s*(==|!=|in|not in)\s*([[({]?[^:\n]{0,80})/g)];
  const told = compared.flatMap(([, , text = '']) =>
    [...text.matchAll(/['"]([A-Z]+)['"]/g)].flatMap(([, name]) => name ?? []),
  );
  const found = methodsIn(told);
  if (found.length === 0)
    return ['GET', ...(/\brequest\.(POST|FILES|body)\b/.test(body) ? (['POST'] as const) : [])];
  const refuses = /\bif\s+\w+\.method\s*(!=|not in)[^\n]{0,80}:\s*\n?\s*(return|raise)\b/.test(body);
  return refuses ? found : [...new Set<Method>(['GET', ...found])];
}
