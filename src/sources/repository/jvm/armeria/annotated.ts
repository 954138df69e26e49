import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand, isFrom, withName } from '../annotations.ts';
import type { ClassDeclaration, SourceFile } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { credentialSigns } from '../credentials.ts';
import { fieldParameters } from '../fields.ts';
import type { HandlerMethod, HandlerParameter } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { scopeOf } from '../names.ts';
import { printType } from '../types.ts';
import { pathOf, textOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';
import { commonAnnotations } from '../../http/methods.ts';

const packages = ['com.linecorp.armeria.server.annotation'];
/** Classes with a method that carries a verb of Armeria. */
export const annotatedClasses = (world: World, files: readonly SourceFile[]): readonly ClassDeclaration[] =>
  files
    .flatMap(({ classes }) => everyClass(classes))
    .filter(
      (of) =>
        !of.isAbstract &&
        of.methods.some((method) => verbIn(expand(world, method.annotations, scopeOf(of))) !== undefined),
    );

const verbIn = (annotations: readonly Annotated[]): Annotated | undefined =>
  annotations.find((each) => Object.hasOwn(commonAnnotations, each.name) && isFrom(each, packages));

export function serviceRoutes(
  world: World,
  of: ClassDeclaration,
  mount: RoutePath,
): readonly DeclaredRoute[] {
  const own = expand(world, of.annotations, scopeOf(of));
  const prefix = withName(own, 'PathPrefix');
  const base = joinAll(
    mount,
    prefix === undefined ? rootPath : pathOf(textOf(world, attribute(prefix, 'value'), prefix.scope)),
  );
  return handlerMethods(world, of).flatMap((handler): readonly DeclaredRoute[] => {
    const verb = verbIn(handler.annotations);
    const method = verb === undefined ? undefined : commonAnnotations[verb.name];
    if (verb === undefined || method === undefined) return [];
    const paths = [verb, ...handler.annotations.filter(({ name }) => name === 'Path')].flatMap((each) =>
      textsOf(world, attribute(each, 'value'), each.scope).map(pathOf),
    );
    return (paths.length === 0 ? [rootPath] : paths).map((path) =>
      routeOf(world, { of, handler, verb, method, path: bracePath(joinAll(base, path)) }),
    );
  });
}

interface Found {
  readonly of: ClassDeclaration;
  readonly handler: HandlerMethod;
  readonly verb: Annotated;
  readonly method: Method;
  readonly path: RoutePath;
}

function routeOf(world: World, { of, handler, verb, method, path }: Found): DeclaredRoute {
  const inPath = new Set([...path.text.matchAll(/\{\*?(\w+)\}/g)].map((match) => match[1] ?? ''));
  return {
    technology: 'armeria',
    methods: [method],
    path,
    guards: decorators(handler),
    handler: {
      file: handler.owner.file.path,
      line: handler.method.line,
      name: `${of.name}.${handler.method.name}`,
    },
    handlerLooksAtCredentials: credentialSigns(world, handler),
    parameters: handler.parameters.flatMap((parameter) => parameterOf(world, parameter, inPath)),
    origin: { kind: 'read', file: verb.scope.file.path, line: verb.line },
  };
}

/** `@Decorator(AuthDecorator.class)` may turn callers away: what it does is not looked at. */
const decorators = ({ annotations }: HandlerMethod): DeclaredRoute['guards'] =>
  annotations.flatMap((each): DeclaredRoute['guards'] => {
    const value = each.name === 'Decorator' ? attribute(each, 'value') : undefined;
    if (value?.kind !== 'class') return [];
    const origin = { kind: 'read', file: each.scope.file.path, line: each.line } as const;
    return [
      {
        guard: { name: value.type.name, kind: 'other', requires: [], origin },
        resolved: false,
        conditional: false,
        passes: false,
      },
    ];
  });

function parameterOf(
  world: World,
  { declaration, annotations, type, scope }: HandlerParameter,
  inPath: ReadonlySet<string>,
): readonly Parameter[] {
  const found = withName(annotations, 'Param', 'Header', 'RequestObject');
  if (found === undefined) return [];
  if (found.name === 'RequestObject')
    return fieldParameters(
      world,
      { name: declaration.name, ...(type === undefined ? {} : { type }), scope, line: declaration.line },
      'body',
    );
  const name = textOf(world, attribute(found, 'value'), found.scope).text ?? declaration.name;
  const place = found.name === 'Header' ? 'header' : inPath.has(name) ? 'path' : 'query';
  const typed = type === undefined ? {} : { type: printType(type) };
  const origin = { kind: 'read', file: scope.file.path, line: declaration.line } as const;
  return [{ name, in: place, ...typed, required: withName(annotations, 'Default') === undefined, origin }];
}
