import { blanked, lineAt } from '../../lines.ts';
import type { Ecosystem } from './dependency.ts';
import { byPath, nearest } from './dependency.ts';

const manifest = /(^|\/)Gemfile$/;

/** Gemfile, with exact versions from Gemfile.lock; groups for tests and development are left out. */
export const bundler: Ecosystem = {
  runtime: 'Ruby',
  image: /^ruby$/,
  dependencies: (files) => {
    const all = byPath(files);
    return files.flatMap(({ path, text }) => {
      if (!manifest.test(path)) return [];
      const lock = nearest(all, path, ['Gemfile.lock'])?.text ?? '';
      const locked = new Map(
        [...lock.matchAll(/^ {4}([\w.-]+) \(([^)\s]+)\)/gm)].map(([, name = '', at = '']) => [name, at]),
      );
      const running = blanked(text, /^group\b.*:(?:test|development)\b(?:[\s\S]*?^end|[\s\S]*)/gm);
      return [...running.matchAll(/^\s*gem[ (]+["']([\w.-]+)["'](?:\s*,\s*["']([^"']+)["'])?/gm)].map(
        (match) => {
          const name = match[1] ?? '';
          const version = locked.get(name) ?? match[2];
          const line = lineAt(text, match.index + match[0].search(/\S/));
          return { name, ...(version === undefined ? {} : { version }), file: path, line };
        },
      );
    });
  },
  runtimeVersions: (files) =>
    files.flatMap(({ path, text }) => {
      if (/(^|\/)\.ruby-version$/.test(path))
        return [{ version: text.trim().replace(/^ruby-/, ''), file: path, line: 1 }];
      const match = manifest.test(path) ? /^\s*ruby[ (]+["']([^"'\n]+)["']/m.exec(text) : null;
      return match === null
        ? []
        : [{ version: match[1] ?? '', file: path, line: lineAt(text, match.index + match[0].search(/\S/)) }];
    }),
};
