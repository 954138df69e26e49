import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { Annotated } from '../annotations.ts';
import { attribute, isFrom } from '../annotations.ts';
import { dotted, lastName } from '../code.ts';
import { itemsOf, pathOf, textsOf } from '../values.ts';
import type { World } from '../world.ts';

/** What a `@RequestMapping` or one of its short forms says. */
export interface Mapping {
  readonly methods: readonly Method[];
  readonly paths: readonly RoutePath[];
  readonly consumes: readonly string[];
  /** `params = "action=x"`: query parameters a request must have. */
  readonly params: readonly string[];
  readonly headers: readonly string[];
  readonly annotation: Annotated;
}

const short: Readonly<Record<string, Method>> = {
  GetMapping: 'GET',
  PostMapping: 'POST',
  PutMapping: 'PUT',
  PatchMapping: 'PATCH',
  DeleteMapping: 'DELETE',
  QueryMapping: 'QUERY',
};

const packages = ['org.springframework.web.bind.annotation', 'org.springframework.boot.actuate'];
const known: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY'];

/** The mapping among annotations: the first one counts, as an override replaces what it overrides. */
export function mappingOf(world: World, annotations: readonly Annotated[]): Mapping | undefined {
  const found = annotations.find(
    (each) => (each.name === 'RequestMapping' || short[each.name] !== undefined) && isFrom(each, packages),
  );
  if (found === undefined) return undefined;
  const texts = (...names: readonly string[]): readonly string[] =>
    textsOf(world, attribute(found, ...names), found.scope).flatMap(({ text }) => text ?? []);
  const given = textsOf(world, attribute(found, 'value'), found.scope);
  const paths = given.length > 0 ? given : textsOf(world, attribute(found, 'path'), found.scope);
  const verb = short[found.name];
  const methods =
    verb === undefined
      ? itemsOf(world, attribute(found, 'method'), found.scope).flatMap((each) => {
          const name = lastName(dotted(each) ?? (each.kind === 'text' ? each.value : ''));
          return known.filter((method) => method === name);
        })
      : [verb];
  return {
    methods,
    paths: paths.length === 0 ? [{ text: '', resolved: true }] : paths.map(pathOf),
    consumes: texts('consumes'),
    params: texts('params'),
    headers: texts('headers'),
    annotation: found,
  };
}
