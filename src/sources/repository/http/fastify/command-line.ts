import { folderOf, joinPath } from '../../file-paths.ts';
import type { Machine } from '../../javascript/machine.ts';
import { siteOf } from '../../javascript/machine.ts';
import { objectOf } from '../../javascript/value.ts';
import { parseJson } from '../../json.ts';
import type { FastifyWorld } from './fastify.ts';
import { load } from './instance.ts';

/** Applications that `fastify start app.js` makes: the file's default export is a plugin of the root instance. */
export function startedApplications(machine: Machine, world: FastifyWorld): void {
  for (const path of startedFiles(machine)) {
    const file = machine.codebase.tree(path);
    if (file === undefined) continue;
    machine.runModule(path);
    const plugin = machine.exported(path, 'default');
    if (plugin.kind !== 'function') continue;
    const site = siteOf(file, file.program);
    const instance = world.instance(site, false);
    machine.call(plugin, [instance.host, objectOf([], 0, true)], site);
    load(instance);
  }
}

/** Files named in the scripts of package.json; a built file stands for its source. */
function startedFiles(machine: Machine): readonly string[] {
  const { repository } = machine.codebase;
  const found = new Set<string>();
  for (const [path, { text }] of repository.files) {
    if (!/(^|\/)package\.json$/.test(path) || !text.includes('fastify start')) continue;
    for (const [, script] of parseJson(text).at('scripts').entries())
      for (const [, , name = ''] of (script.text() ?? '').matchAll(
        /fastify start\b([^;&|]*?)\s([\w./-]+\.[cm]?[jt]s)\b/g,
      )) {
        const file = [
          name,
          name.replace(/^(\.\/)?(dist|build)\//, 'src/').replace(/\.([cm]?)js$/, '.$1ts'),
          name.replace(/^(\.\/)?(dist|build)\//, '').replace(/\.([cm]?)js$/, '.$1ts'),
        ]
          .map((each) => joinPath(folderOf(path), each))
          .find((each) => repository.files.has(each));
        if (file !== undefined) found.add(file);
      }
  }
  return [...found];
}
