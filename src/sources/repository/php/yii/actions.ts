import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { constructorGuards } from '../constructor-guards.ts';
import { judged } from '../guards.ts';
import { bodyOfMethod } from '../body.ts';
import type { PhpClass, PhpMethod } from '../classes.ts';
import { kindNames, lineage, methodOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import type { Machine } from '../machine.ts';
import { methodsOfBody } from '../methods-of-body.ts';
import type { Dialect } from '../parameters.ts';
import { toDeclared } from '../route.ts';
import { originAt } from '../value.ts';
import type { ReadOrigin } from '../value.ts';
import { behaviorsOf, guardsOf, verbsOf } from './behaviors.ts';

export const dialect: Dialect = {
  methods: {
    get: 'query',
    post: 'body',
    getqueryparam: 'query',
    getquery: 'query',
    getbodyparam: 'body',
    getpost: 'body',
    getparam: 'input',
    getheader: 'header',
  },
  bags: {
    headers: 'header',
    getheaders: 'header',
    cookies: 'cookie',
    getcookies: 'cookie',
    queryparams: 'query',
    getqueryparams: 'query',
    bodyparams: 'body',
    getbodyparams: 'body',
    post: 'body',
    get: 'query',
  },
  requestType: /^yii\\web\\Request$/,
  receivers:
    /^(\\?Yii::\$app->(request|getRequest\(\))|\\?Yii::app\(\)->(request|getRequest\(\))|\$this->request)$/,
};

export interface Action {
  readonly owner: PhpClass;
  readonly method: PhpMethod | undefined;
  /** `post/view`, without the module's. */
  readonly route: string;
  readonly methods: readonly Method[];
  readonly guards: readonly JudgedGuard[];
}

export const restActions: readonly (readonly [string, readonly Method[]])[] = [
  ['index', ['GET']],
  ['view', ['GET']],
  ['create', ['POST']],
  ['update', ['PUT', 'PATCH']],
  ['delete', ['DELETE']],
  ['options', ['OPTIONS']],
];

const dashed = (name: string): string => name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

export function actionsOf(machine: Machine, declared: PhpClass, path: string): readonly Action[] {
  const { codebase } = machine;
  const names = kindNames(codebase, declared);
  if (
    declared.isAbstract ||
    declared.kind !== 'class' ||
    names.some((name) => /console\\Controller$|^CConsoleCommand$/.test(name))
  )
    return [];
  if (
    !names.some((name) => /^yii\\(web|rest)\\|^CController$|Controller$/.test(name)) ||
    /(^|\/)(console|commands)\//.test(path)
  )
    return [];
  const module = [...path.matchAll(/(?:^|\/)modules\/([^/]+)\//g)].map((match) => match[1] ?? '');
  const folder = /controllers\/(.+)\/[^/]+$/.exec(path)?.[1];
  const short = dashed((declared.name.split('\\').at(-1) ?? '').replace(/Controller$/, ''));
  const base = [...module, ...(folder === undefined ? [] : [folder]), short].join('/');
  const behaviors = behaviorsOf(machine, declared);
  const asked = methodOf(codebase, declared, 'checkAccess');
  const checks = [
    ...constructorGuards(codebase, declared, ['beforeAction', 'init']),
    ...(asked === undefined
      ? []
      : [judged('checkAccess', 'authorisation', originAt(asked.file, asked.node), { conditional: true })]),
  ];
  const own = new Map<string, PhpMethod>();
  for (const each of lineage(codebase, declared))
    for (const method of each.methods.values())
      if (/^action[A-Z]/.test(method.name) && method.visibility === 'public' && !own.has(method.name))
        own.set(method.name, method);
  const make = (id: string, method: PhpMethod | undefined, methods: readonly Method[]): Action => {
    const verbs = verbsOf(behaviors, id);
    const body = bodyOfMethod(method, declared);
    const found =
      verbs.length > 0 ? verbs : methods.length > 0 ? methods : methodsOfBody(codebase, body, dialect);
    return {
      owner: declared,
      method,
      route: `${base}/${id}`,
      methods: found,
      guards: [...guardsOf(codebase, behaviors, id), ...checks],
    };
  };
  const written = [...own.values()].map((method) =>
    make(dashed(method.name.slice('action'.length)), method, []),
  );
  const isActive = names.some((name) => /rest\\ActiveController$|^ActiveController$/.test(name));
  const given = isActive
    ? restActions
        .filter(([id]) => !written.some(({ route }) => route === `${base}/${id}`))
        .map(([id, methods]) => make(id, undefined, methods))
    : [];
  return [...written, ...given];
}

export function declare(
  codebase: PhpCodebase,
  action: Action,
  path: string,
  methods: readonly Method[],
  origin: ReadOrigin | undefined,
): readonly DeclaredRoute[] {
  const body = bodyOfMethod(action.method, action.owner);
  const inQuery = (action.method?.parameters ?? []).filter(({ name }) => !path.includes(`{${name}}`));
  return toDeclared(codebase, dialect, {
    technology: 'yii',
    methods,
    path: { text: path, resolved: true },
    body,
    builtIn: action.method === undefined,
    guards: action.guards,
    parameters: inQuery.map((parameter) => ({
      name: parameter.name,
      in: 'query',
      ...(parameter.type === 'int' ? { type: 'integer' } : {}),
      required: parameter.default === undefined,
      origin: originAt(action.owner.file, parameter.node),
    })),
    origin: origin ?? originAt(action.owner.file, action.method?.node ?? action.owner.node),
  });
}
