import type { Method } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { Annotated } from '../annotations.ts';
import { expand } from '../annotations.ts';
import type { Certainty } from '../certainty.ts';
import { rejectionOf } from '../checks.ts';
import type { ClassDeclaration, SourceFile } from '../classes.ts';
import { everyClass } from '../classes.ts';
import { lastName } from '../code.ts';
import type { HandlerMethod } from '../handlers.ts';
import { classOf, methodOf, scopeOf, supertypeNames } from '../names.ts';
import { moduleOf } from '../properties.ts';
import { verdictOf } from '../role-annotations.ts';
import { webXmls } from '../web-xml.ts';
import type { World } from '../world.ts';
import { usesModule } from '../module-uses.ts';
import { quarkusPermissions } from './quarkus.ts';
import { constraintsOf } from '../servlet/constraints.ts';
import { checkBefore } from '../before-handlers.ts';
import { unreadAnnotations } from '../packages.ts';
import { interceptorGuards, registeredPackages } from './interceptors.ts';

export interface Filtered {
  readonly own: readonly Annotated[];
  readonly handler: HandlerMethod;
  readonly path: RoutePath;
  readonly methods: readonly Method[];
  readonly near: string;
}

/** Checks before a resource: annotations of roles, `@Auth` parameters, request filters, constraints of descriptors. */
export interface Filters {
  readonly guardsOf: (of: Filtered) => readonly JudgedGuard[];
}

interface RequestFilter {
  readonly guard: JudgedGuard;
  /** Annotations that bind it to methods; none = it runs for all. */
  readonly bindings: ReadonlySet<string>;
  readonly module: string;
  /** Annotations of a handler that the filter lets through. */
  readonly opening: readonly string[];
  /** The class, and the features that register it. */
  readonly names: readonly string[];
}

/** Whether a filter runs in a module: its own, or one that uses the library it lies in and registers it. */
function runsIn(world: World, { module, names }: RequestFilter, near: string): Certainty {
  const own = moduleOf(near);
  if (module === own) return 'yes';
  if (!usesModule(world, own, module)) return 'no';
  const isNamed = world.paths.some(
    (path) => moduleOf(path) === own && names.some((name) => world.text(path).includes(`${name}.class`)),
  );
  return isNamed ? 'yes' : 'perhaps';
}

export function requestFilters(world: World, files: readonly SourceFile[]): Filters {
  const filters = files.flatMap(({ classes }) => everyClass(classes)).flatMap((of) => filterOf(world, of));
  const descriptors = webXmls(world);
  const bindingGuards = interceptorGuards(world);
  const registered = registeredPackages(world);
  const known = new Map<string, Certainty>();
  const runsNear = (filter: RequestFilter, near: string): Certainty => {
    const key = `${moduleOf(near)} ${filter.names.join(' ')}`;
    const found = known.get(key) ?? runsIn(world, filter, near);
    known.set(key, found);
    return found;
  };
  return {
    guardsOf: ({ own, handler, path, methods, near }) => {
      const all = [...handler.annotations, ...own];
      const bound = filters.flatMap((each): readonly RequestFilter[] => {
        if (each.bindings.size > 0) return all.some(({ name }) => each.bindings.has(name)) ? [each] : [];
        const runs = runsNear(each, near);
        if (runs === 'no') return [];
        return runs === 'yes' ? [each] : [{ ...each, guard: { ...each.guard, conditional: true } }];
      });
      const verdict = verdictOf(world, handler.annotations, own);
      const isOpen = verdict.kind === 'open';
      const filtered = bound.map(({ guard, opening }) =>
        isOpen || all.some(({ name }) => opening.includes(name))
          ? { ...guard, conditional: true, passes: true }
          : guard,
      );
      const bindings = new Set(bound.flatMap((each) => [...each.bindings]));
      const checks =
        verdict.kind === 'checks' ? verdict.guards.filter(({ guard }) => !bindings.has(guard.name)) : [];
      return [
        ...registered.flatMap(({ module, guard }) => (module === moduleOf(near) ? [guard] : [])),
        ...filtered,
        ...constraintsOf(descriptors, methods, path.text),
        ...(isOpen ? [] : quarkusPermissions(world, near, path, methods)),
        ...checks,
        ...bindingGuards(all),
        ...(verdict.kind === 'nothing' ? unreadAnnotations(world, all) : []),
        ...authParameters(handler),
      ];
    },
  };
}

function filterOf(world: World, of: ClassDeclaration): readonly RequestFilter[] {
  if (
    of.isAbstract ||
    !supertypeNames(world, of).some(({ name }) =>
      /^(ContainerRequestFilter|AuthFilter)$/.test(lastName(name)),
    )
  )
    return [];
  const found = methodOf(world, of, 'filter');
  const body = found?.method.body?.();
  if (found === undefined || body === undefined) return [];
  const annotations = expand(world, of.annotations, scopeOf(of));
  const bindings = new Set(annotations.filter((each) => isBinding(world, each)).map(({ name }) => name));
  if (
    bindings.size === 0 &&
    !annotations.some(({ name }) => name === 'Provider') &&
    !isRegistered(world, of.name)
  )
    return [];
  const origin = { kind: 'read', file: found.owner.file.path, line: found.method.line } as const;
  const { unknown, forbidden } = rejectionOf(world, {
    place: { file: of.file.path, line: of.line },
    parameters: [],
    body,
    scope: scopeOf(found.owner),
    owner: of,
  });
  const doubt = unknown || forbidden ? undefined : checkBefore(world, found, of.name);
  if (!unknown && !forbidden && doubt === undefined) return [];
  const guard = doubt?.guard ?? {
    name: of.name,
    kind: unknown ? 'authentication' : 'authorisation',
    requires: [],
    origin,
  };
  const features = featuresFor(world, of.name);
  const text = [of.file.path, ...features.map(({ path }) => path)].map(world.text).join('\n');
  const asked = [
    ...text.matchAll(/(?:isAnnotationPresent|getAnnotation)\(\s*(\w+)(?:\.class|::class)/g),
  ].flatMap(([, name]) => name ?? []);
  const opening = asked.filter((name) => opens.test(name));
  // A filter for all that looks at the path or at other annotations may let some requests through.
  const chooses =
    bindings.size === 0 &&
    (/getPath|getRequestUri|startsWith/.test(text) ||
      opening.length < asked.length ||
      (asked.length === 0 && /PermitAll|isAnnotationPresent|getAnnotation/.test(text)));
  return [
    {
      guard: { guard, resolved: doubt?.resolved ?? true, conditional: chooses, passes: false },
      bindings,
      module: moduleOf(of.file.path),
      opening,
      names: [of.name, ...features.map(({ name }) => name)],
    },
  ];
}

const opens = /PermitAll|ignore|anonym|skip|public|no_?auth|not_?required|without|unauth|free|open|exclude/i;

/** Features that register a filter for the methods they choose. */
const featuresFor = (
  world: World,
  filter: string,
): readonly { readonly path: string; readonly name: string }[] =>
  world.paths.flatMap((path) => {
    const text = world.text(path);
    if (!text.includes(`${filter}.class`)) return [];
    const name = /class\s+(\w+)[^{]*\bimplements\s[^{]*\bDynamicFeature\b/.exec(text)?.[1];
    return name === undefined ? [] : [{ path, name }];
  });

/** `resourceConfig.register(TokenFilter.class)`: a filter without an annotation that says so. */
const isRegistered = (world: World, name: string): boolean =>
  world.paths.some((path) => {
    const text = world.text(path);
    return (
      text.includes(`${name}`) &&
      /\bregister(Classes)?\(/.test(text) &&
      new RegExp(`\\b${name}(\\.class|::class|\\()`).test(text)
    );
  });

function isBinding(world: World, each: Annotated): boolean {
  const type = classOf(world, each.name, each.scope);
  return type?.annotations.some(({ name }) => lastName(name) === 'NameBinding') ?? false;
}

/** Dropwizard: a parameter that is the signed-in user; an optional one does not insist. */
const authParameters = ({ parameters }: HandlerMethod): readonly JudgedGuard[] =>
  parameters.flatMap(({ annotations, type, scope, declaration }): readonly JudgedGuard[] => {
    if (!annotations.some(({ name }) => name === 'Auth')) return [];
    const origin = { kind: 'read', file: scope.file.path, line: declaration.line } as const;
    const guard = { name: 'Auth', kind: 'authentication', requires: [], origin } as const;
    return [
      {
        guard,
        resolved: true,
        conditional: type?.name === 'Optional' || type?.nullable === true,
        passes: false,
      },
    ];
  });
