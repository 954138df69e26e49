import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { Call } from '../syntax.ts';
import { option } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';
import { guardOfConstraint } from './constraints.ts';
import type { Draw, Place } from './place.ts';
import { isFormatted, joinModule, scopeOf } from './place.ts';

/** `namespace :admin do`. */
export function namespaced(draw: Draw, call: Call, place: Place): Place {
  const scope = scopeOf(draw, place);
  const name = textOf(call.args[0], scope);
  const path = option(call, 'path');
  const module = option(call, 'module');
  const own = path === undefined ? name : textOf(path, scope);
  return below(
    draw,
    call,
    {
      ...place,
      module: joinModule(place.module, module === undefined ? name.text : textOf(module, scope).text),
    },
    own,
  );
}

/** `scope '/v1', module: 'v1' do`. */
export function scoped(draw: Draw, call: Call, place: Place): Place {
  const scope = scopeOf(draw, place);
  const texts = call.args.map((arg) => textOf(arg, scope));
  const path = option(call, 'path');
  const own = [...texts, ...(path === undefined ? [] : [textOf(path, scope)])].reduce(joinPaths, {
    text: '',
    resolved: true,
  });
  const module = option(call, 'module');
  const next =
    module === undefined ? place : { ...place, module: joinModule(place.module, textOf(module, scope).text) };
  return below(draw, call, next, own);
}

/** What options of a scope say besides its path. */
function below(draw: Draw, call: Call, place: Place, path: RoutePath): Place {
  const scope = scopeOf(draw, place);
  const [only, except, controller, shallow] = [
    option(call, 'only'),
    option(call, 'except'),
    option(call, 'controller'),
    option(call, 'shallow'),
  ];
  const guard = guardOfConstraint(draw, call, place);
  const { resource: _resource, ...rest } = place;
  const inResource = place.level !== 'none' && place.resource !== undefined;
  return {
    ...rest,
    ...(inResource ? { resource: place.resource } : {}),
    level: inResource && path.text === '' ? place.level : 'none',
    prefix: joinPaths(place.prefix, path),
    scopes: joinPaths(place.scopes, path),
    ...(only === undefined ? {} : { only: listOf(only, scope) }),
    ...(except === undefined ? {} : { except: listOf(except, scope) }),
    ...(controller === undefined ? {} : { controller: textOf(controller, scope).text }),
    ...(shallow?.type === 'true' ? { shallow: true } : {}),
    formatted: isFormatted(call, place),
    ...(guard === undefined ? {} : { guards: [...place.guards, guard] }),
  };
}
