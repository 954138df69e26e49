import type { DeclaredRoute } from '../../http/declared.ts';
import { joinPaths } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import { lookInClass } from '../evaluator/classes.ts';
import type { Machine } from '../evaluator/machine.ts';
import { extendsLibrary, isCallOf, lineage } from '../evaluator/paths.ts';
import type { ClassValue, FunctionValue } from '../evaluator/value.ts';
import { argument, stringOf } from '../evaluator/value.ts';
import { judgeWrappers } from '../reading/judge.ts';
import { readRequest } from '../reading/requests.ts';
import { methodsOf, routeOf } from '../reading/routes.ts';
import { anglePath, rewritten, routePath } from '../reading/texts.ts';
import { flaskDialect } from './flask-views.ts';

/** Flask-AppBuilder: views and APIs answer below their route base, at what their methods expose. */
export function appBuilderRoutes(machine: Machine): readonly DeclaredRoute[] {
  return machine.classes.flatMap((of) => {
    const isApi = extendsLibrary(of, /^flask_appbuilder\.(\w+\.)*(BaseApi|ModelRestApi|BaseModelApi)$/);
    if (!isApi && !extendsLibrary(of, /^flask_appbuilder\./)) return [];
    const base = routeBase(machine, of, isApi);
    if (
      isExtended(machine, of) &&
      stringOf(lookInClass(machine, of, 'resource_name')) === undefined &&
      stringOf(lookInClass(machine, of, 'route_base')) === undefined
    )
      return [];
    return exposed(of).flatMap((handler) =>
      handler.wrappers.flatMap(({ value, place }) => {
        if (value.kind !== 'result' || !isCallOf(value, 'expose')) return [];
        const methods = methodsOf(argument(value.args, 1, 'methods'));
        const guards: readonly JudgedGuard[] = judgeWrappers(
          machine,
          handler.wrappers.filter((each) => !isCallOf(each.value, 'expose')),
        );
        return [
          routeOf(machine, {
            technology: 'flask',
            methods: methods.length === 0 ? ['GET'] : methods,
            path: rewritten(
              joinPaths({ text: base, resolved: true }, routePath(argument(value.args, 0, 'url'))),
              anglePath,
            ),
            handler,
            guards,
            parameters: readRequest(machine, handler, flaskDialect),
            place,
          }),
        ];
      }),
    );
  });
}

/** What others extend and what has no name of its own is no view itself. */
const isExtended = (machine: Machine, of: ClassValue): boolean =>
  machine.classes.some((each) => each !== of && each.bases.includes(of));

function exposed(of: ClassValue): readonly FunctionValue[] {
  const found = new Map<string, FunctionValue>();
  for (const each of lineage(of).toReversed())
    for (const [name, value] of each.attributes) if (value.kind === 'function') found.set(name, value);
  return [...found.values()].filter(({ wrappers }) =>
    wrappers.some(({ value }) => isCallOf(value, 'expose')),
  );
}

function routeBase(machine: Machine, of: ClassValue, isApi: boolean): string {
  const told = stringOf(lookInClass(machine, of, 'route_base'));
  if (told !== undefined) return told;
  if (!isApi) return `/${of.name.toLowerCase()}`;
  const version = stringOf(lookInClass(machine, of, 'version')) ?? 'v1';
  const resource = stringOf(lookInClass(machine, of, 'resource_name')) ?? of.name.toLowerCase();
  return `/api/${version}/${resource.toLowerCase()}`;
}
