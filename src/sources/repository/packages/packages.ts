import type { ToldPackage } from '../../../model/package-advisory.ts';
import type { Facts } from '../../facts.ts';
import { compareText } from '../../order.ts';
import type { Repository, TextFile } from '../gather.ts';
import { onceFor } from '../once.ts';
import { advisoriesOf, listDate, successorOf } from './advisories.ts';
import { dotnetProject, goModule, gradleBuild, mavenProject } from './compiled-manifests.ts';
import type { Installed } from './installed.ts';
import { isOfBrowser, npmLock, pnpmLock, yarnLock } from './node-locks.ts';
import { bundlerLock, composerLock, pipenvLock, pythonLock, requirements } from './script-locks.ts';
import { compareReleases, rangeAround, releaseOf } from './versions.ts';

/** Packages whose exact version a lock or a manifest tells, and of which the list knows something. */
export function readPackages(repository: Repository): Facts {
  const files = [...repository.files.values()];
  const isImported = onceFor((part: string) =>
    files.some(({ path, text }) => path.endsWith('.go') && text.includes(`"${part}`)),
  );
  const packages = files
    .filter(({ path }) => !/(^|\/)(node_modules|vendor|tests?|spec|fixtures|testdata)\//.test(path))
    .flatMap((file) =>
      installedIn(repository, file).flatMap((installed) => told(installed, file.path, isImported)),
    );
  return { trust: { packages } };
}

function installedIn(repository: Repository, file: TextFile): readonly Installed[] {
  const name = file.path.slice(file.path.lastIndexOf('/') + 1);
  switch (name) {
    case 'package-lock.json':
    case 'npm-shrinkwrap.json':
    case 'yarn.lock':
    case 'pnpm-lock.yaml':
      if (isOfBrowser(repository, file.path)) return [];
      if (name === 'yarn.lock') return yarnLock(repository, file);
      return name === 'pnpm-lock.yaml' ? pnpmLock(repository, file) : npmLock(file);
    case 'composer.lock':
      return composerLock(repository, file);
    case 'poetry.lock':
    case 'uv.lock':
      return pythonLock(file);
    case 'Pipfile.lock':
      return pipenvLock(file);
    case 'Gemfile.lock':
      return bundlerLock(file);
    case 'go.mod':
      return goModule(file);
    case 'pom.xml':
      return mavenProject(file);
    default:
      if (/^requirements[\w.-]*\.txt$/.test(name)) return requirements(file);
      if (/\.gradle(\.kts)?$/.test(name)) return gradleBuild(file);
      return /\.csproj$|^Directory\.Packages\.props$/.test(name) ? dotnetProject(file) : [];
  }
}

function told(
  installed: Installed,
  file: string,
  isImported: (part: string) => boolean,
): readonly ToldPackage[] {
  const { ecosystem, name, version, direct, development, line } = installed;
  const hits = advisoriesOf(ecosystem, name, isImported).flatMap((advisory) => {
    const range = rangeAround(version, advisory.affected);
    return range === undefined ? [] : [{ advisory: { ...advisory, affected: [range] }, fixed: range[1] }];
  });
  const abandoned = direct === true ? successorOf(ecosystem, name) : undefined;
  if (hits.length === 0 && abandoned === undefined) return [];
  const fixed = hits
    .map((hit) => hit.fixed)
    .toSorted((a, b) => compareReleases(releaseOf(a) ?? [], releaseOf(b) ?? []) || compareText(a, b))
    .at(-1);
  return [
    {
      ecosystem,
      name,
      version,
      advisories: hits.map(({ advisory }) => advisory),
      ...(fixed === undefined || abandoned !== undefined || fixed === '999' ? {} : { fixed }),
      ...(abandoned === undefined ? {} : { abandoned }),
      ...(direct === undefined ? {} : { direct }),
      development,
      listed: listDate,
      origin: { kind: 'read', file, line },
    },
  ];
}
