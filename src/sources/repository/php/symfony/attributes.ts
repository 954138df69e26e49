import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import { parseAnnotation, textsOfAnnotation } from '../annotations.ts';
import { argumentValues } from '../calls.ts';
import type { PhpAttribute, PhpClass, PhpMethod } from '../classes.ts';
import { kindNames, lineage } from '../codebase.ts';
import type { Machine } from '../machine.ts';
import { methodsNamed } from '../methods.ts';
import { className } from '../names.ts';
import { bracePath, routePath } from '../paths.ts';
import { docTags } from '../syntax.ts';
import type { PhpValue } from '../value.ts';
import { argument, originAt, textOf, textsOf } from '../value.ts';
import type { RouteDefaults, SymfonyRoute } from './routes.ts';
import { defaultsOf, prefixed, withDefaults } from './routes.ts';

interface Declared {
  readonly paths: readonly RoutePath[];
  readonly methods: readonly Method[];
  readonly name?: string;
  readonly defaults: RouteDefaults | undefined;
}

/** Routes that a controller class declares by attributes or annotations. */
export function controllerRoutes(machine: Machine, declared: PhpClass): readonly SymfonyRoute[] {
  if (declared.kind !== 'class' || declared.isAbstract) return [];
  const own = declarationsOf(machine, declared, declared.attributes, declared.doc);
  const methods = new Map<string, PhpMethod>();
  for (const each of lineage(machine.codebase, declared))
    for (const [name, method] of each.methods) if (!methods.has(name)) methods.set(name, method);
  const found = [...methods.values()].flatMap((method) =>
    method.visibility === 'public'
      ? declarationsOf(machine, method.class ?? declared, method.attributes, method.doc).map((each) => ({
          each,
          method,
        }))
      : [],
  );
  const invoked = methods.get('__invoke');
  if (found.length === 0 && invoked !== undefined && own.length > 0)
    return own.flatMap((each) => routesOf(declared, invoked, each, undefined));
  const [group] = own;
  return found.flatMap(({ each, method }) => routesOf(declared, method, each, group));
}

function routesOf(
  owner: PhpClass,
  method: PhpMethod,
  { paths, methods, name, defaults }: Declared,
  group: Declared | undefined,
): readonly SymfonyRoute[] {
  const prefixes = group?.paths ?? [{ text: '', resolved: true }];
  const inherited = group?.methods ?? [];
  return prefixes.flatMap((prefix) =>
    paths.map((path): SymfonyRoute =>
      prefixed(prefix, {
        ...(name === undefined ? {} : { name: `${group?.name ?? ''}${name}` }),
        path,
        methods: methods.length > 0 ? methods : inherited,
        controller: [owner.name, method.name],
        ...withDefaults(group === undefined ? new Map() : group.defaults, defaults),
        origin: originAt(method.file, method.node),
      }),
    ),
  );
}

const restVerb = /(^|\\)(Get|Post|Put|Patch|Delete|Options|Head)$/;

function declarationsOf(
  machine: Machine,
  owner: PhpClass,
  attributes: readonly PhpAttribute[],
  doc: string | undefined,
): readonly Declared[] {
  return [
    ...attributes.flatMap((attribute) => fromAttribute(machine, owner, attribute)),
    ...fromAnnotations(owner, doc),
  ];
}

function isRouteAttribute(machine: Machine, name: string): boolean {
  if (
    /^(Symfony\\Component\\Routing\\(Attribute|Annotation)|Sensio\\.*|FOS\\RestBundle\\.*)\\Route$/.test(name)
  )
    return true;
  const declared = machine.codebase.class(name);
  return (
    declared !== undefined &&
    kindNames(machine.codebase, declared).some((each) =>
      /^Symfony\\Component\\Routing\\.*\\Route$/.test(each),
    )
  );
}

function fromAttribute(machine: Machine, owner: PhpClass, attribute: PhpAttribute): readonly Declared[] {
  const rest = attribute.name.startsWith('FOS\\RestBundle') ? restVerb.exec(attribute.name)?.[2] : undefined;
  if (rest === undefined && !isRouteAttribute(machine, attribute.name)) return [];
  const args = argumentValues(machine, attribute.node, {
    file: owner.file,
    class: owner,
    variables: new Map(),
  });
  const methods =
    rest === undefined ? methodsNamed(textsOf(argument(args, 99, 'methods'))) : methodsNamed([rest]);
  const name = textOf(argument(args, 1, 'name'));
  return [
    {
      paths: pathsOf(argument(args, 0, 'path')),
      methods,
      defaults: defaultsOf(argument(args, 99, 'defaults')),
      ...(name === undefined ? {} : { name }),
    },
  ];
}

/** A path for each language is a list. */
function pathsOf(value: PhpValue | undefined): readonly RoutePath[] {
  return value?.kind === 'array' ? value.entries.map((entry) => routePath(entry.value)) : [routePath(value)];
}

function fromAnnotations(owner: PhpClass, doc: string | undefined): readonly Declared[] {
  const tags = docTags(doc);
  const method = tags.find(({ tag }) => /(^|\\)Method$/.test(tag));
  const other =
    method === undefined ? [] : methodsNamed(textsOfAnnotation(parseAnnotation(method.rest).positional));
  return tags.flatMap(({ tag, rest }): readonly Declared[] => {
    const name = className(owner.file.names, tag);
    const verb = /RestBundle\\/.test(name) ? restVerb.exec(name)?.[2] : undefined;
    if (
      verb === undefined &&
      !/(^|\\)Routing\\(Annotation|Attribute)\\Route$|Sensio\\.*\\Route$|RestBundle\\.*\\Route$/.test(name)
    )
      return [];
    const { positional, named } = parseAnnotation(rest);
    const written = named.get('path') ?? named.get('value') ?? positional[0];
    const methods =
      verb === undefined ? methodsNamed(textsOfAnnotation(named.get('methods'))) : methodsNamed([verb]);
    const paths = written === undefined ? [''] : textsOfAnnotation(written);
    const own = textsOfAnnotation(named.get('name'))[0];
    return [
      {
        paths: paths.map((text) => ({ text: bracePath(text), resolved: true })),
        methods: methods.length > 0 ? methods : other,
        defaults: named.has('defaults') ? undefined : new Map(),
        ...(own === undefined ? {} : { name: own }),
      },
    ];
  });
}
