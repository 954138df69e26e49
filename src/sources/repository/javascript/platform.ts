import { folderOf, joinPath } from '../file-paths.ts';
import type { Codebase } from './codebase.ts';
import { collections } from './collections.ts';
import { callGlobal, globalStatic } from './globals.ts';
import { folderLoaders } from './folders.ts';
import { globs } from './globs.ts';
import type { LibraryModel } from './machine.ts';
import { inheritance } from './prototypes.ts';
import { settings } from './settings.ts';
import type { LibraryValue, Value } from './value.ts';
import { arrayOf, choice, native, primitive, textOf, unknown } from './value.ts';

/** What is known of the language's globals and of Node's own packages: paths, the environment, folder listings. */
export function platformLibraries(codebase: Codebase): readonly LibraryModel[] {
  return [
    globals,
    environment,
    settings,
    collections,
    inheritance,
    wrappers,
    paths,
    fileSystem(codebase),
    globs(codebase),
    folderLoaders(codebase),
  ];
}

const globals: LibraryModel = {
  packages: ['Object', 'Array', 'Promise', 'Map', 'Set', 'String', 'Reflect'].map((name) => `global:${name}`),
  member: (library, name, machine) =>
    library.path === '' ? globalStatic(machine, library.package.slice('global:'.length), name) : undefined,
  call: (library, args, _, machine) =>
    callGlobal(machine, library.package.slice('global:'.length), library.path, args),
};

const environment: LibraryModel = {
  packages: ['process'],
  member: (library, name) => {
    if (library.path === 'env')
      return unknown(`the environment variable ${name}`, {
        configured: true,
        ...(name === 'NODE_ENV' && { inProduction: 'production' }),
      });
    return library.path === '' && name === 'exit'
      ? native('exit', () => unknown('the process ends'))
      : undefined;
  },
  call: (library) => (library.path === 'cwd' ? primitive('/') : undefined),
};

/** These hand out another form of a function and do not call it. */
const wrappers: LibraryModel = {
  packages: ['util'],
  call: (callee, args, site) =>
    /^(default\.)?(promisify|callbackify|deprecate)$/.test(callee.path)
      ? { kind: 'result', callee, args, site }
      : undefined,
};

const paths: LibraryModel = {
  packages: ['path', 'path/posix', 'url'],
  call: (library, args) => {
    const name = library.path.replace(/^(posix|default)\./, '');
    const several = args.find((arg) => arg.kind === 'choice');
    if (several?.kind === 'choice' && /^(join|resolve)$/.test(name))
      return choice(
        several.options.map((option) =>
          joined(
            name,
            args.map((arg) => (arg === several ? option : arg)),
          ),
        ),
      );
    const texts = args.map(textOf);
    const known = texts.flatMap((text) => (text === undefined ? [] : [text]));
    if (known.length !== texts.length) return unknown('a file path that is not known');
    switch (name) {
      case 'join':
      case 'resolve':
        return joined(name, args);
      case 'dirname':
        return primitive(folderOf(known[0] ?? '') || '/');
      case 'basename': {
        const base = (known[0] ?? '').split('/').at(-1) ?? '';
        const ending = known[1];
        return primitive(
          ending !== undefined && base.endsWith(ending) ? base.slice(0, -ending.length) : base,
        );
      }
      case 'extname':
        return primitive(/\.[^./]*$/.exec(known[0] ?? '')?.[0] ?? '');
      case 'fileURLToPath':
        return primitive((known[0] ?? '').replace(/^file:\/\//, ''));
      default:
        return undefined;
    }
  },
};

function joined(name: string, args: readonly Value[]): Value {
  const known = args.flatMap((arg) => textOf(arg) ?? []);
  if (known.length !== args.length) return unknown('a file path that is not known');
  const last = name === 'resolve' ? known.findLastIndex((text) => text.startsWith('/')) : 0;
  return primitive(`/${joinPath('', known.slice(Math.max(last, 0)).join('/'))}`);
}

/** Folder listings come from the list of files that were read: loaders that walk a folder of routes can be followed. */
function fileSystem(codebase: Codebase): LibraryModel {
  const children = (folder: string): readonly string[] => {
    const prefix = folder === '' ? '' : `${folder}/`;
    const names = new Set<string>();
    for (const path of codebase.repository.files.keys())
      if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/')[0] ?? '');
    return [...names];
  };
  const inside = (value: Value | undefined): string | undefined => {
    const text = value === undefined ? undefined : textOf(value);
    return text === undefined ? undefined : joinPath('', text);
  };
  return {
    packages: ['fs', 'fs/promises', 'fs-extra'],
    call: (library: LibraryValue, args) => {
      const name = library.path.split('.').at(-1);
      const path = inside(args[0]);
      if (path === undefined) return undefined;
      const isFolder = (): boolean => children(path).length > 0;
      switch (name) {
        case 'readdirSync':
        case 'readdir':
          return arrayOf(children(path).map(primitive));
        case 'existsSync':
          return codebase.repository.files.has(path) || isFolder()
            ? primitive(true)
            : unknown('whether a file exists');
        case 'statSync':
        case 'lstatSync':
          return {
            kind: 'object',
            fields: new Map<string, Value>([
              ['isDirectory', native('isDirectory', () => primitive(isFolder()))],
              ['isFile', native('isFile', () => primitive(codebase.repository.files.has(path)))],
            ]),
            level: 0,
            open: true,
          };
        default:
          return undefined;
      }
    },
  };
}
