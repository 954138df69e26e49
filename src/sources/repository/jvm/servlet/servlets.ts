import type { Method, Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import { attribute, expand } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName } from '../code.ts';
import { credentialSigns } from '../credentials.ts';
import { handlerMethods } from '../handlers.ts';
import type { HandlerMethod } from '../handlers.ts';
import { scopeOf, supertypeNames } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { servletReads } from '../servlet-reads.ts';
import { filterChains } from '../spring/filter-chains.ts';
import { textsOf } from '../values.ts';
import type { WebXml } from '../web-xml.ts';
import { webXmls } from '../web-xml.ts';
import type { World } from '../world.ts';
import { filterGuards } from './web-filters.ts';
import { constraintsOf } from './constraints.ts';

const methods: Readonly<Record<string, Method>> = {
  doGet: 'GET',
  doPost: 'POST',
  doPut: 'PUT',
  doDelete: 'DELETE',
  doHead: 'HEAD',
  doOptions: 'OPTIONS',
  doPatch: 'PATCH',
  service: 'ANY',
};

interface Placed {
  readonly of: ClassDeclaration;
  readonly pattern: string;
  readonly file: string;
  readonly line: number;
}

/** Servlets with the patterns of their annotation or of the deployment descriptor. */
export function servletRoutes(world: World): readonly DeclaredRoute[] {
  const descriptors = webXmls(world);
  const filters = filterGuards(world, descriptors);
  return [...annotated(world), ...described(world, descriptors)].flatMap((placed) =>
    routesOf(world, placed, descriptors, filters),
  );
}

function annotated(world: World): readonly Placed[] {
  return world
    .filesWith(/@WebServlet\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => {
      const found = expand(world, of.annotations, scopeOf(of)).find(({ name }) => name === 'WebServlet');
      if (found === undefined) return [];
      const patterns = ['urlPatterns', 'value'].flatMap((key) =>
        textsOf(world, attribute(found, key), found.scope),
      );
      return patterns.flatMap(({ text }) =>
        text === undefined ? [] : [{ of, pattern: text, file: of.file.path, line: found.line }],
      );
    });
}

const described = (world: World, descriptors: readonly WebXml[]): readonly Placed[] =>
  descriptors.flatMap(({ path, servlets, mappings }) =>
    mappings.flatMap(({ servlet, pattern, line }) => {
      const target = servlets.get(servlet)?.target ?? '';
      const of = world.qualified(target, path);
      const isServlet =
        of !== undefined && supertypeNames(world, of).some(({ name }) => lastName(name).endsWith('Servlet'));
      return isServlet ? [{ of, pattern, file: path, line }] : [];
    }),
  );

/** `/x/*` reaches any depth, `*.do` any path with that ending. */
const pathOf = (pattern: string): string => pattern.replace(/\/\*$/, '/{*}').replace(/^\*(?=\.)/, '/{*}');

function routesOf(
  world: World,
  { of, pattern, file, line }: Placed,
  descriptors: readonly WebXml[],
  filters: ReturnType<typeof filterGuards>,
): readonly DeclaredRoute[] {
  return handlerMethods(world, of).flatMap((handler): readonly DeclaredRoute[] => {
    const method = Object.hasOwn(methods, handler.method.name) ? methods[handler.method.name] : undefined;
    if (method === undefined || handler.method.body === undefined) return [];
    const path = { text: pathOf(pattern), resolved: true };
    return [
      {
        technology: 'servlet',
        methods: [method],
        path,
        guards: [
          ...filters(path.text),
          ...filterChains(world)({ near: file, methods: [method], path }),
          ...constraintsOf(descriptors, [method], path.text),
        ],
        handler: {
          file: handler.owner.file.path,
          line: handler.method.line,
          name: `${of.name}.${handler.method.name}`,
        },
        handlerLooksAtCredentials: credentialSigns(world, handler),
        parameters: readsOf(world, handler, method),
        application: moduleOf(file),
        origin: { kind: 'read', file, line },
      },
    ];
  });
}

/** A body that is posted fills the parameters. */
const readsOf = (world: World, handler: HandlerMethod, method: Method): readonly Parameter[] =>
  servletReads(world, handler).map((each) =>
    each.in === 'query' && /^(POST|PUT|PATCH)$/.test(method) ? { ...each, in: 'body' } : each,
  );
