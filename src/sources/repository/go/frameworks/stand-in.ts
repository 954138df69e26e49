import type { Machine } from '../machine/machine.ts';
import type { GoTypeRef } from '../machine/types.ts';
import type { Value } from '../machine/value.ts';
import type { GoRouter } from '../routing/router.ts';
import { newRouter } from '../routing/register.ts';

/** The one application of a framework, where there is one and no other. */
function onlyApplication({ routers }: Machine, technology: string): GoRouter | undefined {
  const mounted = new Set(
    routers.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.kind === 'mount' ? [entry.router] : [])),
    ),
  );
  const made = routers.filter(
    (each) =>
      each.technology === technology && each.kind === 'application' && !each.standIn && !mounted.has(each),
  );
  return made.length === 1 ? made[0] : undefined;
}

/** A router of a framework's type that nobody was seen to make; an application is made only once. */
export function standInRouter(
  machine: Machine,
  type: GoTypeRef & { readonly kind: 'library' },
  place: string,
): Value | undefined {
  const framework = machine.frameworks.find((each) => each.owns(type.package));
  const kind = framework?.types[type.name];
  if (framework === undefined || kind === undefined) return undefined;
  const { technology } = framework;
  if (kind === 'application' || (machine.injected && !/Group|Party/.test(type.name))) {
    const only = onlyApplication(machine, technology);
    if (only !== undefined) return { kind: 'router', router: only };
  }
  const key = `${technology}:${type.name}:${kind === 'application' ? '' : place}`;
  const known = machine.standIns.get(key);
  if (known !== undefined) return known;
  const made = newRouter(
    machine,
    technology,
    kind,
    { kind: 'read', file: place.split(':')[0] ?? '', line: 1 },
    true,
  );
  machine.standIns.set(key, made);
  return made;
}
