import type { DeclaredRoute } from '../http/declared.ts';
import { methodBody } from './body.ts';
import type { PhpBody } from './body.ts';
import type { PhpCodebase } from './codebase.ts';
import { judged } from './guards.ts';
import { createMachine, runFile } from './machine.ts';
import { methodsNamed } from './methods.ts';
import { methodsOfBody } from './methods-of-body.ts';
import { bracePath } from './paths.ts';
import { toDeclared } from './route.ts';
import { symfonyDialect } from './symfony/parameters.ts';
import { entryOf, originAt, textOf, textsOf } from './value.ts';

/** Where each section of a bundle's routes is mounted, and whether its firewall asks for a user. */
const sections: readonly (readonly [name: string, prefix: string, guarded: boolean])[] = [
  ['main', '', true],
  ['public', '', false],
  ['api', '/api', true],
  ['catchall', '', false],
];

/** Routes of Mautic's bundles: the lists in `Config/config.php`. */
export function mauticRoutes(codebase: PhpCodebase): readonly DeclaredRoute[] {
  const files = codebase.sources.filter(
    ({ path, text }) =>
      /(^|\/)Config\/config\.php$/.test(path) &&
      /['"]routes['"]\s*=>/.test(text) &&
      /['"](main|public|api|catchall)['"]\s*=>/.test(text),
  );
  if (files.length === 0) return [];
  const machine = createMachine(codebase, {});
  return files.flatMap(({ path }) => {
    const routes = entryOf(runFile(machine, path), 'routes');
    return sections.flatMap(([section, prefix, guarded]) => {
      const list = entryOf(routes, section);
      return (list?.kind === 'array' ? list.entries : []).flatMap(
        ({ value, node }): readonly DeclaredRoute[] => {
          const written = textOf(entryOf(value, 'path'));
          if (written === undefined) return [];
          const body = handlerOf(codebase, textOf(entryOf(value, 'controller')));
          const methods = methodsNamed([
            ...textsOf(entryOf(value, 'method')),
            ...textsOf(entryOf(value, 'methods')),
          ]);
          const origin = originAt(path, node);
          return toDeclared(codebase, symfonyDialect, {
            technology: 'mautic',
            methods: methods.length > 0 ? methods : methodsOfBody(codebase, body, symfonyDialect),
            path: { text: `${prefix}${bracePath(written)}`, resolved: true },
            body,
            guards: guarded ? [judged(`firewall of ${section}`, 'authentication', origin)] : [],
            origin,
          });
        },
      );
    });
  });
}

function handlerOf(codebase: PhpCodebase, written: string | undefined): PhpBody | undefined {
  const [owner, method = '__invoke'] = written?.split('::') ?? [];
  return methodBody(codebase, owner?.replace(/^\\/, ''), method);
}
