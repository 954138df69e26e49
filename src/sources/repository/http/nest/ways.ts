import type { Decoration } from '../../javascript/decorators.ts';
import { findMethod } from '../../javascript/definitions.ts';
import type { ClassValue } from '../../javascript/value.ts';
import type { RoutePath } from '../paths.ts';
import type { GivenGuard } from './guards.ts';
import { messagePath } from './microservices.ts';
import type { Microservice } from './microservices.ts';
import { handlerPaths, versionsOf } from './paths.ts';
import type { Operation } from './protocols.ts';
import type { Standing } from './routes.ts';

/** One address at which a handler is reached, with the checks that hold for everything that comes that way. */
export interface Way {
  readonly path: RoutePath;
  readonly guards: readonly GivenGuard[];
  readonly unseenChecks: boolean;
}

interface Decorations {
  readonly onClass: readonly Decoration[];
  readonly onMethod: readonly Decoration[];
}

/**
 * Global guards stand before HTTP and GraphQL, before messages of a microservice of its own, and before those of a
 * connected one only where it inherits them. They never stand before gateways.
 */
export function waysTo(
  standing: Standing,
  shape: ClassValue,
  decorations: Decorations,
  operation: Operation,
): readonly Way[] {
  switch (operation.protocol) {
    case 'ws':
      return [{ path: operation.fixed, guards: [], unseenChecks: checksConnections(standing, shape) }];
    case 'grpc':
    case 'message':
      return messageWays(standing, operation);
    default:
      return standing.application?.onlyMessages === true
        ? []
        : calledPaths(standing, decorations, operation).map((path) => ({
            path,
            guards: globalGuards(standing),
            unseenChecks: false,
          }));
  }
}

const globalGuards = ({ application, graph }: Standing): readonly GivenGuard[] => [
  ...(application?.settings.guards ?? []),
  ...(graph?.guards ?? []),
];

function calledPaths(
  { application, graph, module, doubt }: Standing,
  { onClass, onMethod }: Decorations,
  operation: Operation,
): readonly RoutePath[] {
  if (operation.protocol !== 'http') return [operation.fixed];
  const paths = handlerPaths(application, {
    controller: operation.prefix,
    method: operation.path,
    versions: versionsOf(onMethod) ?? versionsOf(onClass),
    modulePrefix: module === undefined ? '' : (graph?.prefixes.get(module) ?? ''),
    verb: operation.method,
  });
  return doubt === undefined
    ? paths
    : paths.map((path) => ({ ...path, resolved: false, why: path.why ?? doubt }));
}

/** A gateway that looks at each connection, or an adapter of the target, may refuse it before any event. */
const checksConnections = ({ application }: Standing, shape: ClassValue): boolean =>
  application?.settings.ownSocketAdapter === true ||
  ['handleConnection', 'afterInit'].some((name) => findMethod(shape, name, 'method') !== undefined);

/** One way for each listener that takes the message; where none was seen, what stands before it is not known. */
function messageWays(standing: Standing, operation: Operation): readonly Way[] {
  const { protocol, fixed, by } = operation;
  const isGrpc = protocol === 'grpc';
  if (by?.queue !== undefined) return [{ path: messagePath(fixed, by), guards: [], unseenChecks: true }];
  const all = standing.application?.settings.microservices ?? [];
  if (all.length === 0 && standing.messagesElsewhere === true) return [];
  const fitting = all.filter(
    ({ transport }) =>
      transport === undefined ||
      ((transport === 'grpc') === isGrpc && (by?.transport ?? transport) === transport),
  );
  if (fitting.length === 0)
    return [{ path: isGrpc ? fixed : messagePath(fixed, by ?? {}), guards: [], unseenChecks: true }];
  return fitting.map((each) => ({
    path: isGrpc ? fixed : messagePath(fixed, each.transport === undefined ? { ...each, ...by } : each),
    guards: guardsOf(standing, each),
    unseenChecks: false,
  }));
}

const guardsOf = (standing: Standing, { inherits, guards }: Microservice): readonly GivenGuard[] => [
  ...(inherits ? globalGuards(standing) : []),
  ...guards,
];
