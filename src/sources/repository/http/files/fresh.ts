import { folderOf, joinPath } from '../../file-paths.ts';
import type { Method } from '../../../../model/api.ts';
import type { Value } from '../../javascript/value.ts';
import { textOf } from '../../javascript/value.ts';
import type { Given, Route } from '../routing.ts';
import type { Convention, FileContext } from './file-app.ts';
import { filesBelow } from './file-app.ts';
import type { FileHandler } from './handlers.ts';
import { exportedHandler, verbs } from './handlers.ts';
import { routesOf } from './route.ts';
import { bracketPaths, withoutEnding } from './segments.ts';

/** Fresh: files below `routes` with a `handler`, a table of verbs or one function for all, and a page to show. */
export const fresh: Convention = {
  packages: /^(\$fresh|fresh|@fresh\/core)$/,
  config: /^deno\.jsonc?$|^fresh\.config\.ts$|^import_map\.json$/,
  configText: /\$fresh\/|@fresh\/core|fresh@|fresh\/server/,
  routes: (folder, context) => {
    const root = joinPath(folder, 'routes');
    const files = filesBelow(context, root).filter((path) => /\.[jt]sx?$/.test(path));
    return files.flatMap((path) => {
      const segments = withoutEnding(path.slice(root.length + 1)).split('/');
      if (segments.at(-1)?.startsWith('_') === true) return [];
      if (segments.at(-1) === 'index') segments.pop();
      const config = exportedHandler(context, path, 'config')?.value;
      const override =
        config?.kind === 'object' ? textOf(config.fields.get('routeOverride') ?? config) : undefined;
      const paths = override === undefined ? bracketPaths(segments) : [override];
      return routesOfFile(context, path, paths, middlewares(context, root, path));
    });
  },
};

function routesOfFile(
  context: FileContext,
  path: string,
  paths: readonly string[],
  before: readonly Given[],
): readonly Route[] {
  const exported = exportedHandler(context, path, 'handler') ?? exportedHandler(context, path, 'handlers');
  const page = exportedHandler(context, path, 'default');
  const own = exported === undefined ? [] : tableOf(exported);
  const shown = page !== undefined && !own.some(({ method }) => method === 'GET' || method === 'ANY');
  const all = [...own, ...(shown ? [{ method: 'GET' as const, handler: page }] : [])];
  return all.flatMap(({ method, handler }) =>
    routesOf(context, { technology: 'fresh', methods: [method], paths, handler, before }),
  );
}

interface Entry {
  readonly method: Method;
  readonly handler: FileHandler;
}

function tableOf(exported: FileHandler): readonly Entry[] {
  const { value, site } = exported;
  const table = value.kind === 'result' ? value.args.find(({ kind }) => kind === 'object') : value;
  if (table?.kind !== 'object') return [{ method: 'ANY', handler: exported }];
  return verbs.flatMap((method): readonly Entry[] => {
    const found = table.fields.get(method);
    return found === undefined
      ? []
      : [{ method, handler: { value: found, site: siteOfValue(found, site), wrappers: [] } }];
  });
}

const siteOfValue = (value: Value, site: FileHandler['site']): FileHandler['site'] =>
  value.kind === 'function' && value.file === site.file ? { ...site, node: value.node } : site;

/** `_middleware.ts` of the folder and of those above it. */
function middlewares(context: FileContext, root: string, path: string): readonly Given[] {
  const found: Given[] = [];
  for (let at = folderOf(path); at.length >= root.length; at = folderOf(at)) {
    const file = [`${at}/_middleware.ts`, `${at}/_middleware.js`].find((each) =>
      context.codebase.files.has(each),
    );
    const handler = file === undefined ? undefined : exportedHandler(context, file, 'handler');
    if (handler !== undefined) {
      const values = handler.value.kind === 'array' ? handler.value.items : [handler.value];
      found.unshift(
        ...values.map((value) => ({ value, site: handler.site, conditional: false, written: '_middleware' })),
      );
    }
    if (at === '') break;
  }
  return found;
}
