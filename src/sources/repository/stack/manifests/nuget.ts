import { lineAt } from '../../lines.ts';
import { readProjects } from '../../csharp/projects.ts';
import type { Ecosystem } from './dependency.ts';
import { byPath, nearest } from './dependency.ts';

const manifest = /\.csproj$/;

/** Project files, with versions that are kept in one place (Directory.Packages.props); projects for tests are left out. */
export const nuget: Ecosystem = {
  runtime: '.NET',
  image: /^dotnet\/(aspnet|sdk|runtime|runtime-deps)$/,
  dependencies: (files) => {
    const all = byPath(files);
    const projects = readProjects({ name: '', files: all, gaps: [] });
    return files.flatMap(({ path, text }) => {
      if (!manifest.test(path) || projects.of(path).isTest) return [];
      const central = new Map(
        [
          ...(nearest(all, path, ['Directory.Packages.props'])?.text ?? '').matchAll(
            /<PackageVersion\s+Include="([^"]+)"\s+Version="([^"]+)"/g,
          ),
        ].map(([, name = '', version = '']) => [name, version]),
      );
      const found = [
        ...text.matchAll(/<(?:Package|Framework)Reference\s+Include="([^"]+)"(?:\s+Version="([^"]+)")?/g),
      ];
      const web = /<Project\s+Sdk="(Microsoft\.NET\.Sdk\.Web)"/.exec(text);
      return [...found, ...(web === null ? [] : [web])].map((match) => {
        const name = match[1] ?? '';
        const version = match[2] ?? central.get(name);
        const known = version !== undefined && !version.includes('$(');
        return { name, ...(known ? { version } : {}), file: path, line: lineAt(text, match.index) };
      });
    });
  },
  runtimeVersions: (files) =>
    files.flatMap(({ path, text }) => {
      const match = /\.csproj$|(^|\/)Directory\.Build\.props$/.test(path)
        ? /<TargetFrameworks?>\s*net(?:coreapp)?(\d+\.\d+)/.exec(text)
        : null;
      return match === null ? [] : [{ version: match[1] ?? '', file: path, line: lineAt(text, match.index) }];
    }),
};
