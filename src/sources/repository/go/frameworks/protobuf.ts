import type { Parameter } from '../../../../model/api.ts';
import type { Machine } from '../machine/machine.ts';
import type { Call } from '../machine/calls.ts';
import { methodOf } from '../machine/members.ts';
import type { LibraryValue, Value } from '../machine/value.ts';
import { optionsOf, plainText, text, unknown } from '../machine/value.ts';
import type { ProtoBinding, ProtoMethod, ProtoService } from '../proto/services.ts';
import { addRoute, addUse, givenOf, givensOf, newRouter } from '../routing/register.ts';
import type { GoRouter } from '../routing/router.ts';
import type { Framework } from './framework.ts';
import { ownedBy } from './framework.ts';
import { standInRouter } from './stand-in.ts';

const gatewayRuntime = 'github.com/grpc-ecosystem/grpc-gateway/runtime';

/** gRPC-Gateway: generated functions register the addresses that the protocol files tell. */
export const grpcGateway: Framework = {
  technology: 'grpc-gateway',
  owns: ownedBy('github.com/grpc-ecosystem/grpc-gateway'),
  types: { ServeMux: 'application' },
  call: (machine, callee, call) => {
    if (callee.package === gatewayRuntime && callee.path === 'NewServeMux') {
      const made = newRouter(machine, 'grpc-gateway', 'application', call.site);
      for (const option of call.args)
        if (option.kind === 'result' && option.path === 'WithMiddlewares()')
          addUse(
            made.router,
            option.args.map((arg) => givenOf(machine, arg, undefined, option.site)),
            'all',
          );
      return made;
    }
    const name = /^Register(\w+?)Handler(?:Server|Client|FromEndpoint)?$/.exec(callee.path)?.[1];
    const service = name === undefined ? undefined : serviceOf(machine, name, callee.package);
    const gateway = call.args.find((arg) => arg.kind === 'router');
    if (service === undefined || gateway?.kind !== 'router') return undefined;
    const server = call.args.find((arg) => optionsOf(arg).some(({ kind }) => kind === 'object'));
    for (const method of service.methods)
      for (const binding of method.bindings)
        bound(machine, gateway.router, service, method, binding, server, call);
    return { kind: 'nil' };
  },
  method: (machine, receiver, name, call) => {
    if (name !== 'HandlePath') return undefined;
    const [handler] = givensOf(machine, call, 2);
    const method = plainText(call.args[0]);
    const known = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).find((each) => each === method);
    return known === undefined
      ? undefined
      : addRoute(machine, receiver.router, {
          methods: [known],
          path: call.args[1],
          handler,
          site: call.site,
        });
  },
};

/** Connect: a generated function answers the path of a service and its handler. */
export const connect: Framework = {
  technology: 'connect',
  owns: ownedBy('connectrpc.com/connect', 'github.com/bufbuild/connect-go'),
  types: {},
  call: (machine, callee, call) => {
    const name = callee.package.endsWith('connect') ? /^New(\w+)Handler$/.exec(callee.path)?.[1] : undefined;
    const service = name === undefined ? undefined : serviceOf(machine, name, callee.package);
    if (service === undefined) return undefined;
    const made = newRouter(machine, 'connect', 'application', call.site);
    for (const option of call.args.slice(1).flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg])))
      if (option.kind === 'result' && option.path === 'WithInterceptors()')
        addUse(
          made.router,
          option.args.map((arg) => givenOf(machine, arg, undefined, option.site)),
          'all',
        );
    for (const method of service.methods) {
      const binding: ProtoBinding = {
        method: 'POST',
        path: `/${service.fullName}/${method.name}`,
        body: '*',
      };
      bound(machine, made.router, service, method, binding, call.args[0], call);
    }
    return { kind: 'tuple', items: [text(`/${service.fullName}/`), made] };
  },
  method: () => undefined,
};

/** Generated handlers that nothing here mounts: the repository tells no more than their paths. */
export function unmountedServices(machine: Machine): void {
  if (machine.routers.some(({ entries }) => entries.length > 0)) return;
  for (const service of machine.services)
    for (const method of service.methods) {
      if (!method.file.endsWith('.connect.go')) continue;
      const site = { kind: 'read' as const, file: method.file, line: method.line };
      const { router } = newRouter(machine, 'connect', 'application', site);
      const handler = unknown('the method that answers is not in the repository');
      addRoute(machine, router, {
        methods: ['POST'],
        path: text(`/${service.fullName}/${method.name}`),
        handler: givenOf(machine, handler, undefined, site),
        site,
      });
    }
}

/** gRPC itself: `pb.RegisterUserServiceServer(server, implementation)`. */
export const grpc: Framework = {
  technology: 'grpc',
  owns: ownedBy('google.golang.org/grpc'),
  types: { Server: 'application', ServiceRegistrar: 'application' },
  call: (machine, callee, call) => {
    if (callee.package === 'google.golang.org/grpc' && callee.path === 'NewServer')
      return server(machine, call);
    const name = /^Register(\w+)Server$/.exec(callee.path)?.[1];
    const service = name === undefined ? undefined : serviceOf(machine, name, callee.package);
    const [registrar, implementation] = call.args;
    if (service === undefined || registrar?.kind !== 'router') return undefined;
    for (const method of service.methods) {
      const binding: ProtoBinding = {
        method: 'POST',
        path: `/${service.fullName}/${method.name}`,
        body: '*',
      };
      const route = bound(machine, registrar.router, service, method, binding, implementation, call);
      route.protocol = 'grpc';
    }
    return { kind: 'nil' };
  },
  method: () => undefined,
};

function server(machine: Machine, call: Call): Value {
  const made =
    standInRouter(
      machine,
      { kind: 'library', package: 'google.golang.org/grpc', name: 'Server' },
      call.site.file,
    ) ?? newRouter(machine, 'grpc', 'application', call.site);
  const options = call.args.flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg]));
  for (const option of options)
    if (made.kind === 'router' && option.kind === 'result' && /Interceptor/.test(option.path))
      addUse(
        made.router,
        option.args
          .filter(({ kind }) => kind !== 'list')
          .map((arg) => givenOf(machine, arg, undefined, option.site)),
        'all',
      );
  return made;
}

const serviceOf = (
  machine: Machine,
  name: string,
  from: LibraryValue['package'],
): ProtoService | undefined => {
  const found = machine.services.filter((service) => service.name === name);
  const words = from.split('/');
  return found.find(({ fullName }) => words.some((word) => fullName.split('.').includes(word))) ?? found[0];
};

function bound(
  machine: Machine,
  router: GoRouter,
  service: ProtoService,
  method: ProtoMethod,
  binding: ProtoBinding,
  implementation: Value | undefined,
  call: Call,
): ReturnType<typeof addRoute>['route'] {
  const handler = handlerOf(machine, implementation, method.name);
  const { route } = addRoute(machine, router, {
    methods: [binding.method],
    path: text(binding.path),
    handler: givenOf(machine, handler, undefined, call.site),
    site: { kind: 'read', file: method.file, line: method.line },
  });
  route.parameters = parametersOf(service, method, binding);
  route.procedure = `/${service.fullName}/${method.name}`;
  return route;
}

function handlerOf(machine: Machine, implementation: Value | undefined, name: string): Value {
  for (const option of implementation === undefined ? [] : optionsOf(implementation)) {
    if (option.kind !== 'object' || option.type === undefined) continue;
    const method = methodOf(machine, option.type, name);
    if (method !== undefined)
      return { kind: 'function', node: method.node, file: method.file, name, self: option };
  }
  return unknown('the method that answers was not found');
}

/** Fields of the request: those that the path does not hold are of the body, or of the query where there is none. */
function parametersOf(
  service: ProtoService,
  method: ProtoMethod,
  binding: ProtoBinding,
): readonly Parameter[] {
  const origin = { kind: 'read' as const, file: method.file, line: method.line };
  const inPath = new Set([...binding.path.matchAll(/\{(\w+?)(?:_\d+)?\}/g)].map(([, name]) => name));
  const fields = service.messages.get(method.request) ?? [];
  const told = (name: string, place: Parameter['in'], type: string, repeated: boolean): Parameter => {
    const kind = repeated ? 'array' : typeNames[type];
    return { name, in: place, ...(kind === undefined ? {} : { type: kind }), required: false, origin };
  };
  return fields.flatMap(({ name, type, repeated }): readonly Parameter[] => {
    if (inPath.has(name)) return [];
    if (binding.body === '*') return [told(name, 'body', type, repeated)];
    if (binding.body === name) {
      const inner = service.messages.get(type.split('.').at(-1) ?? '') ?? [];
      return inner.length === 0
        ? [told(name, 'body', type, repeated)]
        : inner.map((field) => told(field.name, 'body', field.type, field.repeated));
    }
    return [told(name, 'query', type, repeated)];
  });
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'string',
  bytes: 'string',
  bool: 'boolean',
  int32: 'integer',
  int64: 'integer',
  uint32: 'integer',
  uint64: 'integer',
  sint32: 'integer',
  sint64: 'integer',
  float: 'number',
  double: 'number',
};
