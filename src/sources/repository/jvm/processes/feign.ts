import type { OutgoingCall } from '../../../../model/processes.ts';
import type { Facts } from '../../../facts.ts';
import { attribute, expand, isFrom } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { scopeOf } from '../names.ts';
import { mappingOf } from '../spring/mappings.ts';
import { textOf } from '../values.ts';
import type { World } from '../world.ts';

/** Calls of declared clients: each mapping of a `@FeignClient`, with the time limit the settings give it. */
export function feignCalls(world: World): Facts {
  const calls = world
    .filesWith(/@FeignClient\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => callsOf(world, of));
  return calls.length === 0 ? {} : { processes: { calls } };
}

function callsOf(world: World, of: ClassDeclaration): readonly OutgoingCall[] {
  const client = expand(world, of.annotations, scopeOf(of)).find(
    (each) => each.name === 'FeignClient' && isFrom(each, ['org.springframework.cloud']),
  );
  if (client === undefined) return [];
  const text = (...keys: readonly string[]): string | undefined => {
    const value = attribute(client, ...keys);
    return value === undefined ? undefined : textOf(world, value, client.scope).text;
  };
  const name = text('value', 'name', 'contextId') ?? of.name;
  const base = (text('url') ?? name) + (text('path') ?? '');
  const limit = limitOf(world, of, name);
  const breaker = attribute(client, 'fallback', 'fallbackFactory') !== undefined;
  return of.methods.flatMap((method): readonly OutgoingCall[] => {
    const mapping = mappingOf(world, expand(world, method.annotations, scopeOf(of)));
    if (mapping === undefined) return [];
    const origin = { kind: 'read', file: of.file.path, line: method.line } as const;
    const target = `${base}${mapping.paths[0]?.text ?? ''}`;
    return [
      {
        id: `${of.file.path}:${method.line}#${method.name}`,
        target,
        ...limit,
        ...(breaker && { circuitBreaker: true }),
        origin,
      },
    ];
  });
}

/** `feign.client.config.<name>.readTimeout`; without one the client's own default still bounds it. */
function limitOf(
  world: World,
  of: ClassDeclaration,
  name: string,
): Pick<OutgoingCall, 'timeout' | 'bounded'> {
  for (const root of ['spring.cloud.openfeign.client.config', 'feign.client.config'])
    for (const client of [name, 'default']) {
      const value = Number(world.properties.get(`${root}.${client}.read-timeout`, of.file.path));
      const file = world.properties.fileOf(of.file.path) ?? of.file.path;
      if (Number.isFinite(value) && value > 0)
        return { timeout: { value, unit: 'ms', origin: { kind: 'read', file, line: 1 } }, bounded: true };
    }
  return { bounded: true };
}
