import type { Method } from '../../../../model/api.ts';
import type { Machine } from '../../javascript/machine.ts';
import type { ObjectValue, Site, Value } from '../../javascript/value.ts';
import { optionsOf, textOf } from '../../javascript/value.ts';
import { given } from '../express.ts';
import { joinPaths, pathsOf, rootPath } from '../paths.ts';
import type { Given } from '../routing.ts';
import type { Instance, InstanceRoute } from './instance.ts';
import { ownEntry } from '../../javascript/own.ts';
import { commonVerbs } from '../methods.ts';

export const methods: Readonly<Record<string, Method>> = {
  ...commonVerbs,
  query: 'QUERY',
  all: 'ANY',
};

/** `app.get(path, handler)` and `app.get(path, options, handler)`. */
export function addShortRoute(
  machine: Machine,
  instance: Instance,
  method: Method,
  args: readonly Value[],
  site: Site,
): void {
  const [path, ...rest] = args;
  if (path === undefined) return;
  const options = rest.flatMap((arg) => optionsOf(arg)).find((arg) => arg.kind === 'object');
  const last = rest.at(-1);
  const handler =
    last !== undefined && last !== options ? given([last], site, args.length - 1)[0] : undefined;
  const paths = pathsOf(path);
  for (const each of paths)
    instance.routes.push({
      methods: [method],
      path: joinPaths(instance.prefix, each),
      hooks: hooksOf(options, site),
      handler: handler ?? handlerIn(options, site),
      schema: options?.kind === 'object' ? options.fields.get('schema') : undefined,
      site,
      level: machine.level,
    });
}

/** `app.route({ method, url, handler, … })`. */
export function addFullRoute(
  machine: Machine,
  instance: Instance,
  options: Value | undefined,
  site: Site,
): void {
  for (const each of options === undefined ? [] : optionsOf(options)) {
    if (each.kind !== 'object') continue;
    const path = each.fields.get('url') ?? each.fields.get('path');
    for (const own of path === undefined ? [rootPath] : pathsOf(path))
      instance.routes.push({
        methods: methodsIn(each.fields.get('method')),
        path: joinPaths(instance.prefix, own),
        hooks: hooksOf(each, site),
        handler: handlerIn(each, site),
        schema: each.fields.get('schema'),
        site,
        level: machine.level,
      });
  }
}

function methodsIn(value: Value | undefined): readonly Method[] {
  const items = value === undefined ? [] : value.kind === 'array' ? value.items : optionsOf(value);
  const texts = items.flatMap((item) => textOf(item) ?? []);
  if (texts.length === 0) return ['ANY'];
  return texts.flatMap((text) => ownEntry(methods, text.toLowerCase()) ?? []);
}

const handlerIn = (options: Value | undefined, site: Site): Given | undefined => {
  const value = options?.kind === 'object' ? options.fields.get('handler') : undefined;
  return value === undefined ? undefined : { value, site, conditional: false };
};

function hooksOf(options: Value | undefined, site: Site): InstanceRoute['hooks'] {
  const at = (name: string): readonly Given[] => {
    const value = options?.kind === 'object' ? options.fields.get(name) : undefined;
    if (value === undefined) return [];
    const written = options?.kind === 'object' ? writtenIn(options, name, site) : undefined;
    return given([value], site, Number.MAX_SAFE_INTEGER).map((each) => ({
      ...each,
      ...(written === undefined ? {} : { written }),
    }));
  };
  return {
    onRequest: at('onRequest'),
    preParsing: at('preParsing'),
    preValidation: at('preValidation'),
    preHandler: at('preHandler'),
  };
}

/** Source text of the option, where it is a simple name: `preHandler: app.authenticate`. */
function writtenIn(_: ObjectValue, name: string, site: Site): string | undefined {
  const { node, file } = site;
  const text = file.text.slice(node.start, node.end);
  return new RegExp(`\\b${name}\\s*:\\s*\\[?\\s*([\\w.]+)`).exec(text)?.[1];
}
