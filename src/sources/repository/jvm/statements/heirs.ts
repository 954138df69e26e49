import { declaredBelow } from '../../languages/headings.ts';
import { onceFor } from '../../once.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { ancestors } from '../names.ts';
import type { World } from '../world.ts';

/** Classes that extend or implement others, found by a look at the text. */
export interface Heirs {
  /** Classes that can be made, below a class or an interface. */
  readonly of: (above: ClassDeclaration) => readonly ClassDeclaration[];
  /** Names of everything that extends or implements one of these, near or far. */
  readonly below: (names: Iterable<string>) => ReadonlySet<string>;
}

const heading =
  /\b(?:class|record|object|enum|interface)\s+(\w+)(?:\s*<[^{;]*?>)?\s*(?:\([^{;]*?\)\s*)?(?:(?:extends|implements|:)\s*([^{;]+))/g;

export function heirsOf(world: World): Heirs {
  const byName = declaredBelow(
    world.paths.map((path) => ({ path, text: world.text(path) })),
    heading,
  );
  const find = (above: ClassDeclaration): readonly ClassDeclaration[] => {
    const seen = new Set<string>([above.name]);
    const open = [above.name];
    const found: ClassDeclaration[] = [];
    for (let next = open.shift(); next !== undefined && found.length < 40; next = open.shift())
      for (const { name, path } of byName.get(next) ?? []) {
        if (seen.has(`${path} ${name}`)) continue;
        seen.add(`${path} ${name}`);
        open.push(name);
        const of = everyClass(world.file(path)?.classes ?? []).filter((each) => each.name === name);
        found.push(
          ...of.filter(
            (each) => !each.isAbstract && each.kind !== 'interface' && ancestors(world, each).includes(above),
          ),
        );
      }
    return found;
  };
  return {
    of: onceFor(find),
    below: (names) => {
      const found = new Set(names);
      const open = [...found];
      for (let next = open.shift(); next !== undefined; next = open.shift())
        for (const { name } of byName.get(next) ?? []) {
          if (found.has(name)) continue;
          found.add(name);
          open.push(name);
        }
      return found;
    },
  };
}
