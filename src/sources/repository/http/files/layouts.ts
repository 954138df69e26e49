import type { Value } from '../../javascript/value.ts';
import type { Given } from '../routing.ts';
import type { FileContext } from './file-app.ts';
import { exportedHandler } from './handlers.ts';

const givenOf = (value: Value, site: Given['site'], written: string): Given => ({
  value,
  site,
  conditional: false,
  written,
});

/** What files of layouts load, the outermost first. */
export const loadsOf = (
  context: FileContext,
  files: readonly string[],
  name: 'load' | 'loader',
): readonly Given[] =>
  files.flatMap((path) => {
    const load = exportedHandler(context, path, name);
    return load === undefined ? [] : [givenOf(load.value, load.site, `layout ${name}`)];
  });

/** `export const middleware = [...]` of React Router: it runs for every request to the route or to one below it. */
export const middlewaresOf = (context: FileContext, files: readonly string[]): readonly Given[] =>
  files.flatMap((path) =>
    ['middleware', 'unstable_middleware'].flatMap((name) => {
      const exported = exportedHandler(context, path, name);
      if (exported === undefined) return [];
      const { value, site } = exported;
      const items = value.kind === 'array' ? value.items : [value];
      return items.map((item) => givenOf(item, site, 'middleware'));
    }),
  );
