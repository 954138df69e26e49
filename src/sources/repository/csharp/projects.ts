import { folderOf, joinPath } from '../file-paths.ts';
import type { Repository } from '../gather.ts';

/** A .NET project: the folder of a `.csproj` with everything below it that is no other project's. */
export interface Project {
  /** Path of the project file; '' for code without one. */
  readonly path: string;
  readonly folder: string;
  readonly isTest: boolean;
  /** Folders of the projects it refers to. */
  readonly refersTo: readonly string[];
}

export interface Projects {
  readonly of: (path: string) => Project;
  /** The project itself and everything it refers to, over any number of steps. */
  readonly reach: (project: Project) => ReadonlySet<string>;
}

const testPackage =
  /Include="(xunit|nunit|MSTest|Microsoft\.NET\.Test\.Sdk|Moq|NSubstitute|FluentAssertions|bunit|BenchmarkDotNet|Shouldly|TUnit)|<IsTestProject>\s*true|MSTest\.Sdk/i;

/** A web application into which somebody put the runner of tests, without any library to write them with. */
const isWebWithRunner = (text: string): boolean =>
  /Sdk="Microsoft\.NET\.Sdk\.Web"/.test(text) &&
  !testPackage.test(text.replaceAll(/Include="Microsoft\.NET\.Test\.Sdk"/gi, ''));

const none: Project = { path: '', folder: '', isTest: false, refersTo: [] };

export function readProjects(repository: Repository): Projects {
  const byFolder = new Map<string, Project>();
  for (const { path, text } of repository.files.values()) {
    if (!path.endsWith('.csproj')) continue;
    const folder = folderOf(path);
    const refersTo = [...text.matchAll(/<ProjectReference\s+Include="([^"]{1,400})"/g)].map((match) =>
      folderOf(joinPath(folder, (match[1] ?? '').replaceAll('\\', '/'))),
    );
    byFolder.set(folder, {
      path,
      folder,
      isTest: testPackage.test(text) && !isWebWithRunner(text),
      refersTo,
    });
  }
  const known = new Map<string, Project>();
  const of = (path: string): Project => {
    const folder = folderOf(path);
    const found = known.get(folder) ?? nearest(byFolder, folder);
    known.set(folder, found);
    return found;
  };
  return { of, reach: (project) => reachOf(byFolder, project) };
}

function nearest(byFolder: ReadonlyMap<string, Project>, folder: string): Project {
  for (let at = folder; ; at = folderOf(at)) {
    const found = byFolder.get(at);
    if (found !== undefined) return found;
    if (at === '') return none;
  }
}

function reachOf(byFolder: ReadonlyMap<string, Project>, project: Project): ReadonlySet<string> {
  const reached = new Set<string>([project.folder]);
  const open = [project];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const folder of next.refersTo) {
      const other = byFolder.get(folder);
      if (other === undefined || reached.has(folder)) continue;
      reached.add(folder);
      open.push(other);
    }
  return reached;
}
