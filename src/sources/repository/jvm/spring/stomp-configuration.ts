import { everyClass } from '../classes.ts';
import type { MethodDeclaration } from '../classes.ts';
import { walkCode } from '../code.ts';
import type { Code } from '../code.ts';
import { bracePath } from '../http-paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import { scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { pathOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';

/** An address at which a client opens a socket. */
export interface Handshake {
  readonly path: RoutePath;
  readonly file: string;
  readonly line: number;
  /** Messages come with a destination; a plain handler takes whatever comes. */
  readonly isStomp: boolean;
}

/** What the configuration of a module says of its sockets. */
export interface SocketConfiguration {
  readonly module: string;
  readonly handshakes: readonly Handshake[];
  /** STOMP: where messages for handlers begin; none where they begin anywhere. */
  readonly prefixes: readonly RoutePath[];
  readonly isStomp: boolean;
  /** Parts of a destination are joined by a dot. */
  readonly dotted: boolean;
  /** Code of the target looks at messages on their way in. */
  readonly checksMessages: boolean;
}

const marks = /\b(StompEndpointRegistry|MessageBrokerRegistry|WebSocketHandlerRegistry)\b/;
const checking =
  /\b(ChannelInterceptor(Adapter)?|MessageMatcherDelegatingAuthorizationManager|AbstractSecurityWebSocketMessageBrokerConfigurer|EnableWebSocketSecurity|HandshakeInterceptor|setHandshakeHandler)\b/;

/** `addEndpoint`, `addHandler` and `setApplicationDestinationPrefixes` of the configurers, by module. */
export function socketConfigurations(world: World): readonly SocketConfiguration[] {
  const modules = new Map<string, SocketConfiguration[]>();
  const files = world.filesWith(marks);
  const checked = new Set(
    files.length === 0 ? [] : world.filesWith(checking).map(({ path }) => moduleOf(path)),
  );
  for (const { path, classes } of files) {
    const module = moduleOf(path);
    const found = everyClass(classes).map((of): SocketConfiguration => {
      const scope = scopeOf(of);
      const calls = of.methods.flatMap((method) => callsIn(method));
      const texts = (code: Code | undefined): readonly RoutePath[] =>
        textsOf(world, code, scope).map((text) => bracePath(pathOf(text)));
      const named = (name: string): readonly CallCode[] => calls.filter((call) => call.name === name);
      const endpoints = named('addEndpoint').flatMap((call) =>
        call.args.flatMap(({ value }) =>
          texts(value).map((at): Handshake => ({ path: at, file: path, line: call.line, isStomp: true })),
        ),
      );
      const handlers = named('addHandler').flatMap(({ args, line }) =>
        args
          .slice(1)
          .flatMap(({ value }) =>
            texts(value).map((at): Handshake => ({ path: at, file: path, line, isStomp: false })),
          ),
      );
      return {
        module,
        handshakes: [...endpoints, ...handlers],
        prefixes: named('setApplicationDestinationPrefixes').flatMap(({ args }) =>
          args.flatMap(({ value }) => texts(value)),
        ),
        isStomp: /\b(StompEndpointRegistry|MessageBrokerRegistry)\b/.test(world.text(path)),
        dotted: /AntPathMatcher\(\s*"\."\s*\)/.test(world.text(path)),
        checksMessages: checked.has(module),
      };
    });
    modules.set(module, [...(modules.get(module) ?? []), ...found]);
  }
  return [...modules.values()].flatMap(joined);
}

type CallCode = Extract<Code, { kind: 'call' }>;

function callsIn({ body }: MethodDeclaration): readonly CallCode[] {
  const found: CallCode[] = [];
  walkCode(body?.() ?? [], (code) => {
    if (code.kind === 'call') found.push(code);
  });
  return found;
}

function joined(parts: readonly SocketConfiguration[]): readonly SocketConfiguration[] {
  const [first] = parts;
  return first === undefined
    ? []
    : [
        {
          ...first,
          handshakes: parts.flatMap(({ handshakes }) => handshakes),
          prefixes: parts.flatMap(({ prefixes }) => prefixes),
          isStomp: parts.some(({ isStomp }) => isStomp),
          dotted: parts.some(({ dotted }) => dotted),
        },
      ];
}
