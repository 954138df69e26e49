import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { attribute, expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { lastName } from '../code.ts';
import { credentialSigns } from '../credentials.ts';
import { fieldParameters } from '../fields.ts';
import type { HandlerMethod } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { printType } from '../types.ts';
import { pathOf, textOf } from '../values.ts';
import type { World } from '../world.ts';
import { roleGuards } from './roles.ts';

const places: Readonly<Record<string, Parameter['in']>> = {
  RequestParam: 'query',
  HeaderParam: 'header',
  CookieParam: 'cookie',
};

export const isRestResource = (of: ClassDeclaration): boolean =>
  of.methods.some(({ annotations }) => annotations.some(({ name }) => lastName(name) === 'MethodMapping'));

/** The mapped methods of a resource of WicketStuff REST below the place it is mounted at. */
export function restRoutes(world: World, of: ClassDeclaration, at: RoutePath): readonly DeclaredRoute[] {
  return handlerMethods(world, of).flatMap((handler): readonly DeclaredRoute[] => {
    const mapping = handler.annotations.find(({ name }) => name === 'MethodMapping');
    if (mapping === undefined) return [];
    const verb = attribute(mapping, 'httpMethod');
    const origin = { kind: 'read', file: handler.owner.file.path, line: handler.method.line } as const;
    return [
      {
        technology: 'wicket',
        methods: [methodNamed(verb?.kind === 'member' || verb?.kind === 'name' ? verb.name : 'GET')],
        path: bracePath(joinAll(at, pathOf(textOf(world, attribute(mapping, 'value'), mapping.scope)))),
        guards: roleGuards(
          [...expand(world, of.annotations, scopeOf(of)), ...handler.annotations],
          origin.file,
        ),
        handler: { file: origin.file, line: origin.line, name: `${of.name}.${handler.method.name}` },
        handlerLooksAtCredentials: credentialSigns(world, handler),
        parameters: parametersOf(world, handler),
        application: moduleOf(of.file.path),
        origin,
      },
    ];
  });
}

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];
const methodNamed = (name: string): Method => methods.find((each) => each === name) ?? 'ANY';

/** Without an annotation a parameter takes the next one of the path. */
const parametersOf = (world: World, handler: HandlerMethod): readonly Parameter[] =>
  handler.parameters.flatMap(({ annotations, declaration, type, scope }): readonly Parameter[] => {
    const given = { name: declaration.name, ...(type === undefined ? {} : { type }), scope };
    if (annotations.some(({ name }) => name === 'RequestBody'))
      return fieldParameters(world, { ...given, line: declaration.line }, 'body');
    const found = annotations.find(({ name }) => Object.hasOwn(places, name));
    const place = found === undefined ? undefined : places[found.name];
    if (found === undefined || place === undefined) return [];
    const required = attribute(found, 'required');
    return [
      {
        name: textOf(world, attribute(found, 'value'), found.scope).text ?? declaration.name,
        in: place,
        ...(type === undefined ? {} : { type: printType(type) }),
        required: !(required?.kind === 'boolean' && !required.value),
        origin: { kind: 'read', file: scope.file.path, line: declaration.line },
      },
    ];
  });
