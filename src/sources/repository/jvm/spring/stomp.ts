import type { Parameter } from '../../../../model/api.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { RoutePath } from '../../http/paths.ts';
import { rootPath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, expand, isFrom, withName } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName } from '../code.ts';
import { credentialSigns } from '../credentials.ts';
import { fieldParameters } from '../fields.ts';
import type { HandlerMethod, HandlerParameter } from '../handlers.ts';
import { handlerMethods } from '../handlers.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { pathOf, textOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';
import type { SpringContext } from './context.ts';
import type { Handshake, SocketConfiguration } from './stomp-configuration.ts';
import { socketConfigurations } from './stomp-configuration.ts';

const packages = ['org.springframework.messaging'];

/**
 * Sockets: the addresses at which they are opened, and with STOMP the destinations that handlers take messages from,
 * behind the prefixes of the broker's configuration. Who may open the socket may send, unless messages are checked.
 */
export function socketRoutes(world: World, context: SpringContext): readonly DeclaredRoute[] {
  const configurations = socketConfigurations(world);
  const stomp = configurations.filter(({ isStomp }) => isStomp);
  const handlers = world
    .filesWith(/org\.springframework\.messaging\.(handler|simp)\.annotation/)
    .flatMap(({ classes }) => everyClass(classes))
    .filter(({ kind, isAbstract }) => kind !== 'annotation' && kind !== 'interface' && !isAbstract);
  return [
    ...configurations.flatMap(({ handshakes, checksMessages }) =>
      handshakes.map((each) => handshakeRoute(context, each, checksMessages)),
    ),
    ...handlers.flatMap((of) => {
      const own = stomp.find(({ module }) => module === moduleOf(of.file.path));
      return destinationsOf(world, context, of, own ?? (stomp.length === 1 ? stomp[0] : undefined));
    }),
  ];
}

const handshakeRoute = (
  context: SpringContext,
  { path, file, line, isStomp }: Handshake,
  checked: boolean,
): DeclaredRoute => ({
  technology: 'spring-websocket',
  methods: ['ANY'],
  protocol: 'ws',
  path: bracePath(joinAll(context.outerOf(file), path)),
  guards: context.guardsFor({ near: file, methods: ['GET'], path }),
  handlerLooksAtCredentials: isStomp && !checked ? 'no' : 'unseen',
  parameters: [],
  application: moduleOf(file),
  origin: { kind: 'read', file, line },
});

function destinationsOf(
  world: World,
  context: SpringContext,
  of: ClassDeclaration,
  configuration: SocketConfiguration | undefined,
): readonly DeclaredRoute[] {
  const own = expand(world, of.annotations, scopeOf(of));
  const above = mappingOf(own);
  const prefixes = configuration?.prefixes ?? [];
  return handlerMethods(world, of).flatMap((handler) => {
    const mapping = mappingOf(handler.annotations);
    if (mapping === undefined) return [];
    const guards = guardsOf(context, configuration, { of, own, handler });
    const checked = configuration === undefined || configuration.checksMessages;
    return (prefixes.length === 0 ? [rootPath] : prefixes).flatMap((prefix) =>
      pathsOf(world, above).flatMap((outer) =>
        pathsOf(world, mapping).map((inner): DeclaredRoute => ({
          technology: 'spring-websocket',
          methods: ['ANY'],
          protocol: 'ws',
          path: addressOf(prefix, outer, inner, configuration),
          guards,
          handler: {
            file: handler.owner.file.path,
            line: handler.method.line,
            name: `${of.name}.${handler.method.name}`,
          },
          handlerLooksAtCredentials: checked ? 'unseen' : credentialSigns(world, handler),
          parameters: handler.parameters.flatMap((each) => parameterOf(world, each)),
          application: moduleOf(of.file.path),
          origin: { kind: 'read', file: mapping.scope.file.path, line: mapping.line },
        })),
      ),
    );
  });
}

const mappingOf = (annotations: readonly Annotated[]): Annotated | undefined =>
  annotations.find((each) => /^(Message|Subscribe)Mapping$/.test(each.name) && isFrom(each, packages));

function pathsOf(world: World, mapping: Annotated | undefined): readonly RoutePath[] {
  const texts = mapping === undefined ? [] : textsOf(world, attribute(mapping, 'value'), mapping.scope);
  return texts.length === 0 ? [rootPath] : texts.map(pathOf);
}

function addressOf(
  prefix: RoutePath,
  outer: RoutePath,
  inner: RoutePath,
  configuration: SocketConfiguration | undefined,
): RoutePath {
  const isDotted = configuration?.dotted === true && outer.text !== '' && inner.text !== '';
  const own = isDotted ? { ...inner, text: `${outer.text}.${inner.text}` } : joinAll(outer, inner);
  const full = bracePath(joinAll(prefix, own));
  return configuration === undefined
    ? { ...full, resolved: false, why: 'the prefixes of the message broker were not found' }
    : full;
}

/** Of several addresses at which a socket can be opened the one with the fewest checks counts. */
function guardsOf(
  context: SpringContext,
  configuration: SocketConfiguration | undefined,
  handled: {
    readonly of: ClassDeclaration;
    readonly own: readonly Annotated[];
    readonly handler: HandlerMethod;
  },
): readonly JudgedGuard[] {
  const checks = (guards: readonly JudgedGuard[]): number =>
    guards.filter(({ guard, conditional }) => !conditional && guard.kind !== 'other').length;
  const ways = (configuration?.handshakes.filter(({ isStomp }) => isStomp) ?? []).map(({ path, file }) =>
    context.guardsFor({ near: file, methods: ['GET'], path, handled }),
  );
  return ways.toSorted((a, b) => checks(a) - checks(b))[0] ?? [];
}

/** What the framework gives a handler of itself. */
const given =
  /^(Message|MessageHeaders|MessageHeaderAccessor|\w+HeaderAccessor|Principal|Authentication|Map)$/;

function parameterOf(world: World, parameter: HandlerParameter): readonly Parameter[] {
  const { annotations, declaration, type, scope } = parameter;
  const typed = type === undefined ? {} : { type };
  const whole = { name: declaration.name, ...typed, scope, line: declaration.line };
  const header = withName(annotations, 'Header', 'DestinationVariable');
  if (header !== undefined) {
    const name = textOf(world, attribute(header, 'value', 'name'), header.scope).text ?? declaration.name;
    return fieldParameters(world, { ...whole, name }, header.name === 'Header' ? 'header' : 'path');
  }
  if (
    annotations.length > 0 &&
    withName(annotations, 'Payload', 'Validated', 'Valid', 'RequestBody') === undefined
  )
    return [];
  return given.test(lastName(type?.name ?? '')) ? [] : fieldParameters(world, whole, 'body');
}
