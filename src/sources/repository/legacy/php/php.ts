import type { Backend } from '../../../../model/backend.ts';
import type {
  DeadCode,
  LanguageBound,
  LegacyFile,
  OpenInclude,
  SharedGlobal,
} from '../../../../model/legacy-code.ts';
import type { Origin } from '../../../../model/origin.ts';
import type { TextFile } from '../../gather.ts';
import type { Program } from '../../languages/language.ts';
import { countLines } from '../../lines.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpFile } from '../../php/classes.ts';
import { createCodebase } from '../../php/codebase.ts';
import { createMachine } from '../../php/machine.ts';
import { shortName } from '../../php/names.ts';
import { countMentions, namePieces } from '../mentions.ts';
import { phpBounds } from './bounds.ts';
import { deadFiles, stemOf, unlinkedPages } from './dead-files.ts';
import { deadFunctions, deadMethods } from './dead-functions.ts';
import { dynamicPlaces } from './dynamic.ts';
import type { Evidence } from './evidence.ts';
import { sharedGlobals } from './globals.ts';
import { usesOf } from './walk.ts';
import type { PhpUses } from './walk.ts';

export interface PhpLegacy {
  readonly files: readonly LegacyFile[];
  readonly openIncludes: readonly OpenInclude[];
  readonly globals: readonly SharedGlobal[];
  readonly dead: readonly DeadCode[];
  readonly bounds: readonly LanguageBound[];
  readonly dynamic: readonly Origin[];
}

export interface KnownPaths {
  /** In a library that was copied in. */
  readonly isForeign: (path: string) => boolean;
  /** Of any kind, also of those that no reader opens. */
  readonly isThere: (path: string) => boolean;
}

/** What is asked of the files that other languages do not have: who includes whom, what is shared, what nothing leads to. */
export function readPhpLegacy(
  program: Program,
  texts: readonly TextFile[],
  known: KnownPaths,
  backend: Backend,
): PhpLegacy {
  const codebase = createCodebase(program);
  const machine = createMachine(codebase, {});
  const all = codebase.sources.flatMap(({ path }) => codebase.file(path) ?? []);
  const own = all.filter(({ path }) => !known.isForeign(path));
  // What is copied in may call what is the system's own.
  const uses = new Map(all.map((file) => [file.path, usesOf(machine, file, known.isThere)]));
  const open = own.flatMap(({ path }) => uses.get(path)?.open ?? []);
  const evidence = evidenceOf(own, texts, uses, open, backend);
  const alone = deadFiles(codebase, own, evidence);
  const rest = own.filter(({ path }) => alone.every(({ name }) => name !== path));
  return {
    files: own.map(({ path, root }) => ({
      path,
      language: 'PHP',
      lines: countLines(root.text),
      ...(isList(root) ? { data: true } : {}),
      uses: [...(uses.get(path)?.uses ?? [])].toSorted(),
    })),
    openIncludes: open,
    globals: sharedGlobals(own),
    dead: [...unlinkedPages(own, evidence), ...alone, ...deadFunctions(rest, evidence), ...deadMethods(rest)],
    bounds: phpBounds(codebase, own),
    dynamic: [...evidence.dynamic.calls, ...evidence.dynamic.objects],
  };
}

/** What is written about code leads nobody to it; a page may be linked there all the same. */
const prose = /\.(md|rst|txt)$|(^|\/)(README|CHANGELOG|LICEN[CS]E)$/i;

/** Nothing but a list that is given back. */
const isList = ({ children }: SyntaxNode): boolean => {
  const own = children.filter(
    ({ type }) => !/^(php_tag|comment|declare_statement|namespace_\w+)$/.test(type),
  );
  return own.length > 0 && own.every(({ type }) => type === 'return_statement');
};

function evidenceOf(
  own: readonly PhpFile[],
  texts: readonly TextFile[],
  uses: ReadonlyMap<string, PhpUses>,
  open: readonly OpenInclude[],
  backend: Backend,
): Evidence {
  const names = own.flatMap(({ path, classes, functions }) => [
    ...stemOf(path).split('.'),
    ...[...classes.values(), ...functions.values()].map(({ name }) => shortName(name).toLowerCase()),
  ]);
  const code = texts.filter(({ path }) => !prose.test(path));
  const isDrupal = texts.some(({ path }) => /\.(module|info|info\.yml)$/.test(path));
  return {
    mentions: countMentions(code, new Set(names)),
    pieces: namePieces(code),
    dynamic: dynamicPlaces(own),
    texts,
    searched: code.length,
    isHook: (path) => isDrupal && /\.(module|inc|install|theme|profile)$|(^|\/)template\.php$/.test(path),
    entries: entryFiles(backend),
    pages: pagesOf(backend),
    used: new Set([...uses.values()].flatMap((each) => [...each.uses])),
    blindIncludes: open.filter(
      ({ kind, written }) => kind === 'computed' && !/['"][^'"]*\w\/[^'"]*['"]/.test(written),
    ).length,
  };
}

const fileOf = (origin: Origin | undefined): readonly string[] =>
  origin?.kind === 'read' ? [origin.file] : [];

/** Files in which something begins: a request, a job, a message. */
const entryFiles = ({ api, processes }: Backend): ReadonlySet<string> =>
  new Set([
    ...api.endpoints.flatMap(({ handler, origin }) => [
      ...fileOf(origin),
      ...(handler === undefined ? [] : [handler.file]),
    ]),
    ...processes.jobs.flatMap(({ origin, consumers = [] }) => [origin, ...consumers].flatMap(fileOf)),
  ]);

/** Scripts that are asked for by their own path. */
const pagesOf = ({ api, processes }: Backend): ReadonlySet<string> => {
  const jobs = new Set(processes.jobs.flatMap(({ consumers = [] }) => consumers.flatMap(fileOf)));
  return new Set(
    api.endpoints.flatMap(({ handler, path }) =>
      handler !== undefined &&
      !jobs.has(handler.file) &&
      `/${handler.file}`.endsWith(path.replace(/\?.*$/, ''))
        ? [handler.file]
        : [],
    ),
  );
};
