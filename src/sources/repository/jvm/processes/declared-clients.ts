import type { OutgoingCall } from '../../../../model/processes.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand, isFrom } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { scopeOf } from '../names.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';

/** An interface whose methods are requests: the library makes what sends them. */
interface DeclaredClient {
  readonly mark: RegExp;
  readonly packages: readonly string[];
  /** Annotations of a method that make it a request. */
  readonly request: RegExp;
  /** Where its path stands when the request says none: `@GET` beside `@Path` of Jakarta REST. */
  readonly path: readonly string[];
  /** Annotations of the interface that say where it goes, and their attributes. */
  readonly base: readonly (readonly [name: string, ...keys: readonly string[]])[];
}

const clients: readonly DeclaredClient[] = [
  {
    mark: /retrofit2?\.http/,
    packages: ['retrofit2.http', 'retrofit.http'],
    request: /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|HTTP)$/,
    path: [],
    base: [],
  },
  {
    mark: /@\w*Exchange\b/,
    packages: ['org.springframework.web.service.annotation'],
    request: /^(Http|Get|Post|Put|Patch|Delete)Exchange$/,
    path: [],
    base: [['HttpExchange', 'value', 'url']],
  },
  {
    mark: /@RegisterRestClient\b/,
    packages: ['jakarta.ws.rs', 'javax.ws.rs'],
    request: /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/,
    path: ['Path'],
    base: [
      ['RegisterRestClient', 'baseUri', 'configKey'],
      ['Path', 'value'],
    ],
  },
];

/**
 * Calls of declared clients of Retrofit, of Spring's HTTP interfaces and of MicroProfile. Their limit is that of the
 * client they are made with, which stands elsewhere: they are bounded by a value that is not visible here.
 */
export const declaredCalls = (world: World): readonly OutgoingCall[] =>
  clients.flatMap((client) =>
    world
      .filesWith(client.mark)
      .flatMap(({ classes }) => everyClass(classes))
      .filter(({ kind }) => kind === 'interface')
      .flatMap((of) => callsOf(world, client, of)),
  );

function callsOf(world: World, client: DeclaredClient, of: ClassDeclaration): readonly OutgoingCall[] {
  const scope = scopeOf(of);
  const above = expand(world, of.annotations, scope);
  if (client.path.length > 0 && !above.some(({ name }) => name === 'RegisterRestClient')) return [];
  const base = client.base
    .map(([name, ...keys]) =>
      told(
        world,
        above.find((each) => each.name === name),
        keys,
      ),
    )
    .join('');
  return of.methods.flatMap((method): readonly OutgoingCall[] => {
    const annotations = expand(world, method.annotations, scope);
    const request = annotations.find(
      (each) => client.request.test(each.name) && isFrom(each, client.packages),
    );
    if (request === undefined) return [];
    const beside = annotations.find(({ name }) => client.path.includes(name));
    const path = told(world, beside ?? request, ['value', 'path', 'url']);
    const target = joined(base, path);
    return [
      {
        id: `${of.file.path}:${method.line}#${method.name}`,
        target: target === '' ? `${of.name}.${method.name}` : target,
        bounded: true,
        origin: { kind: 'read', file: of.file.path, line: method.line },
      },
    ];
  });
}

function told(world: World, annotation: Annotated | undefined, keys: readonly string[]): string {
  if (annotation === undefined) return '';
  for (const key of keys) {
    const value = attribute(annotation, key);
    const text = value === undefined ? undefined : textOf(world, value, annotation.scope).text;
    if (text !== undefined && text !== '') return text;
  }
  return '';
}

/** The host of an absolute address, else the path below what the interface names. */
function joined(base: string, path: string): string {
  const all =
    base === '' || path === '' ? base + path : `${base.replace(/\/$/, '')}/${path.replace(/^\//, '')}`;
  return all.replace(/^https?:\/\//, '').replace(/\?.*$/, '');
}
