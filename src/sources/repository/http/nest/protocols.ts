import type { Endpoint, Method } from '../../../../model/api.ts';
import type { Decoration } from '../../javascript/decorators.ts';
import type { FunctionValue, Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import { rootPath } from '../paths.ts';
import type { RoutePath } from '../paths.ts';
import { ownEntry } from '../../javascript/own.ts';
import { commonAnnotations } from '../methods.ts';
import { contractRoutes } from '../ts-rest/library.ts';
import { patternsOf, transportOf } from './microservices.ts';

/** What one decorator of a method makes callable from outside. */
export interface Operation {
  readonly protocol: Endpoint['protocol'];
  readonly method: Method;
  /** HTTP: what the decorators of the class and of the method give as paths. */
  readonly prefix: Value | undefined;
  readonly path: Value | undefined;
  /** Other protocols: the whole address, of a message its pattern. */
  readonly fixed: RoutePath;
  /** Messages: what the decorator itself says of the way they come. */
  readonly by?: { readonly transport?: string | undefined; readonly queue?: string | undefined };
}

const verbs: Readonly<Record<string, Method>> = {
  ...commonAnnotations,
  QueryMethod: 'QUERY',
  All: 'ANY',
  Sse: 'GET',
};

/**
 * HTTP handlers of controllers, fields of GraphQL resolvers (`/graphql#Query.name`), events of gateways
 * (`/namespace#event`), gRPC methods (`/Service/Method`) and messages of microservices.
 */
export function operationsOf(
  decoration: Decoration,
  onClass: readonly Decoration[],
  method: FunctionValue,
): readonly Operation[] {
  const contracted = contractOperations(decoration);
  if (contracted.length > 0) return contracted;
  const called = calledOperation(decoration, onClass, method);
  return called === undefined ? messagesOf(decoration, onClass) : [called];
}

/** `@TsRestHandler(contract.find)`: the routes of a contract, with the paths that it tells. */
const contractOperations = ({ package: from, name, args }: Decoration): readonly Operation[] =>
  from === '@ts-rest/nest' && /^TsRest(Handler)?$/.test(name)
    ? contractRoutes(args[0]).map(({ method, path }) => http(method, undefined, path))
    : [];

/** `@MessagePattern(pattern, Transport.NATS)` of controllers; `@RabbitSubscribe({ exchange, routingKey, queue })`. */
function messagesOf(
  { package: from, name, args }: Decoration,
  onClass: readonly Decoration[],
): readonly Operation[] {
  const [first, ...rest] = args;
  if (from === '@golevelup/nestjs-rabbitmq' && /^Rabbit(Subscribe|RPC)$/.test(name)) {
    if (first?.kind !== 'object') return [];
    const queue = first.fields.get('queue');
    const by = { transport: 'rmq', queue: queue === undefined ? undefined : textOf(queue) };
    const keys = patternsOf(first.fields.get('routingKey'));
    return (keys.length === 0 ? [rootPath] : keys).map((fixed) => message(fixed, by));
  }
  if (name !== 'MessagePattern' && name !== 'EventPattern') return [];
  if (!onClass.some((each) => each.name === 'Controller' || each.name === 'GrpcService')) return [];
  const named = rest.find((each) => each.kind === 'library');
  const by = named === undefined ? {} : { transport: transportOf(named) };
  return patternsOf(first).map((fixed) => message(fixed, by));
}

const message = (fixed: RoutePath, by: NonNullable<Operation['by']>): Operation => ({
  protocol: 'message',
  method: 'ANY',
  prefix: undefined,
  path: undefined,
  fixed,
  by,
});

function calledOperation(
  { package: from, name, args }: Decoration,
  onClass: readonly Decoration[],
  method: FunctionValue,
): Operation | undefined {
  const controller = onClass.find((each) => each.name === 'Controller' && each.package.startsWith('@nest'));
  const [first] = args;
  const verb = ownEntry(verbs, name.replace(/^(Typed|Encrypted)Route\./, ''));
  if (controller !== undefined && verb !== undefined && /^@nest(js\/common|ia\/core)$/.test(from))
    return http(verb, controllerPath(controller), first);
  const field = method.name?.split('.').at(-1) ?? '';
  if ((from === '@nestjs/graphql' || from === 'type-graphql') && /^(Query|Mutation|Subscription)$/.test(name))
    return other('graphql', 'POST', `/graphql#${name}.${fieldName(args) ?? field}`);
  const gateway = onClass.find((each) => each.name === 'WebSocketGateway');
  if (gateway !== undefined && name === 'SubscribeMessage')
    return other('ws', 'ANY', `/${namespaceOf(gateway)}#${(first && textOf(first)) ?? field}`);
  if (/^Grpc(Method|StreamMethod|StreamCall)$/.test(name)) {
    const service = (first && textOf(first)) ?? '';
    const called = (args[1] && textOf(args[1])) ?? field.charAt(0).toUpperCase() + field.slice(1);
    return other('grpc', 'POST', `/${service}/${called}`);
  }
  return undefined;
}

const http = (method: Method, prefix: Value | undefined, path: Value | undefined): Operation => ({
  protocol: 'http',
  method,
  prefix,
  path: path?.kind === 'object' ? path.fields.get('path') : path,
  fixed: rootPath,
});

const other = (protocol: Endpoint['protocol'], method: Method, text: string): Operation => ({
  protocol,
  method,
  prefix: undefined,
  path: undefined,
  fixed: { text, resolved: true },
});

const controllerPath = ({ args: [first] }: Decoration): Value | undefined =>
  first?.kind === 'object' ? first.fields.get('path') : first;

/** `@Query('name')`, `@Query(() => Type, { name: 'name' })`; the method's own name otherwise. */
function fieldName(args: readonly Value[]): string | undefined {
  for (const arg of args) {
    const text = textOf(arg);
    if (text !== undefined) return text;
    const name = arg.kind === 'object' ? arg.fields.get('name') : undefined;
    if (name !== undefined) return textOf(name);
  }
  return undefined;
}

function namespaceOf({ args }: Decoration): string {
  const options = args.find((arg) => arg.kind === 'object');
  const namespace = options?.kind === 'object' ? options.fields.get('namespace') : undefined;
  return ((namespace && textOf(namespace)) ?? '').replace(/^\//, '');
}
