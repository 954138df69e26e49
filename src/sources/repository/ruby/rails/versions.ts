import { joinPaths } from '../../http/paths.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { Call } from '../syntax.ts';
import { option, pairsIn, statementsOf } from '../syntax.ts';
import { textOf } from '../values.ts';
import { drawStatements } from './dsl.ts';
import type { Draw, Place } from './place.ts';
import { joinModule, scopeOf } from './place.ts';
import { underscore } from '../inflections.ts';

/** `api_version(module: 'Api::V1', path: { value: 'api/v1' }) do … end` of versionist: a path, or a header that adds none. */
export function versionedCall(draw: Draw, call: Call, place: Place): void {
  const scope = scopeOf(draw, place);
  const module = option(call, 'module');
  const value = pairsIn(option(call, 'path')).find(({ name }) => name === 'value')?.value;
  const next: Place =
    module === undefined
      ? place
      : { ...place, module: joinModule(place.module, underscore(textOf(module, scope).text)) };
  const prefixes: readonly RoutePath[] = [
    ...(value === undefined || option(call, 'default')?.type === 'true' ? [place.prefix] : []),
    ...(value === undefined ? [] : [joinPaths(place.prefix, textOf(value, scope))]),
  ];
  for (const prefix of prefixes)
    drawStatements(draw, statementsOf(call.block), { ...next, prefix, scopes: prefix, level: 'none' });
}
