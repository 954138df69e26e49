import { folderOf } from '../file-paths.ts';
import type { Container, Technology } from '../../../model/architecture.ts';
import type { DataModel } from '../../../model/data.ts';
import type { Facts } from '../../facts.ts';
import { compareText } from '../../order.ts';
import { imageName, tagOf } from '../deployment/facts.ts';
import type { Repository } from '../gather.ts';
import { isTestFile } from '../javascript/tests.ts';
import { parseJson } from '../json.ts';
import { prismaSchemas } from '../prisma/prisma.ts';
import { lockedVersions } from './locks.ts';
import { technologiesOfLanguages } from './manifests/manifests.ts';
import { runtimeOf } from './runtime.ts';
import { supportEndOf } from './support.ts';
import { engineNames, knownImages, knownPackages } from './technologies.ts';

/**
 * What the backend is made of. Versions are exact where a lock file or an image has them, else the range that
 * the manifest asks for. Ends of support only as far as `support.ts` knows them.
 */
export function readStack(repository: Repository, containers: readonly Container[]): Facts {
  const others = technologiesOfLanguages(repository);
  const isBase = ({ role }: Technology): boolean => role === 'language' || role === 'runtime';
  const found = [
    ...fromImages(containers),
    ...fromPackages(repository),
    ...fromPrisma(repository),
    ...others.filter((technology) => !isBase(technology)),
  ];
  const runtime = runtimeOf(repository);
  const stack = [
    ...languageOf(repository),
    ...(runtime === undefined ? [] : [runtime]),
    ...others.filter(isBase),
    ...oneForEachName(found),
  ];
  const engine = engineOf(repository, stack);
  const name = nameOf(repository);
  return {
    ...(name === undefined ? {} : { name }),
    stack,
    ...(engine === undefined ? {} : { data: { engine } }),
  };
}

/** The root's package name, unless it is a placeholder. */
function nameOf(repository: Repository): string | undefined {
  const name = parseJson(repository.files.get('package.json')?.text ?? '')
    .at('name')
    .text();
  return name === undefined || /^(root|monorepo|app|server|api)$/.test(name) ? undefined : name;
}

function fromPackages(repository: Repository): readonly Technology[] {
  const locked = lockedVersions(repository);
  const found: Technology[] = [];
  for (const { path, text } of repository.files.values()) {
    if (!/(^|\/)package\.json$/.test(path) || isTestFile(path, [])) continue;
    const json = parseJson(text);
    for (const part of ['dependencies', 'peerDependencies', 'devDependencies'])
      for (const [name, range] of json.at(part).entries()) {
        const known = knownPackages.get(name);
        const asked = range.text();
        if (known === undefined || asked === undefined) continue;
        if (part === 'devDependencies' && known.role !== 'other') continue;
        // A driver's version says nothing of the server behind it.
        const isServer = ['database', 'cache', 'broker', 'search'].includes(known.role);
        const version = isServer ? undefined : (locked(folderOf(path), name, asked) ?? asked);
        found.push({
          name: known.name,
          role: known.role,
          ...(version === undefined ? {} : { version }),
          origin: { kind: 'read', file: path, line: lineOfKey(text, name) },
        });
      }
  }
  return found;
}

const lineOfKey = (text: string, name: string): number =>
  text.slice(0, Math.max(text.indexOf(`"${name}"`), 0)).split('\n').length;

function fromImages(containers: readonly Container[]): readonly Technology[] {
  return containers.flatMap(({ technology, origin }) => {
    const known = knownImages.find(([pattern]) => pattern.test(imageName(technology)))?.[1];
    if (known === undefined) return [];
    const version = /^\d[\w.]*/.exec(tagOf(technology))?.[0];
    const end = version === undefined ? undefined : supportEndOf(known.name, version);
    return [
      {
        ...known,
        ...(version === undefined ? {} : { version }),
        ...(end === undefined ? {} : { supportEnd: end }),
        origin,
      },
    ];
  });
}

/** Prisma brings its own driver, so that the schema alone names the database. */
const fromPrisma = (repository: Repository): readonly Technology[] =>
  prismaSchemas(repository).schemas.flatMap(({ provider, origin }) => {
    const name = Object.entries(engineNames).find(([, engine]) => engine === provider)?.[0];
    return name === undefined ? [] : [{ name, role: 'database' as const, origin }];
  });

/** One entry for each technology: the one that has a version first. */
function oneForEachName(found: readonly Technology[]): readonly Technology[] {
  const kept = new Map<string, Technology>();
  for (const technology of found) {
    const before = kept.get(technology.name);
    if (before === undefined || (before.version === undefined && technology.version !== undefined))
      kept.set(technology.name, technology);
  }
  return [...kept.values()].toSorted((a, b) => compareText(a.role, b.role) || compareText(a.name, b.name));
}

function languageOf(repository: Repository): readonly Technology[] {
  const paths = [...repository.files.keys()];
  const typed = paths.find((path) => /\.[cm]?tsx?$/.test(path) && !isTestFile(path, []));
  const plain = paths.find((path) => /\.[cm]?jsx?$/.test(path) && !isTestFile(path, []));
  const first = typed ?? plain;
  if (first === undefined) return [];
  const manifest = repository.files.get('package.json')?.text ?? '';
  const json = parseJson(manifest);
  const range =
    json.at('devDependencies').at('typescript').text() ?? json.at('dependencies').at('typescript').text();
  const version =
    typed === undefined || range === undefined
      ? undefined
      : (lockedVersions(repository)('', 'typescript', range) ?? range);
  return [
    {
      name: typed === undefined ? 'JavaScript' : 'TypeScript',
      role: 'language',
      ...(version === undefined ? {} : { version }),
      origin: { kind: 'read', file: first, line: 1 },
    },
  ];
}

/** The main database: what a Prisma schema says, else the one driver or image there is, else what code configures. */
function engineOf(repository: Repository, stack: readonly Technology[]): DataModel['engine'] {
  const schema = prismaSchemas(repository).schemas.find(({ provider }) => provider !== 'unknown');
  const candidates = stack.filter(({ role, name }) => role === 'database' && engineNames[name] !== undefined);
  const version = (engine: string): string | undefined =>
    candidates.find(({ name }) => engineNames[name] === engine)?.version;
  const chosen =
    schema === undefined
      ? candidates.length > 1
        ? configured(repository, candidates)
        : candidates[0]
      : undefined;
  const name = schema?.provider ?? engineNames[chosen?.name ?? ''];
  const origin = schema?.origin ?? chosen?.origin;
  if (name === undefined || origin === undefined) return undefined;
  const known = version(name);
  return { name, ...(known === undefined ? {} : { version: known }), origin };
}

/** Where several drivers are installed: the one that most configurations of the code name. */
function configured(repository: Repository, candidates: readonly Technology[]): Technology | undefined {
  const counts = new Map<string, number>();
  const setting =
    /\b(?:client|dialect|type|provider)\s*:\s*['"](pg|postgres(?:ql)?|mysql2?|mariadb|mongodb|mssql|sqlite3?|better-sqlite3)['"]/g;
  for (const { path, text } of repository.files.values()) {
    if (!/\.[cm]?[jt]s$/.test(path) || isTestFile(path, []) || text.length > 200_000) continue;
    for (const [, word = ''] of text.matchAll(setting)) {
      const engine = word.startsWith('p')
        ? 'PostgreSQL'
        : (candidates.find(({ name }) => name.toLowerCase().startsWith(word.replace(/2$/, '').slice(0, 5)))
            ?.name ?? '');
      counts.set(engine, (counts.get(engine) ?? 0) + 1);
    }
  }
  const [best] = [...counts].toSorted(([a, x], [b, y]) => y - x || compareText(a, b));
  return candidates.find(({ name }) => name === best?.[0]);
}
