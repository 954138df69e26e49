import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { rootPath } from '../../http/paths.ts';
import { attribute, expand, isFrom, withName } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { dotted, lastName } from '../code.ts';
import { credentialSigns } from '../credentials.ts';
import { fieldParameters } from '../fields.ts';
import type { HandlerMethod } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { joinAll } from '../http-paths.ts';
import { scopeOf } from '../names.ts';
import { verdictOf } from '../role-annotations.ts';
import { colonPath, verbOf } from '../routers.ts';
import { printType } from '../types.ts';
import { itemsOf, pathOf, textOf } from '../values.ts';
import type { World } from '../world.ts';
import { quarkusPermissions } from './quarkus.ts';

const packages = ['io.quarkus.vertx.web'];

/** Reactive routes of Quarkus: methods with `@Route` below the base of their class. */
export const reactiveRoutes = (world: World): readonly DeclaredRoute[] =>
  world
    .filesWith(/io\.quarkus\.vertx\.web\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => handlerMethods(world, of).flatMap((handler) => routesOf(world, of, handler)));

function routesOf(world: World, of: ClassDeclaration, handler: HandlerMethod): readonly DeclaredRoute[] {
  const own = expand(world, of.annotations, scopeOf(of));
  const base = withName(own, 'RouteBase');
  const prefix =
    base === undefined || attribute(base, 'path') === undefined
      ? rootPath
      : pathOf(textOf(world, attribute(base, 'path'), base.scope));
  const near = of.file.path;
  const root = { text: world.properties.get('quarkus.http.root-path', near) ?? '', resolved: true };
  return handler.annotations.flatMap((each): readonly DeclaredRoute[] => {
    if (each.name !== 'Route' || !isFrom(each, packages)) return [];
    if (lastName(dotted(attribute(each, 'type')) ?? '') === 'FAILURE') return [];
    const given = attribute(each, 'path');
    const named =
      given === undefined
        ? { text: handler.method.name, resolved: true }
        : pathOf(textOf(world, given, each.scope));
    const joined = joinAll(prefix, named);
    const inside = { ...joined, text: colonPath(joined.text) };
    const methods = itemsOf(world, attribute(each, 'methods'), each.scope).flatMap(
      (item): readonly Method[] => {
        const method = verbOf(lastName(dotted(item) ?? ''));
        return method === undefined ? [] : [method];
      },
    );
    const all: readonly Method[] = methods.length === 0 ? ['ANY'] : methods;
    const verdict = verdictOf(world, handler.annotations, own);
    const checks = verdict.kind === 'checks' ? verdict.guards : [];
    return [
      {
        technology: 'quarkus',
        methods: all,
        path: joinAll(root, inside),
        guards: [...(verdict.kind === 'open' ? [] : quarkusPermissions(world, near, inside, all)), ...checks],
        handler: {
          file: handler.owner.file.path,
          line: handler.method.line,
          name: `${of.name}.${handler.method.name}`,
        },
        handlerLooksAtCredentials: credentialSigns(world, handler),
        parameters: parametersOf(
          world,
          handler,
          new Set([...inside.text.matchAll(/\{\*?(\w+)\}/g)].map((match) => match[1] ?? '')),
        ),
        origin: { kind: 'read', file: each.scope.file.path, line: each.line },
      },
    ];
  });
}

function parametersOf(
  world: World,
  handler: HandlerMethod,
  inPath: ReadonlySet<string>,
): readonly Parameter[] {
  return handler.parameters.flatMap(({ annotations, declaration, type, scope }): readonly Parameter[] => {
    const found = withName(annotations, 'Param', 'Header', 'Body');
    if (found === undefined) return [];
    if (found.name === 'Body')
      return fieldParameters(
        world,
        { name: declaration.name, ...(type === undefined ? {} : { type }), scope, line: declaration.line },
        'body',
      );
    const name = textOf(world, attribute(found, 'value'), found.scope).text ?? declaration.name;
    const place = found.name === 'Header' ? 'header' : inPath.has(name) ? 'path' : 'query';
    const origin = { kind: 'read', file: scope.file.path, line: declaration.line } as const;
    return [
      {
        name,
        in: place,
        ...(type === undefined ? {} : { type: printType(type) }),
        required: type?.name !== 'Optional',
        origin,
      },
    ];
  });
}
