import { inFolder } from '../../file-paths.ts';
import type { TextFile } from '../../gather.ts';
import { instance } from '../calls.ts';
import type { PhpClass } from '../classes.ts';
import type { PhpCodebase } from '../codebase.ts';
import { kindNames, lineage, methodOf } from '../codebase.ts';
import { callMethod } from '../machine.ts';
import type { Machine } from '../machine.ts';

const loadsRoutes =
  /Route::|Facades\\Route\b|loadRoutesFrom|->group\(|->routes\(|mapRoutes|map\w*Routes|aliasMiddleware|pushMiddlewareToGroup|Broadcast::routes/;

/** Service providers that load routes are made and started as the framework does. */
export function runProviders(machine: Machine, folder: string, files: readonly TextFile[]): void {
  const listed = ['config/app.php', 'bootstrap/providers.php'].map(
    (path) => machine.codebase.repository.files.get(inFolder(folder, path))?.text ?? '',
  );
  for (const declared of providers(machine.codebase, files)) {
    if (isLeftOut(declared, listed.join('\n'))) continue;
    const self = instance(machine, declared.name, []);
    for (const name of ['register', 'boot', 'map']) {
      const method = methodOf(machine.codebase, declared, name);
      if (method !== undefined) callMethod(machine, method, [], self);
    }
  }
}

/** The list of providers names it in comments only. */
function isLeftOut({ name }: PhpClass, listed: string): boolean {
  const named = `${name}::class`;
  return listed.includes(named) && !listed.replaceAll(/^\s*(\/\/|#|\/?\*).*$/gm, '').includes(named);
}

/** The framework's class may be imported by another name, and what loads routes may stand in a parent of their own. */
function providers(codebase: PhpCodebase, files: readonly TextFile[]): readonly PhpClass[] {
  return files
    .filter(({ text }) => /\bextends\s/.test(text) && /Provider\b/.test(text))
    .flatMap(({ path }) => [...(codebase.file(path)?.classes.values() ?? [])])
    .filter(
      (declared) =>
        declared.kind === 'class' &&
        !declared.isAbstract &&
        kindNames(codebase, declared).some((name) => name.endsWith('ServiceProvider')) &&
        lineage(codebase, declared).some(({ file }) =>
          loadsRoutes.test(codebase.repository.files.get(file.path)?.text ?? ''),
        ),
    );
}
