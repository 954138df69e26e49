import type { JudgedGuard } from '../../../http/routing.ts';
import { expand } from '../../annotations.ts';
import type { Certainty } from '../../certainty.ts';
import { anyOf } from '../../certainty.ts';
import { everyClass } from '../../classes.ts';
import { presence } from '../../conditions.ts';
import { scopeOf } from '../../names.ts';
import { buildNaming } from '../../builds.ts';
import { usesModule } from '../../module-uses.ts';
import { moduleOf } from '../../properties.ts';
import { unreadAnnotations } from '../../packages.ts';
import { verdictOf } from '../../role-annotations.ts';
import type { World } from '../../world.ts';
import type { Asked } from '../context.ts';
import type { Chain, Matcher } from './chain.ts';
import { securityChains } from './chains.ts';
import { anyFit, chainGuards } from './decide.ts';
import { withOpenings } from './opened.ts';

/** What Spring Security checks before a handler: filter chains, then annotations of the method or its class. */
export interface Security {
  readonly guardsFor: (asked: Asked) => readonly JudgedGuard[];
  /** It stands before the handlers of a module. */
  readonly isActive: (near: string) => boolean;
}

const starters =
  /spring-boot-starter-(security|oauth2|saml2)|spring-security-(web|config)|spring-cloud-starter-(security|oauth2)|azure-spring-boot-starter-active-directory|okta-spring-boot-starter|keycloak-spring-boot-starter/;

export function springSecurity(world: World): Security {
  const { chains, ignored } = securityChains(world);
  const applications = new Set(world.paths.filter((path) => isApplication(world.text(path))).map(moduleOf));
  const enabled = methodSecurity(world);
  const chainsOf = memo((module: string) =>
    withSettings(world, module, chainsFor(world, chains, module, applications)),
  );
  const starter = memo((module: string) => ({ file: buildNaming(world, module, starters) }));
  const isActive = (near: string): boolean =>
    chainsOf(moduleOf(near)).chains.length > 0 || starter(moduleOf(near)).file !== undefined;
  return {
    isActive,
    guardsFor: (asked) => {
      const module = moduleOf(asked.near);
      const found = chainsOf(module);
      const mine = { ...found, chains: withOpenings(world, found.chains, asked) };
      const perMethod = asked.methods.map((method) => {
        const isIgnored = ignored.some(
          ({ file, matchers }) =>
            (moduleOf(file) === module || mine.chains.some((chain) => chain.file === file)) &&
            anyFit(matchers, method, asked.path) === 'yes',
        );
        if (isIgnored) return [];
        const build = starter(module).file;
        if (mine.chains.length === 0) return build === undefined ? [] : [byDefault(build)];
        const guards = chainGuards(
          mine.chains,
          method,
          asked.path,
          (pattern) => asked.literals?.has(pattern) ?? false,
        );
        return mine.certain ? guards : guards.map((guard) => ({ ...guard, conditional: true }));
      });
      return [...together(perMethod), ...annotationGuards(world, asked, enabled)];
    },
  };
}

/** What starts; a library may ask for the configuration of Spring Boot too. */
const isApplication = (text: string): boolean =>
  /@SpringBootApplication/.test(text) ||
  (/@EnableAutoConfiguration/.test(text) &&
    /\bmain\s*\(|SpringApplication|SpringBootServletInitializer/.test(text));

interface Mine {
  readonly chains: readonly Chain[];
  readonly certain: boolean;
}

/** Chains of the module; a library's controllers and chains meet in the application that uses both. */
function chainsFor(
  world: World,
  chains: readonly Chain[],
  module: string,
  applications: ReadonlySet<string>,
): Mine {
  const own = chains.filter(({ file }) => moduleOf(file) === module);
  if (own.length > 0) return { chains: own, certain: true };
  const isLibrary = !applications.has(module);
  const others = chains.filter(({ file }) => {
    const of = moduleOf(file);
    if (isLibrary) return !applications.has(of) || usesModule(world, of, module);
    return !applications.has(of) && usesModule(world, module, of);
  });
  return { chains: others, certain: new Set(others.map(({ file }) => moduleOf(file))).size < 2 };
}

/** Without a chain of its own Spring Boot asks everybody to sign in. */
const byDefault = (file: string): JudgedGuard => ({
  guard: {
    name: 'spring-boot-starter-security',
    kind: 'authentication',
    requires: [],
    origin: { kind: 'read', file, line: 1 },
  },
  resolved: true,
  conditional: false,
  passes: false,
});

/** A handler of several methods is guarded where each of them is. */
function together(perMethod: readonly (readonly JudgedGuard[])[]): readonly JudgedGuard[] {
  const [first = []] = perMethod;
  if (perMethod.length < 2) return first;
  const all = perMethod.flat();
  const certain = perMethod.every((guards) => guards.some(({ conditional }) => !conditional));
  const seen = new Set<string>();
  return all
    .filter(({ guard }) => {
      const key = `${guard.name} ${guard.kind} ${guard.requires.join(' ')}`;
      const isNew = !seen.has(key);
      seen.add(key);
      return isNew;
    })
    .map((guard) => (certain ? guard : { ...guard, conditional: true }));
}

const ofSpring = /^(PreAuthorize|Secured|RolesAllowed|DenyAll)$/;

/** Annotations check something only where the configuration enables them. */
function annotationGuards(world: World, { handled }: Asked, enabled: Certainty): readonly JudgedGuard[] {
  if (handled === undefined) return [];
  const verdict = verdictOf(world, handled.handler.annotations, handled.own);
  if (verdict.kind !== 'checks')
    return unreadAnnotations(world, [...handled.handler.annotations, ...handled.own]);
  return verdict.guards.map((each) =>
    ofSpring.test(each.guard.name) && enabled !== 'yes'
      ? enabled === 'no'
        ? switchedOff(each)
        : { ...each, conditional: true }
      : each,
  );
}

/** Whether the settings leave a class that enables annotations; `perhaps` where none of them does. */
function methodSecurity(world: World): Certainty {
  const found = world
    .filesWith(/@Enable(Global|Reactive)?MethodSecurity\b/)
    .flatMap(({ classes }) => everyClass(classes))
    .filter(({ annotations }) =>
      annotations.some(({ name }) => /Enable(Global|Reactive)?MethodSecurity$/.test(name)),
    )
    .map((of) => presence(world, expand(world, of.annotations, scopeOf(of)), of.file.path));
  return found.length === 0 ? 'perhaps' : anyOf(found);
}

/** As the application is delivered, nobody looks at the annotation; that is told in its name. */
const switchedOff = (each: JudgedGuard): JudgedGuard => ({
  ...each,
  guard: { ...each.guard, name: `${each.guard.name} (switched off)`, kind: 'other' },
  conditional: false,
});

function memo<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
}

/** Patterns of the settings are those of the application that uses the chain. */
function withSettings(world: World, module: string, mine: Mine): Mine {
  const matchersOf = (matchers: readonly Matcher[]): Matcher[] =>
    matchers.flatMap((matcher): readonly Matcher[] => {
      if (matcher.kind === 'not') return [{ kind: 'not', of: matchersOf(matcher.of) }];
      if (matcher.kind === 'all') return [{ kind: 'all', of: matcher.of.map(matchersOf) }];
      if (matcher.kind !== 'setting') return [matcher];
      const value = world.properties.get(matcher.key, module);
      if (value === undefined) return [matcher];
      const method = matcher.method === undefined ? {} : { method: matcher.method };
      return value.split(',').map((pattern) => ({ kind: 'pattern', pattern: pattern.trim(), ...method }));
    });
  const chains = mine.chains.map((chain): Chain => ({
    ...chain,
    matchers: matchersOf(chain.matchers),
    rules: chain.rules.map((rule) => ({ ...rule, matchers: matchersOf(rule.matchers) })),
  }));
  return { ...mine, chains };
}
