import type { Guard } from '../../../../model/api.ts';
import type { Machine } from '../../javascript/machine.ts';
import { siteOf } from '../../javascript/machine.ts';
import type { HostValue, LibraryValue, ObjectValue, Site, Value } from '../../javascript/value.ts';
import { native, nothing, objectOf, textOf } from '../../javascript/value.ts';
import type { JudgedGuard } from '../routing.ts';
import type { RootField, RootType } from './schema.ts';
import { rootNamed } from './schema.ts';

export type BuilderFields = RootField[];

/**
 * Schemas that code builds: Pothos (`builder.queryField('books', (t) => t.field({ … }))`) and Nexus
 * (`extendType({ type: 'Query', definition: (t) => t.field('books', { … }) })`).
 */
export function builderCall(
  fields: BuilderFields,
  library: LibraryValue,
  args: readonly Value[],
  site: Site,
  machine: Machine,
): Value | undefined {
  if (!/^(@pothos\/core|nexus|@nexus\/schema)$/.test(library.package)) return undefined;
  const name = library.path.split('.').at(-1) ?? '';
  const one = /^(query|mutation|subscription)Field$/.exec(name)?.[1];
  const many = /^(query|mutation|subscription)(Fields|Type)$/.exec(name)?.[1];
  const [first, second] = args;
  if (one !== undefined) {
    const root = rootOf(one);
    const key = first === undefined ? undefined : textOf(first);
    if (key === undefined || second === undefined) return undefined;
    const made = second.kind === 'function' ? machine.call(second, [fieldHost()], site) : second;
    if (made.kind === 'object') fields.push(fieldOf(root, key, made, site));
    return nothing;
  }
  if (many !== undefined) return ofType(fields, rootOf(many), first, site, machine);
  if (name === 'extendType' && first?.kind === 'object') {
    const root = rootNamed(textOf(first.fields.get('type') ?? first));
    return root === undefined ? undefined : ofType(fields, root, first, site, machine);
  }
  return undefined;
}

const rootOf = (word: string): RootType => rootNamed(word.charAt(0).toUpperCase() + word.slice(1)) ?? 'Query';

/** `{ fields: (t) => ({ … }) }` of Pothos, a function that gives them, `{ definition(t) { … } }` of Nexus. */
function ofType(
  fields: BuilderFields,
  root: RootType,
  options: Value | undefined,
  site: Site,
  machine: Machine,
): Value | undefined {
  if (options === undefined) return undefined;
  const definition = options.kind === 'object' ? options.fields.get('definition') : undefined;
  if (definition !== undefined) {
    machine.call(definition, [recorder((key, made) => fields.push(fieldOf(root, key, made, site)))], site);
    return nothing;
  }
  const listed = options.kind === 'object' ? options.fields.get('fields') : options;
  const made = listed?.kind === 'function' ? machine.call(listed, [fieldHost()], site) : listed;
  if (made?.kind === 'object')
    for (const [key, each] of made.fields)
      if (each.kind === 'object') fields.push(fieldOf(root, key, each, site));
  return nothing;
}

const host = (member: HostValue['member']): HostValue => ({
  kind: 'host',
  technology: 'graphql',
  fields: new Map(),
  member,
});

/** `t` of Pothos: every method gives the options it was given last. */
function fieldHost(): Value {
  const made: HostValue = host((name) => {
    if (name === 'arg') return fieldHost();
    return native(name, (args) => args.findLast(({ kind }) => kind === 'object') ?? objectOf([], 0, true));
  });
  return made;
}

/** `t` of Nexus: every method that is given a name adds a field, the others hand on. */
function recorder(add: (name: string, options: ObjectValue) => void): Value {
  const made: HostValue = host((name) => {
    if (/^(list|nonNull|nullable)$/.test(name)) return made;
    return native(name, ([key, options]) => {
      const text = key === undefined ? undefined : textOf(key);
      const plain = options?.kind === 'object' ? options : objectOf([]);
      if (text !== undefined) add(text, plain);
      return made;
    });
  });
  return made;
}

function fieldOf(root: RootType, name: string, options: ObjectValue, site: Site): RootField {
  const { fields } = options;
  const args = fields.get('args');
  const input = fields.get('input');
  const names = [args, input].flatMap((each) => (each?.kind === 'object' ? [...each.fields.keys()] : []));
  const resolver = fields.get('resolve') ?? fields.get('subscribe');
  return {
    root,
    name,
    args: names.map((each) => ({ name: each, required: false })),
    ...(resolver === undefined ? {} : { resolver }),
    judged: ['authScopes', 'authorize', 'shield', 'authz'].flatMap((key) =>
      scopeGuard(key, fields.get(key), site),
    ),
    site: resolver?.kind === 'function' ? siteOf(resolver.file, resolver.node) : site,
  };
}

function scopeGuard(name: string, value: Value | undefined, site: Site): readonly JudgedGuard[] {
  if (value === undefined || value === nothing) return [];
  const requires = value.kind === 'object' ? [...value.fields.keys()] : [];
  const open = requires.length === 1 && requires[0] === 'public';
  const kind = open ? 'other' : 'authorisation';
  const guard: Guard = { name, kind, requires, origin: site.origin };
  return [{ guard, resolved: true, conditional: false, passes: open }];
}
