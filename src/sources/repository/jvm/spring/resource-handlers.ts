import { everyClass } from '../classes.ts';
import { lastName, walkCode } from '../code.ts';
import { bracePath, joinAll } from '../http-paths.ts';
import { scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { pathOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';
import type { SpringContext } from './context.ts';
import type { AskedRoute } from './controllers.ts';

/** Patterns below which files are served: `registry.addResourceHandler("/assets/**")`. */
export function resourceRoutes(world: World, context: SpringContext): readonly AskedRoute[] {
  return world
    .filesWith(/\bResourceHandlerRegistry\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) =>
      of.methods.flatMap((method) => {
        const found: AskedRoute[] = [];
        if (!method.parameters.some(({ type }) => lastName(type?.name ?? '') === 'ResourceHandlerRegistry'))
          return found;
        const near = of.file.path;
        walkCode(method.body?.() ?? [], (code) => {
          if (code.kind !== 'call' || code.name !== 'addResourceHandler') return;
          for (const text of code.args.flatMap(({ value }) => textsOf(world, value, scopeOf(of)))) {
            const path = bracePath(pathOf(text));
            // Files at the root stand behind every handler and have no address of their own.
            if (path.text === '/{*}') continue;
            found.push({
              route: {
                technology: 'spring',
                methods: ['GET'],
                path: bracePath(joinAll(context.outerOf(near), path)),
                guards: [],
                handlerLooksAtCredentials: 'no',
                parameters: [],
                application: moduleOf(near),
                origin: { kind: 'read', file: near, line: code.line },
              },
              asked: { near, methods: ['GET'], path },
            });
          }
        });
        return found;
      }),
    );
}
