import type { TextFile } from '../../gather.ts';
import { parseJson } from '../../json.ts';
import { lineAt } from '../../lines.ts';
import type { Dependency, Ecosystem } from './dependency.ts';
import { byPath, nearest } from './dependency.ts';

const requirements = /(^|\/)requirements([\w.-]*)\.txt$|(^|\/)requirements\/[\w.-]+\.txt$/;
const manifest = /(^|\/)(pyproject\.toml|Pipfile|setup\.cfg|setup\.py)$/;
const locks = ['uv.lock', 'poetry.lock', 'Pipfile.lock'];

/** requirements.txt, pyproject.toml, Pipfile and setup files, with exact versions from the lock files of uv, Poetry and pipenv. */
export const python: Ecosystem = {
  runtime: 'Python',
  image: /^python$/,
  dependencies: (files) => {
    const all = byPath(files);
    return files.flatMap((file) => {
      if (!requirements.test(file.path) && !manifest.test(file.path)) return [];
      if (/(dev|test|lint|doc)[\w-]*\.txt$/i.test(file.path)) return [];
      const locked = lockedVersions(nearest(all, file.path, locks));
      return dependenciesIn(file).map((each) => {
        const version = locked.get(each.name) ?? each.version;
        return { ...each, ...(version === undefined ? {} : { version }) };
      });
    });
  },
  runtimeVersions: (files) =>
    files.flatMap(({ path, text }) => {
      if (/(^|\/)(\.python-version|runtime\.txt)$/.test(path)) {
        const version = /\d+(\.\d+)+/.exec(text)?.[0];
        return version === undefined ? [] : [{ version, file: path, line: 1 }];
      }
      const asked =
        /^\s*(?:requires-python|python_requires|python_version|python)\s*=\s*["']?([^"'\n#]+?)["']?\s*,?\s*$/m.exec(
          manifest.test(path) ? text : '',
        );
      return asked === null
        ? []
        : [
            {
              version: (asked[1] ?? '').trim(),
              file: path,
              line: lineAt(text, asked.index + asked[0].search(/\S/)),
            },
          ];
    }),
};

/** A requirement as PEP 508 writes it: a name, extras, a range, a marker. */
const requirement =
  /^([A-Za-z][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?:\(?((?:[=<>!~]=?=?\s*[\w.*+!-]+\s*,?\s*)+)\)?)?/;

function dependenciesIn(file: TextFile): readonly Dependency[] {
  const found: Dependency[] = [];
  let part = requirements.test(file.path) ? 'list' : '';
  for (const [index, line] of file.text.split('\n').entries()) {
    const heading = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (heading !== undefined) part = partOf(heading);
    else if (/^\s*(dependencies|install_requires)\s*=/.test(line) && part !== 'table') part = 'list';
    else if (part === 'list' && /^\s*[\w-]+\s*=(?!=)/.test(line)) part = '';
    const text =
      part === 'table'
        ? line.replace(/^([\w.-]+)\s*=\s*(?:\{.*?version\s*=\s*)?["']([^"']*)["'].*/, '$1 $2')
        : part === 'list'
          ? line.replace(/^\s*(dependencies|install_requires)\s*=\s*\[?/, '')
          : '';
    for (const each of text.split(/["'],\s*["']/)) {
      const match = requirement.exec(each.trim().replace(/^["']/, ''));
      if (match === null) continue;
      const [whole, name = '', range] = match;
      const asked = range?.trim() ?? /^\S+\s+([\^~]?\d[\w.*]*)/.exec(each.trim())?.[1];
      const version = asked?.replace(/^==\s*/, '').replace(/,$/, '');
      if (whole !== '')
        found.push({
          name: canonical(name),
          ...(version === undefined || version === '' ? {} : { version }),
          file: file.path,
          line: index + 1,
        });
    }
    if (part === 'list' && !requirements.test(file.path) && /\]\s*,?\s*$/.test(line)) part = '';
  }
  return found;
}

const partOf = (heading: string): string =>
  /^(tool\.poetry\.dependencies|packages)$/.test(heading) ? 'table' : heading === 'options' ? 'options' : '';

/** Names differ in letter case, dots and underscores only by taste (PEP 503). */
const canonical = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');

function lockedVersions(file: TextFile | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (file === undefined) return found;
  if (file.path.endsWith('Pipfile.lock'))
    for (const [name, entry] of parseJson(file.text).at('default').entries()) {
      const version = entry.at('version').text();
      if (version !== undefined) found.set(canonical(name), version.replace(/^==/, ''));
    }
  else
    for (const match of file.text.matchAll(/^name = "([^"\n]+)"\nversion = "([^"\n]+)"/gm))
      found.set(canonical(match[1] ?? ''), match[2] ?? '');
  return found;
}
