import type { JudgedGuard } from '../../http/routing.ts';
import { everyClass } from '../classes.ts';
import { lastName } from '../code.ts';
import { scopeOf } from '../names.ts';
import { isUnknown, unknownPackage, unread } from '../packages.ts';
import { moduleOf } from '../properties.ts';
import type { World } from '../world.ts';
import type { Asked } from './context.ts';
import { lineAt } from '../../lines.ts';

interface Brought {
  readonly module: string;
  readonly guard: JudgedGuard;
}

/** Configuration of packages that may put a check before every handler where none of the target's own is read. */
export function packageGuards(
  world: World,
  isSecured: (near: string) => boolean,
): (asked: Asked) => readonly JudgedGuard[] {
  const found = [...imported(world), ...starters(world)];
  return ({ near }) =>
    isSecured(near)
      ? []
      : found.flatMap(({ module, guard }) =>
          module === moduleOf(near) || (module !== '' && near.startsWith(module)) ? [guard] : [],
        );
}

const about = /secur|auth|sso|login|gate|guard|token|permission/i;

/** `@Import(VendorSecurity.class)`, `@EnableVendorAuth`, and classes that configure security by what a package holds. */
const imported = (world: World): readonly Brought[] =>
  world
    .filesWith(/@Import\b|@Enable\w+/)
    .flatMap(({ classes }) => everyClass(classes))
    .flatMap((of) => {
      const scope = scopeOf(of);
      const enables = of.annotations.some(({ name }) => lastName(name) === 'EnableWebSecurity');
      const names = [
        ...of.annotations.flatMap(({ name, args }) =>
          lastName(name) === 'Import'
            ? args
                .flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]))
                .flatMap((value) => (value.kind === 'class' ? [value.type.name] : []))
            : lastName(name).startsWith('Enable')
              ? [name]
              : [],
        ),
        ...(enables ? of.supertypes.map(({ name }) => name) : []),
      ];
      return names
        .filter((name) => about.test(name) && unknownPackage(world, name, scope))
        .map((name) => ({
          module: moduleOf(of.file.path),
          guard: unread(lastName(name), of.file.path, of.line),
        }));
    });

const build = /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/;
const artifact =
  /<groupId>\s*([\w.-]+)\s*<\/groupId>\s*<artifactId>\s*([\w.-]+)\s*<\/artifactId>|["']([\w.-]+):([\w.-]+)(?::[^"'\n]*)?["']/g;
/** They do something only where code of the target asks them to, which is read. */
const known = /sa-token|shiro|justauth|jwt|keycloak|okta|captcha|mail|test/;

/** A starter that configures sign-ins by itself. */
const starters = (world: World): readonly Brought[] =>
  [...world.repository.files.values()].flatMap(({ path, text }) =>
    !build.test(path)
      ? []
      : [...text.matchAll(artifact)].flatMap((match): readonly Brought[] => {
          const [group = '', name = ''] = [match[1] ?? match[3], match[2] ?? match[4]];
          if (!/starter/.test(name) || !/(^|-)(security|auth|oauth2?|sso)(-|$)/.test(name)) return [];
          if (known.test(name) || !isUnknown(`${group}.x`) || isOwn(world, name)) return [];
          const guard = unread(name, path, lineAt(text, match.index));
          return [{ module: path.slice(0, path.lastIndexOf('/') + 1), guard }];
        }),
  );

/** A module of the repository itself. */
const isOwn = (world: World, name: string): boolean =>
  [...world.repository.files.values()].some(
    ({ path, text }) =>
      build.test(path) &&
      (path.includes(`${name}/`) || new RegExp(`</parent>[^]*?<artifactId>\\s*${name}\\s*<`).test(text)),
  );
