import { parseJson } from '../../json.ts';
import { lineAt } from '../../lines.ts';
import type { Ecosystem } from './dependency.ts';
import { byPath, nearest } from './dependency.ts';

const manifest = /(^|\/)composer\.json$/;

/** composer.json, with exact versions from composer.lock. */
export const composer: Ecosystem = {
  runtime: 'PHP',
  image: /^(php|frankenphp|php-fpm|php-nginx|serversideup\/php)$/,
  dependencies: (files) => {
    const all = byPath(files);
    return files.flatMap(({ path, text }) => {
      if (!manifest.test(path)) return [];
      const locked = lockedVersions(nearest(all, path, ['composer.lock'])?.text ?? '');
      return parseJson(text)
        .at('require')
        .entries()
        .flatMap(([name, range]) => {
          const asked = range.text();
          if (!name.includes('/') || asked === undefined) return [];
          return [{ name, version: locked.get(name) ?? asked, file: path, line: lineOf(text, name) }];
        });
    });
  },
  runtimeVersions: (files) =>
    files.flatMap(({ path, text }) => {
      if (/(^|\/)\.php-version$/.test(path)) return [{ version: text.trim(), file: path, line: 1 }];
      if (!manifest.test(path)) return [];
      const version = parseJson(text).at('require').at('php').text();
      return version === undefined ? [] : [{ version, file: path, line: lineOf(text, 'php') }];
    }),
};

const lineOf = (text: string, key: string): number => lineAt(text, Math.max(text.indexOf(`"${key}"`), 0));

function lockedVersions(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const item of parseJson(text).at('packages').items()) {
    const name = item.at('name').text();
    const version = item.at('version').text();
    if (name !== undefined && version !== undefined) found.set(name, version.replace(/^v(?=\d)/, ''));
  }
  return found;
}
