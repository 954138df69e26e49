import type { Codebase } from '../javascript/codebase.ts';
import type { Route } from './routing.ts';

const named =
  /\.(template|tmpl|tpl|hbs|handlebars|ejs|mustache|njk|liquid)\.[cm]?[jt]sx?$|(^|\/)[^/]*__\w+__[^/]*\.[cm]?[jt]sx?$/;
const inPath = /__[A-Z][A-Z_]*__|\{\{|<%|\$\{/;
const inName = /__[a-zA-Z]\w*?__|\$\w+\$/;

/**
 * Routes without those of the templates that a code generator fills in: the file is named as one, or names of a class
 * and paths hold what is to be replaced, and no code loads it. What is written there is served nowhere.
 */
export function withoutTemplates(routes: readonly Route[], codebase: Codebase): readonly Route[] {
  const templates = new Set<string>();
  for (const { site, path, handlers } of routes)
    if (named.test(site.origin.file) || inPath.test(path.text) || handlers.some(isPlaceholder))
      templates.add(site.origin.file);
  if (templates.size === 0) return routes;
  const loaded = new Set(
    [...codebase.files.values()].flatMap(({ path, test, imports }) =>
      test || templates.has(path) || named.test(path)
        ? []
        : imports.flatMap(({ resolved }) => (resolved.kind === 'file' ? [resolved.path] : [])),
    ),
  );
  return routes.filter(({ site: { origin } }) => !templates.has(origin.file) || loaded.has(origin.file));
}

const isPlaceholder = ({ value }: Route['handlers'][number]): boolean =>
  value.kind === 'function' && value.name !== undefined && inName.test(value.name);
