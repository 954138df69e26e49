import { callMethod, createMachine } from '../machine.ts';
import type { PhpValue } from '../value.ts';
import { text } from '../value.ts';
import type { Loading } from './configuration.ts';
import { routeConfigurator } from './php-routes.ts';
import type { SymfonyRoute } from './routes.ts';

/** Files that the kernel of an application imports itself, beside those that are found at their usual places. */
export function kernelRoutes(loading: Loading): readonly SymfonyRoute[] {
  const { codebase } = loading.machine;
  const inside = loading.folder === '' ? '' : `${loading.folder}/`;
  const machine = createMachine(codebase, {
    methodCall: (_, method) => (method === 'getprojectdir' ? text(`/${loading.folder}`) : undefined),
  });
  return codebase.sources.flatMap(({ path, text: source }) => {
    if (!path.startsWith(inside) || !/function configureRoutes\s*\(/.test(source)) return [];
    return [...(codebase.file(path)?.classes.values() ?? [])].flatMap((declared) => {
      const method = declared.methods.get('configureroutes');
      if (method === undefined) return [];
      const found: (() => readonly SymfonyRoute[])[] = [];
      const self: PhpValue = {
        kind: 'object',
        className: declared.name,
        args: [],
        properties: new Map(),
      };
      const given = { value: routeConfigurator(loading, path, found), node: method.node };
      callMethod(machine, method, [given], self);
      return found.flatMap((give) => give());
    });
  });
}
