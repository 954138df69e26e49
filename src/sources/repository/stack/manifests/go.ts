import { lineAt } from '../../lines.ts';
import type { Ecosystem } from './dependency.ts';

const manifest = /(^|\/)go\.mod$/;

/** go.mod: versions are exact; what is only needed by others is left out. */
export const go: Ecosystem = {
  runtime: 'Go',
  image: /^golang$/,
  dependencies: (files) =>
    files.flatMap(({ path, text }) =>
      manifest.test(path)
        ? [
            ...text.matchAll(
              /^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+v(\S+)(?!.*\/\/ indirect)[^\n]*$/gm,
            ),
          ].map((match) => ({
            name: (match[1] ?? '').replace(/\/v\d+$/, ''),
            version: match[2] ?? '',
            file: path,
            line: lineAt(text, match.index + match[0].search(/\S/)),
          }))
        : [],
    ),
  runtimeVersions: (files) =>
    files.flatMap(({ path, text }) => {
      const match = manifest.test(path) ? /^go\s+(\d[\w.]*)/m.exec(text) : null;
      return match === null ? [] : [{ version: match[1] ?? '', file: path, line: lineAt(text, match.index) }];
    }),
};
