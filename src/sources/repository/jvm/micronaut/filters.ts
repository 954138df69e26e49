import { attribute, expand, isFrom } from '../annotations.ts';
import type { ClassDeclaration } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName } from '../code.ts';
import type { PathFilter } from '../filters.ts';
import { scopeOf } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { judge } from '../servlet/web-filters.ts';
import { pathOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';

const packages = ['io.micronaut'];

/** Filters of Micronaut that turn callers away: `@Filter` on an `HttpServerFilter`, `@ServerFilter` with its methods. */
export function micronautFilters(world: World): (near: string) => readonly PathFilter[] {
  const found = world
    .filesWith(/@(Server)?Filter\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => filtersOf(world, of).map((filter) => ({ module: moduleOf(of.file.path), filter })));
  // A filter of a library runs in the application that uses it: only that some run is then known.
  return (near) =>
    found.map(({ module, filter }) =>
      module === moduleOf(near) ? filter : { ...filter, guard: { ...filter.guard, conditional: true } },
    );
}

function filtersOf(world: World, of: ClassDeclaration): readonly PathFilter[] {
  const annotations = expand(world, of.annotations, scopeOf(of)).filter((each) => isFrom(each, packages));
  const mark = annotations.find(({ name }) => /^(Server)?Filter$/.test(name));
  if (mark === undefined || of.isAbstract) return [];
  const methods = of.methods
    .filter((each) => each.annotations.some(({ name }) => lastName(name) === 'RequestFilter'))
    .map(({ name }) => name);
  const guard = judge(world, of, [...methods, 'doFilter', 'filter']);
  if (guard === undefined) return [];
  const patterns = ['value', 'patterns'].flatMap((name) =>
    textsOf(world, attribute(mark, name), mark.scope).map(pathOf),
  );
  // Its requirements are settings: whether they hold is not asked.
  const required = annotations.some(({ name }) => /^Requires|^Requirements$/.test(name));
  return (patterns.length === 0 ? [{ text: '**', resolved: true }] : patterns).map((pattern) => ({
    pattern,
    guard: required ? { ...guard, conditional: true } : guard,
  }));
}
