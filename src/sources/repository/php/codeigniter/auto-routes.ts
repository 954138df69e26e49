import type { DeclaredRoute } from '../../http/declared.ts';
import { bodyOfMethod } from '../body.ts';
import type { PhpClass } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { constructorGuards } from '../constructor-guards.ts';
import { methodsNamed } from '../methods.ts';
import { methodsOfBody } from '../methods-of-body.ts';
import { toDeclared } from '../route.ts';
import { originAt } from '../value.ts';
import { dialect } from './dialect.ts';
import { filterGuards } from './filters.ts';
import type { Context } from './routes.ts';

/** Controllers by their names, where version 4 is told to find them: `getList` answers at `GET /items/list`. */
export function autoRoutes(context: Context): readonly DeclaredRoute[] {
  const { codebase } = context.machine;
  const isOn = codebase.sources.some(
    ({ path, text }) =>
      /(^|\/)Config\/Rout(es|ing)\.php$/.test(path) &&
      /^\s*[^/*#\s].*(setAutoRoute\(\s*true|\$autoRoute\s*=\s*true)/m.test(text),
  );
  if (!isOn) return [];
  return codebase.sources.flatMap(({ path }) => {
    const inner = /(?:^|\/)Controllers\/(.+)\.php$/.exec(path)?.[1];
    const declared = inner === undefined ? undefined : [...(codebase.file(path)?.classes.values() ?? [])][0];
    if (inner === undefined || declared === undefined || declared.isAbstract) return [];
    return routesOf(context, codebase, declared, inner.toLowerCase());
  });
}

function routesOf(
  context: Context,
  codebase: PhpCodebase,
  declared: PhpClass,
  base: string,
): readonly DeclaredRoute[] {
  const verbs = /^(get|post|put|patch|delete|head|options)([A-Z]\w*)$/;
  const improved = [...declared.methods.values()].some(({ name }) => verbs.test(name));
  return [...declared.methods.values()].flatMap((method) => {
    const body = bodyOfMethod(method, declared);
    const match = verbs.exec(method.name);
    const isOpen =
      method.visibility === 'public' && !method.isStatic && !/^(_|initController$)/.test(method.name);
    if (!isOpen || body === undefined || (improved && match === null)) return [];
    const name =
      match?.[2] === undefined ? method.name : match[2].slice(0, 1).toLowerCase() + match[2].slice(1);
    const tail = method.parameters
      .filter((parameter) => parameter.default === undefined)
      .map((parameter) => `/{${parameter.name}}`)
      .join('');
    const text = `/${name === 'index' ? base : `${base}/${name}`}${tail}`;
    const site = { node: method.node, scope: { file: declared.file, variables: new Map() } };
    return toDeclared(codebase, dialect, {
      technology: 'codeigniter',
      methods: match?.[1] === undefined ? methodsOfBody(codebase, body, dialect) : methodsNamed([match[1]]),
      path: { text, resolved: true },
      body,
      guards: [
        ...filterGuards(context, text, [], site),
        ...constructorGuards(codebase, declared, ['initController', '__construct']),
      ],
      origin: originAt(method.file, method.node),
    });
  });
}
