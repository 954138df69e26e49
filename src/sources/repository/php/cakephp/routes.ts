import type { Method } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { bodyOfMethod } from '../body.ts';
import type { PhpBody } from '../body.ts';
import type { PhpClass } from '../classes.ts';
import { methodOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import type { Machine } from '../machine.ts';
import { methodsOfBody } from '../methods-of-body.ts';
import type { Dialect } from '../parameters.ts';
import { toDeclared } from '../route.ts';
import { originAt } from '../value.ts';
import type { Site } from '../value.ts';
import { controllerGuards } from './checks.ts';

const dialect: Dialect = {
  methods: {
    getquery: 'query',
    getdata: 'body',
    getheaderline: 'header',
    getheader: 'header',
    getcookie: 'cookie',
    getuploadedfile: 'file',
    query: 'query',
    data: 'body',
    header: 'header',
    cookie: 'cookie',
  },
  bags: {
    getquery: 'query',
    getdata: 'body',
    getqueryparams: 'query',
    getparsedbody: 'body',
    getcookieparams: 'cookie',
    query: 'query',
    data: 'body',
  },
  requestType: /(^|\\)ServerRequest(Interface)?$/,
  receivers: /^(\$this->request|\$this->getRequest\(\))$/,
};

export interface Scope {
  readonly prefix: RoutePath;
  /** Folder of its controllers. */
  readonly folder: string;
  readonly plugin: string | undefined;
}

export interface Found {
  methods: readonly Method[];
  readonly path: RoutePath;
  readonly controller: string | undefined;
  readonly action: string;
  readonly scope: Scope;
  readonly site: Site;
}

export interface Context {
  readonly machine: Machine;
  readonly found: Found[];
  fallbacks: { readonly scope: Scope; readonly site: Site }[];
}

function controllerClass(
  codebase: PhpCodebase,
  { controller, scope }: Pick<Found, 'controller' | 'scope'>,
): PhpClass | undefined {
  if (controller === undefined) return undefined;
  const folder = scope.folder === '' ? '' : `${scope.folder}\\`;
  const roots = scope.plugin === undefined ? ['App'] : [scope.plugin.replaceAll('/', '\\'), 'App'];
  return roots.flatMap(
    (root) => codebase.class(`${root}\\Controller\\${folder}${camel(controller)}Controller`) ?? [],
  )[0];
}

export function declare(machine: Machine, each: Found): readonly DeclaredRoute[] {
  const { codebase } = machine;
  const owner = controllerClass(codebase, each);
  const body: PhpBody | undefined =
    owner === undefined ? undefined : bodyOfMethod(methodOf(codebase, owner, lowered(each.action)), owner);
  return toDeclared(codebase, dialect, {
    technology: 'cakephp',
    methods: each.methods.length > 0 ? each.methods : methodsOfBody(codebase, body, dialect),
    path: each.path,
    body,
    guards: owner === undefined ? [] : controllerGuards(codebase, owner, each.action),
    origin: originAt(each.site.scope.file, each.site.node),
  });
}

export const lowered = (action: string): string =>
  action.replaceAll(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());

export const dashed = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
export const camel = (name: string): string =>
  name
    .split(/[-_/\s]/)
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
