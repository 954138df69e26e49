import type { Library } from '../machine.ts';
import type { PhpValue } from '../value.ts';
import { textOf, unknown } from '../value.ts';
import { authRoutes } from './auth-routes.ts';
import { applicationHost, broadcastRoutes, lumenHost } from './bootstrap.ts';
import type { ControllerChecks } from './controllers.ts';
import { loadRoutes } from './groups.ts';
import type { MiddlewareTable } from './middleware.ts';
import { routerHost } from './router.ts';
import type { Routing } from './router.ts';
import { existing, folderFunction, helperFunction } from './settings.ts';

export function laravelLibrary(
  folder: string,
  routing: () => Routing,
  table: MiddlewareTable,
  checks: ControllerChecks,
): Library {
  const router = (): PhpValue => routerHost(routing());
  return {
    staticCall: (name, method, args, site) => {
      const short = name.split('\\').at(-1);
      if (short === 'Route' || short === 'RouteFacade' || short === 'Volt') {
        if (routing().machine.codebase.class(name) !== undefined) return undefined;
        const host = router();
        const given = short === 'Volt' ? 'livewire' : method;
        return host.kind === 'host' ? (host.host.call(given, args, site) ?? unknown('a route')) : undefined;
      }
      if (short === 'Auth' && method === 'routes')
        return authRoutes(routing(), routing().registry.group, args, site);
      if (short === 'Broadcast' && method === 'routes') return broadcastRoutes(routing(), args, site);
      if (short === 'Application' && method === 'configure') return applicationHost(routing(), table);
      if (short === 'File' && method === 'exists') return existing(routing().machine, args, site);
      return undefined;
    },
    functionCall: (name, args, site) =>
      folderFunction(folder, name, args) ??
      helperFunction(routing().machine, folder, name, args, site, router),
    newObject: (name) => (name.endsWith('Lumen\\Application') ? lumenHost(routing(), table) : undefined),
    methodCall: (receiver, method, args, site) => {
      const heard = checks.methodCall(receiver, method, args, site);
      if (heard !== undefined) return heard;
      if (method === 'loadroutesfrom') {
        loadRoutes(routing(), textOf(args[0]?.value), site);
        return { kind: 'null' };
      }
      const asked = textOf(args[0]?.value);
      const isMade = method === 'make' || method === 'get' || method === 'offsetget';
      return isMade && asked !== undefined && /^router$|Routing\\(Router|Registrar)$/.test(asked)
        ? router()
        : undefined;
    },
    variable: (name) => (name === 'router' ? router() : undefined),
    inject: (type) => (/(^|\\)(Router|Registrar)$/.test(type) ? router() : undefined),
  };
}
