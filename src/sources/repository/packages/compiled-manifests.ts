import type { TextFile } from '../gather.ts';
import { lineAt } from '../lines.ts';
import type { Installed } from './installed.ts';

/** `require` of a go.mod: the version it names is the lowest that is built, and a `replace` makes it unknown. */
export function goModule({ text }: TextFile): readonly Installed[] {
  const replaced = new Set(
    [...text.matchAll(/^(?:replace)?\s*(\S+)(?:\s+v\S+)?\s+=>/gm)].map(([, name = '']) => name),
  );
  return text.split('\n').flatMap((line, at) => {
    const [, path, version, rest = ''] =
      /^\s*(?:require\s+)?([\w.-]+\.[\w.-]+\/\S+)\s+(v\d\S*)(.*)$/.exec(line) ?? [];
    if (path === undefined || version === undefined || replaced.has(path) || rest.includes('=>')) return [];
    return [
      {
        ecosystem: 'go',
        name: path.replace(/\/v\d+$/, ''),
        version: version.replace(/\+incompatible$/, ''),
        direct: !rest.includes('// indirect'),
        development: false,
        line: at + 1,
      } as const,
    ];
  });
}

/** Dependencies with a version that the same pom.xml gives; what a parent or a list of others gives is not known. */
export function mavenProject({ text }: TextFile): readonly Installed[] {
  const properties = new Map(
    [...text.matchAll(/<([\w.-]+)>\s*([\w.+-]+)\s*<\/\1>/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  return [...text.matchAll(/<dependency>([\s\S]*?)<\/dependency>/g)].flatMap((match) => {
    const [, body = ''] = match;
    const part = (name: string): string | undefined =>
      new RegExp(`<${name}>\\s*([^<\\s]+)\\s*</${name}>`).exec(body)?.[1];
    const [group, artifact, written] = [part('groupId'), part('artifactId'), part('version')];
    const version = written?.replace(/^\$\{([\w.-]+)\}$/, (_, name: string) => properties.get(name) ?? '');
    if (group === undefined || artifact === undefined || version === undefined || version === '') return [];
    return [
      {
        ecosystem: 'maven',
        name: `${group}:${artifact}`,
        version,
        direct: true,
        development: part('scope') === 'test',
        line: lineAt(text, match.index),
      } as const,
    ];
  });
}

/** `implementation 'group:artifact:1.2.3'`. */
export const gradleBuild = ({ text }: TextFile): readonly Installed[] =>
  text.split('\n').flatMap((line, at) => {
    const [, configuration = '', name, version] =
      /^\s*(\w+)[\s(]+["']([\w.-]+:[\w.-]+):(\d[\w.-]*)["']/.exec(line) ?? [];
    return name === undefined || version === undefined
      ? []
      : [
          {
            ecosystem: 'maven',
            name,
            version,
            direct: true,
            development: /test/i.test(configuration),
            line: at + 1,
          } as const,
        ];
  });

/** `<PackageReference Include="…" Version="…" />`, also where versions stand in one place. */
export const dotnetProject = ({ text }: TextFile): readonly Installed[] =>
  [...text.matchAll(/<Package(?:Reference|Version)\s[^>]*?Include="([^"]+)"[^>]*?Version="([^"]+)"/g)].map(
    (match) => ({
      ecosystem: 'nuget',
      name: match[1] ?? '',
      version: match[2] ?? '',
      direct: true,
      development: false,
      line: lineAt(text, match.index),
    }),
  );
