import { folderOf } from '../file-paths.ts';
import type { Gap } from '../../../model/origin.ts';
import type { CodeFile, Codebase } from '../javascript/codebase.ts';
import { parseJson } from '../json.ts';

/** Folders whose code is made by a tool, comes from elsewhere, or is run once. */
const foreign =
  /(^|\/)(generated|__generated__|dist(-\w+)?|build|out|vendor|vendors|third[-_]party|public|static|assets|migrations?|migrate|alembic|seeds?|seeders?|\.[\w-]+)(\/|$)/i;

export const isForeign = (path: string): boolean => foreign.test(path);

const configuration =
  /(^|\/)[\w.-]*(\.config|rc)\.[cm]?[jt]s$|(^|\/)(gulpfile|gruntfile|webpack[\w.-]*|jest[\w.-]*)\.[cm]?[jt]s$/i;

const pictures = /^(react(-dom)?|preact|vue|svelte|solid-js|@angular\/core|@vue\/.*|react-native|lit)$/;
const servers =
  /^(express|fastify|koa|@hapi\/hapi|hono|restify|@nestjs\/core|@nestjs\/common|apollo-server.*|@apollo\/server|graphql-yoga|@trpc\/server|next|@sveltejs\/kit|nuxt|@remix-run\/node|@adonisjs\/core|@feathersjs\/feathers|sails|moleculer|@prisma\/client|pg|mongoose|typeorm|sequelize|knex|mysql2|bullmq|amqplib|kafkajs)$/;

/** Author's own code of the backend; what is left out is told by folder and number. */
export function backendFiles(codebase: Codebase): {
  readonly files: readonly CodeFile[];
  readonly gaps: readonly Gap[];
} {
  const own = [...codebase.files.values()].filter(
    (file) => !file.test && !foreign.test(file.path) && !configuration.test(file.path),
  );
  const commands = new Set(commandLinePackages(codebase));
  const faces = new Set([...userInterfacePackages(codebase), ...commands]);
  const placed = own.map((file) => {
    const owner = ownerOf(codebase, file.path);
    return { file, owner, top: topFolder(file.path, owner) };
  });
  const drawing = drawingFolders(placed);
  const files: CodeFile[] = [];
  const left = new Map<string, number>();
  for (const { file, owner, top } of placed) {
    const face = faces.has(owner) ? owner : isPicture(file) || drawing.has(top) ? top : undefined;
    if (face === undefined) files.push(file);
    else left.set(face, (left.get(face) ?? 0) + 1);
  }
  const gaps = [...left].map(([folder, count]): Gap => ({
    kind: 'skip-module',
    subject: folder === '' ? '.' : folder,
    why: `${commands.has(folder) ? 'command line' : 'user interface'}, not part of the backend (${count} files)`,
  }));
  return { files, gaps };
}

/** Folders in which most files draw: the others there (stores, hooks) serve them. */
function drawingFolders(
  placed: readonly { readonly file: CodeFile; readonly owner: string; readonly top: string }[],
): ReadonlySet<string> {
  const counts = new Map<string, { all: number; pictures: number }>();
  for (const { file, owner, top } of placed) {
    if (top === owner || /(^|\/)src$/.test(top)) continue;
    const count = counts.get(top) ?? { all: 0, pictures: 0 };
    counts.set(top, { all: count.all + 1, pictures: count.pictures + (isPicture(file) ? 1 : 0) });
  }
  return new Set([...counts].filter(([, { all, pictures: drawn }]) => drawn * 2 > all).map(([top]) => top));
}

/** Components, and files that draw with a user interface library. */
const isPicture = (file: CodeFile): boolean =>
  /\.[jt]sx$/.test(file.path) ||
  file.imports.some(
    ({ resolved, typeOnly }) => resolved.kind === 'library' && !typeOnly && pictures.test(resolved.name),
  );

const workspace = /^(apps|packages|libs|services|projects|modules)$/;

const topFolder = (path: string, owner: string): string => {
  const rest = owner === '' ? path : path.slice(owner.length + 1);
  const folders = rest.split('/').slice(0, -1);
  // In a workspace without packages of its own, each application has a folder below a common one.
  const first = folders.slice(0, workspace.test(folders[0] ?? '') ? 2 : 1).join('/');
  return owner === '' || first === '' ? owner || first : `${owner}/${first}`;
};

/** Folder of the innermost package a file belongs to. */
export const ownerOf = ({ resolver }: Codebase, path: string): string =>
  resolver.packages.findLast(({ folder }) => folder === '' || path.startsWith(`${folder}/`))?.folder ?? '';

const commandLine =
  /^(commander|yargs|cac|meow|sade|minimist|clipanion|citty|@oclif\/core|inquirer|@inquirer\/.*|prompts|@clack\/prompts)$/;

/** Packages that give a command and serve nothing. */
function commandLinePackages({ repository, resolver }: Codebase): readonly string[] {
  return resolver.packages.flatMap(({ folder }) => {
    const json = parseJson(
      repository.files.get(folder === '' ? 'package.json' : `${folder}/package.json`)?.text ?? '',
    );
    const names = json
      .at('dependencies')
      .entries()
      .map(([name]) => name);
    const isCommand = json.at('bin').exists && names.some((name) => commandLine.test(name));
    return isCommand && folder !== '' && !names.some((name) => servers.test(name)) ? [folder] : [];
  });
}

/** Packages that draw and serve nothing. */
function userInterfacePackages({ repository, resolver }: Codebase): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { folder } of resolver.packages) {
    const path = folder === '' ? 'package.json' : `${folder}/package.json`;
    const json = parseJson(repository.files.get(path)?.text ?? '');
    const named = (...parts: readonly string[]): readonly string[] =>
      parts.flatMap((part) =>
        json
          .at(part)
          .entries()
          .map(([name]) => name),
      );
    const own = named('dependencies', 'peerDependencies');
    // A server beside a page that is delivered serves the developers of the page only.
    const names = own.some((name) => pictures.test(name)) ? own : [...own, ...named('devDependencies')];
    const draws = names.some((name) => pictures.test(name));
    if (draws && !names.some((name) => servers.test(name))) found.add(folderOf(path));
  }
  return found;
}
