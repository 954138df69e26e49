import type { Parameter } from '../../../../model/api.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand, isFrom, withName } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { credentialSigns } from '../credentials.ts';
import { fieldParameters } from '../fields.ts';
import type { HandlerMethod } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { joinAll } from '../http-paths.ts';
import { scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { innerType } from '../types.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';
import type { SpringContext } from './context.ts';
import type { AskedRoute } from './controllers.ts';

const roots: Readonly<Record<string, string>> = {
  QueryMapping: 'Query',
  MutationMapping: 'Mutation',
  SubscriptionMapping: 'Subscription',
};
const packages = ['org.springframework.graphql'];
/** The same with DGS. */
const dgsRoots: Readonly<Record<string, string>> = {
  DgsQuery: 'Query',
  DgsMutation: 'Mutation',
  DgsSubscription: 'Subscription',
};
const dgs = ['com.netflix.graphql.dgs'];

/** Fields that controllers of Spring for GraphQL answer for, all at one path. */
export function graphqlRoutes(world: World, context: SpringContext): readonly AskedRoute[] {
  return world
    .filesWith(/org\.springframework\.graphql\.data\.method\.annotation|com\.netflix\.graphql\.dgs/)
    .flatMap(({ classes }) => everyClass(classes))
    .filter(({ kind, isAbstract }) => kind !== 'annotation' && !isAbstract)
    .flatMap((of) => handlerMethods(world, of).flatMap((handler) => routeOf(world, context, of, handler)));
}

function routeOf(
  world: World,
  context: SpringContext,
  of: ClassDeclaration,
  handler: HandlerMethod,
): readonly AskedRoute[] {
  const mapping = handler.annotations.find(
    (each) =>
      ((Object.hasOwn(roots, each.name) || /^(Schema|Batch)Mapping$/.test(each.name)) &&
        isFrom(each, packages)) ||
      ((Object.hasOwn(dgsRoots, each.name) || each.name === 'DgsData') && isFrom(each, dgs)),
  );
  const field = mapping === undefined ? undefined : fieldOf(world, of, handler, mapping);
  if (mapping === undefined || field === undefined) return [];
  const near = of.file.path;
  const own = expand(world, of.annotations, scopeOf(of));
  const at =
    world.properties.get('spring.graphql.http.path', near) ??
    world.properties.get('spring.graphql.path', near) ??
    world.properties.get('dgs.graphql.path', near) ??
    '/graphql';
  const inside = { text: at, resolved: true };
  const outer = joinAll(context.outerOf(near), inside);
  return [
    {
      route: {
        technology: 'spring-graphql',
        methods: ['POST'],
        path: { ...outer, text: `${outer.text}#${field}` },
        guards: [],
        handler: {
          file: handler.owner.file.path,
          line: handler.method.line,
          name: `${of.name}.${handler.method.name}`,
        },
        handlerLooksAtCredentials: credentialSigns(world, handler),
        parameters: argumentsOf(world, handler),
        protocol: 'graphql',
        application: moduleOf(near),
        origin: { kind: 'read', file: mapping.scope.file.path, line: mapping.line },
      },
      asked: { near, methods: ['POST'], path: inside, handled: { of, own, handler } },
    },
  ];
}

/** `Query.article`, or the field of a type: that of the source the method is given. */
function fieldOf(
  world: World,
  of: ClassDeclaration,
  handler: HandlerMethod,
  mapping: Annotated,
): string | undefined {
  const text = (...keys: readonly string[]): string | undefined => {
    const value = attribute(mapping, ...keys);
    return value === undefined ? undefined : textOf(world, value, mapping.scope).text;
  };
  const name = text('value', 'name', 'field') ?? handler.method.name;
  const root = roots[mapping.name] ?? dgsRoots[mapping.name];
  if (root !== undefined) return `${root}.${name}`;
  const onClass = withName(expand(world, of.annotations, scopeOf(of)), 'SchemaMapping');
  const given =
    onClass === undefined ? undefined : textOf(world, attribute(onClass, 'typeName'), onClass.scope).text;
  const source = handler.parameters.find(({ annotations }) => annotations.length === 0)?.type;
  const type =
    text('typeName', 'parentType') ?? given ?? (source === undefined ? undefined : innerType(source).name);
  return type === undefined ? undefined : `${type}.${name}`;
}

const argumentsOf = (world: World, { parameters }: HandlerMethod): readonly Parameter[] =>
  parameters.flatMap(({ annotations, declaration, type, scope }) => {
    const argument = withName(annotations, 'Argument', 'Arguments', 'InputArgument');
    if (argument === undefined) return [];
    const name = textOf(world, attribute(argument, 'value', 'name'), argument.scope).text ?? declaration.name;
    return fieldParameters(
      world,
      { name, ...(type === undefined ? {} : { type }), scope, line: declaration.line },
      'body',
    );
  });
