import { folderOf } from '../file-paths.ts';
import type { Repository, TextFile } from '../gather.ts';
import { parseJson } from '../json.ts';
import { lineAt } from '../lines.ts';
import type { Installed } from './installed.ts';

/** `composer.lock`, with what the composer.json beside it asks for. */
export function composerLock({ files }: Repository, { path, text }: TextFile): readonly Installed[] {
  const folder = folderOf(path);
  const manifest = parseJson(
    files.get(folder === '' ? 'composer.json' : `${folder}/composer.json`)?.text ?? '',
  );
  const asked = new Set(
    ['require', 'require-dev'].flatMap((key) =>
      manifest
        .at(key)
        .entries()
        .map(([name]) => name),
    ),
  );
  const json = parseJson(text);
  return ['packages', 'packages-dev'].flatMap((key) =>
    json
      .at(key)
      .items()
      .flatMap((entry) => {
        const [name, version] = [entry.at('name').text(), entry.at('version').text()];
        if (name === undefined || version === undefined) return [];
        const line = lineAt(text, Math.max(text.indexOf(`"name": "${name}"`), 0));
        const direct = manifest.exists ? { direct: asked.has(name) } : {};
        return [
          {
            ecosystem: 'composer',
            name,
            version,
            ...direct,
            development: key === 'packages-dev',
            line,
          } as const,
        ];
      }),
  );
}

/** Names of Python packages are compared in lower case with dashes (PEP 503). */
const pythonName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

/** `poetry.lock` and `uv.lock`: neither says what is asked for. */
export function pythonLock({ text }: TextFile): readonly Installed[] {
  const found: Installed[] = [];
  for (const match of text.matchAll(
    /^\[\[package\]\]\nname = "([^"\n]+)"\nversion = "([^"\n]+)"((?:\n\w.*)*)/gm,
  )) {
    const [, name = '', version = '', rest = ''] = match;
    found.push({
      ecosystem: 'pypi',
      name: pythonName(name),
      version,
      development: /^category = "dev"/m.test(rest),
      line: lineAt(text, match.index) + 2,
    });
  }
  return found;
}

export const pipenvLock = ({ text }: TextFile): readonly Installed[] =>
  ['default', 'develop'].flatMap((part) =>
    parseJson(text)
      .at(part)
      .entries()
      .flatMap(([name, entry]) => {
        const version = /^==(.+)$/.exec(entry.at('version').text() ?? '')?.[1];
        if (version === undefined) return [];
        const line = lineAt(text, Math.max(text.indexOf(`"${name}": {`), 0));
        return [
          {
            ecosystem: 'pypi',
            name: pythonName(name),
            version,
            development: part === 'develop',
            line,
          } as const,
        ];
      }),
  );

/** `name==1.2.3`; a file that a tool made of another names what others bring as well. */
export const requirements = ({ path, text }: TextFile): readonly Installed[] =>
  text.split('\n').flatMap((line, at) => {
    const [, name, version] = /^\s*([A-Za-z][\w.-]*)(?:\[[^\]]*\])?\s*==\s*([\w.]+)/.exec(line) ?? [];
    if (name === undefined || version === undefined) return [];
    const direct = text.includes('# via') || text.includes('--hash') ? {} : { direct: true };
    const development = /dev|test|lint|docs/i.test(path.split('/').at(-1) ?? '');
    return [
      { ecosystem: 'pypi', name: pythonName(name), version, ...direct, development, line: at + 1 } as const,
    ];
  });

/** Specifications stand four blanks in, what the Gemfile asks for below DEPENDENCIES. */
export function bundlerLock({ text }: TextFile): readonly Installed[] {
  const asked = new Set(
    [...(text.split(/^DEPENDENCIES$/m)[1] ?? '').matchAll(/^ {2}([\w.-]+)/gm)].map(([, name = '']) => name),
  );
  // Rails brings the parts of itself.
  const isAsked = (name: string): boolean =>
    asked.has(name) || (asked.has('rails') && /^(actionpack|activerecord)$/.test(name));
  return text.split('\n').flatMap((line, at) => {
    const [, name, version] = /^ {4}([\w.-]+) \((\d[\w.]*)(?:-[\w-]+)?\)$/.exec(line) ?? [];
    return name === undefined || version === undefined
      ? []
      : [
          {
            ecosystem: 'rubygems',
            name,
            version,
            direct: isAsked(name),
            development: false,
            line: at + 1,
          } as const,
        ];
  });
}
