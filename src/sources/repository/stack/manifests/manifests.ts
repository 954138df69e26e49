import type { Technology } from '../../../../model/architecture.ts';
import type { Origin } from '../../../../model/origin.ts';
import { baseImage, isDockerfile } from '../../deployment/dockerfile.ts';
import { tagOf } from '../../deployment/facts.ts';
import type { Repository, TextFile } from '../../gather.ts';
import { isTestFile } from '../../javascript/tests.ts';
import { supportEndOf } from '../support.ts';
import { bundler } from './bundler.ts';
import { composer } from './composer.ts';
import type { Ecosystem } from './dependency.ts';
import { go } from './go.ts';
import { jvm } from './jvm.ts';
import { nuget } from './nuget.ts';
import { python } from './python.ts';
import { technologiesOf } from './technologies.ts';

const ecosystems: readonly Ecosystem[] = [composer, python, jvm, go, bundler, nuget];

const languages: readonly (readonly [ending: RegExp, name: string, runtime: string])[] = [
  [/\.php$/, 'PHP', 'PHP'],
  [/\.py$/, 'Python', 'Python'],
  [/\.java$/, 'Java', 'Java'],
  [/\.kt$/, 'Kotlin', 'Java'],
  [/\.go$/, 'Go', 'Go'],
  [/\.rb$/, 'Ruby', 'Ruby'],
  [/\.cs$/, 'C#', '.NET'],
];

/** Fewer files of a language than this share of the largest are scripts beside the backend, per hundred. */
const least = 5;

/** Languages other than JavaScript that the backend is written in, their runtimes, and what their manifests ask for. */
export function technologiesOfLanguages(repository: Repository): readonly Technology[] {
  const files = [...repository.files.values()].filter(({ path }) => !isTestFile(path, []));
  const written = languages
    .map(([ending, name, runtime]) => ({
      name,
      runtime,
      files: files.filter(({ path }) => ending.test(path)),
    }))
    .filter(({ files: own }) => own.length > 0);
  const most = Math.max(...written.map((each) => each.files.length), 0);
  const backend = written.filter((each) => each.files.length * 100 >= most * least);
  const runtimes = new Set(backend.map(({ runtime }) => runtime));
  return [
    ...backend.flatMap(({ name, files: own }): readonly Technology[] => {
      // Settings of tools have a dot in front.
      const first = own.find(({ path }) => !/(^|\/)\./.test(path)) ?? own[0];
      return first === undefined ? [] : [{ name, role: 'language', origin: readAt(first.path, 1) }];
    }),
    ...ecosystems
      .filter(({ runtime }) => runtimes.has(runtime))
      .flatMap((ecosystem) => [...runtimeOf(ecosystem, files), ...packagesOf(ecosystem, files)]),
  ];
}

const readAt = (file: string, line: number): Origin => ({ kind: 'read', file, line });

/** What an image is built on says most, then what the manifests nearest to the root ask for. */
function runtimeOf(
  { runtime, image, runtimeVersions }: Ecosystem,
  files: readonly TextFile[],
): readonly Technology[] {
  const depth = ({ path }: TextFile): number => path.split('/').length;
  const byDepth = files.toSorted((a, b) => depth(a) - depth(b));
  const said = [...byDepth.flatMap((file) => fromImage(file, image)), ...runtimeVersions(byDepth)][0];
  if (said === undefined) return [];
  const { version, file, line } = said;
  const end = supportEndOf(runtime, version);
  return [
    {
      name: runtime,
      role: 'runtime',
      version,
      ...(end === undefined ? {} : { supportEnd: end }),
      origin: readAt(file, line),
    },
  ];
}

function fromImage({ path, text }: TextFile, image: RegExp) {
  const base = isDockerfile(path) ? baseImage(text) : undefined;
  if (base === undefined) return [];
  // Two parts of a name tell the official images of .NET from others.
  const name = base.image.replace(/[:@].*$/, '').split('/');
  const version = /^\d[\d.]*/.exec(tagOf(base.image))?.[0];
  const isOfficial = image.test(name.slice(-1).join('/')) || image.test(name.slice(-2).join('/'));
  return isOfficial && version !== undefined ? [{ version, file: path, line: base.line }] : [];
}

function packagesOf({ runtime, dependencies }: Ecosystem, files: readonly TextFile[]): readonly Technology[] {
  const known = technologiesOf(runtime);
  return dependencies(files).flatMap(({ name, version, file, line }) => {
    const technology = known.get(name);
    if (technology === undefined) return [];
    // A driver's version says nothing of the server behind it.
    const isServer = ['database', 'cache', 'broker', 'search'].includes(technology.role);
    const end = version === undefined || isServer ? undefined : supportEndOf(technology.name, version);
    return [
      {
        ...technology,
        ...(version === undefined || isServer ? {} : { version }),
        ...(end === undefined ? {} : { supportEnd: end }),
        origin: readAt(file, line),
      },
    ];
  });
}
