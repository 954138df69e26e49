import type { Decoration } from '../../javascript/decorators.ts';
import type { HostValue, Value } from '../../javascript/value.ts';
import { arrayOf, native, nothing, textOf, unknown } from '../../javascript/value.ts';

interface Entry {
  readonly key: Value;
  readonly value: Value;
}

/** What decorators of a handler and its controller set; the handler's come first. */
export interface Metadata {
  readonly handler: readonly Entry[];
  readonly controller: readonly Entry[];
  /** Values that a guard asked for, kept to name what it requires. */
  readonly asked: Value[];
  /** A guard asked for a key that is not known. */
  unsure: boolean;
}

/** `SetMetadata(key, value)`, and decorators made by `Reflector.createDecorator()`. */
export const metadataOf = (decorations: readonly Decoration[]): readonly Entry[] =>
  decorations.flatMap(({ name, args, result }): readonly Entry[] => {
    if (name.endsWith('SetMetadata') && args[0] !== undefined)
      return [{ key: args[0], value: args[1] ?? nothing }];
    const made = result?.callee.made;
    return made?.callee.path.endsWith('createDecorator') === true
      ? [{ key: made, value: args[0] ?? nothing }]
      : [];
  });

/** What `getHandler` and `getClass` of the execution context give: where a guard looks for metadata. */
export const handlerTarget = unknown('the handler');
export const classTarget = unknown('the controller');

/** The value under a key; without a place that is known the handler's before the controller's. */
export function readMetadata(metadata: Metadata | undefined, key: Value | undefined, target?: Value): Value {
  if (metadata === undefined || key === undefined) return unknown('metadata that is not known');
  const found = entriesAt(metadata, target).find((entry) => sameKey(entry.key, key));
  if (found !== undefined) {
    metadata.asked.push(found.value);
    return found.value;
  }
  if (isKey(key)) return nothing;
  metadata.unsure = true;
  return unknown('metadata under a key that is not known');
}

/** Entries of the places that are named, in their order. */
function entriesAt({ handler, controller }: Metadata, target: Value | undefined): readonly Entry[] {
  const places = target?.kind === 'array' && !target.open ? target.items : [target];
  const found = places.map((place) =>
    place === handlerTarget ? handler : place === classTarget ? controller : undefined,
  );
  return found.every((each) => each !== undefined) ? found.flat() : [...handler, ...controller];
}

/** Texts are compared; symbols and decorators are told apart by the place that made them. */
const isKey = (key: Value): boolean =>
  textOf(key) !== undefined || key.kind === 'result' || (key.kind === 'library' && key.path !== '');

function sameKey(a: Value, b: Value): boolean {
  const text = textOf(a);
  if (text !== undefined) return text === textOf(b);
  if (a.kind === 'library' && b.kind === 'library') return a.package === b.package && a.path === b.path;
  return a === b;
}

/** Merged metadata are a list, also where there are none. */
const merged = (found: Value): Value =>
  found === nothing ? arrayOf([]) : found.kind === 'primitive' ? arrayOf([found]) : found;

/** `Reflector` of NestJS. */
export function reflector(metadata: { readonly current: Metadata | undefined }): Value {
  const host: HostValue = {
    kind: 'host',
    technology: 'nestjs',
    fields: new Map(),
    member: (name) => {
      switch (name) {
        case 'get':
        case 'getAllAndOverride':
          return native(name, ([key, target]) => readMetadata(metadata.current, key, target));
        case 'getAllAndMerge':
          return native(name, ([key, target]) => merged(readMetadata(metadata.current, key, target)));
        case 'getAll':
          return native(name, ([key, target]) => {
            const found = readMetadata(metadata.current, key, target);
            return found === nothing ? arrayOf([nothing, nothing]) : arrayOf([found]);
          });
        default:
          return undefined;
      }
    },
  };
  return host;
}
