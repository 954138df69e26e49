import type { Gap } from '../../../model/origin.ts';
import type { DeclaredRoute } from '../http/declared.ts';
import type { Facts } from '../../facts.ts';
import type { Repository } from '../gather.ts';
import type { Issued } from '../queries/issued.ts';
import type { Reading } from '../reading.ts';
import type { LanguageReader, Program } from './language.ts';
import { loadParser } from './parser.ts';
import type { Grammar, ParseText } from './parser.ts';
import type { SyntaxNode } from './syntax.ts';

export interface Recovered {
  readonly routes: readonly DeclaredRoute[];
  readonly facts: readonly Facts[];
  readonly issued: readonly Issued[];
  /** The syntax tree of a file of any of these languages, where its reader has one. */
  readonly tree: Program['tree'];
}

interface Entry {
  readonly ending: RegExp;
  readonly load: () => Promise<LanguageReader>;
}

/** Readers are loaded when the target has files of their language. */
const readers: readonly Entry[] = [
  { ending: /\.cs$/, load: async () => (await import('../csharp/csharp.ts')).csharpReader },
  { ending: /\.(asp|aspx|ashx|asmx)$/i, load: async () => (await import('../asp/asp.ts')).aspReader },
  { ending: /\.go$/, load: async () => (await import('../go/go.ts')).goReader },
  {
    ending: /\.(java|kts?|jspx?)$|(^|\/)conf\/([\w.-]+\.)?routes$/,
    load: async () => (await import('../jvm/jvm.ts')).jvmReader,
  },
  { ending: /\.(php|phtml|inc|module)$/, load: async () => (await import('../php/php.ts')).phpReader },
  { ending: /\.py$/, load: async () => (await import('../python/python.ts')).pythonReader },
  { ending: /\.(rb|ru|rake)$/, load: async () => (await import('../ruby/ruby.ts')).rubyReader },
];

/** Routes, tables and processes of what is written in other languages than JavaScript. */
export async function readLanguages(repository: Repository, reading: Reading): Promise<Recovered> {
  const routes: DeclaredRoute[] = [];
  const facts: Facts[] = [];
  const issued: Issued[] = [];
  const trees: { readonly ending: RegExp; readonly tree: Program['tree'] }[] = [];
  const paths = [...repository.files.keys()];
  for (const { ending, load } of readers) {
    if (!paths.some((path) => ending.test(path))) continue;
    const reader = await load();
    const gaps: Gap[] = [];
    const program = await programOf(repository, reader, gaps);
    if (program !== undefined) {
      trees.push({ ending, tree: program.tree });
      const found = reader.read(program, reading);
      routes.push(...found.routes);
      if (found.facts !== undefined) facts.push(found.facts);
      const { statements = [], reach } = found;
      issued.push({ statements, ...(reach === undefined ? {} : { reach }) });
    }
    facts.push({ gaps });
  }
  const tree: Program['tree'] = (path) => trees.find(({ ending }) => ending.test(path))?.tree(path);
  return { routes, facts, issued, tree };
}

async function programOf(
  repository: Repository,
  reader: LanguageReader,
  gaps: Gap[],
): Promise<Program | undefined> {
  const files = [...repository.files.values()].filter(({ path }) => reader.isSource(path));
  if (files.length === 0 || !reader.concerns(files)) return undefined;
  const { grammar } = reader;
  const grammarOf = typeof grammar === 'function' ? grammar : () => grammar;
  const parsers = new Map<Grammar, ParseText>();
  const wanted = new Set(files.flatMap(({ path }) => grammarOf(path) ?? []));
  for (const of of wanted) {
    const parse = await loadParser(of);
    if (parse !== undefined) {
      parsers.set(of, parse);
      continue;
    }
    const count = files.filter(({ path }) => grammarOf(path) === of).length;
    const why = `the grammar of ${of} is not installed: ${count} files are not read`;
    gaps.push({ kind: 'parse-code', subject: reader.name, why });
  }
  // Pages alone need no grammar.
  if (parsers.size === 0 && wanted.size > 0) return undefined;
  const parserOf = (path: string): ParseText | undefined => {
    const of = grammarOf(path);
    return of === undefined ? undefined : parsers.get(of);
  };
  return { repository, files, tree: treesOf(repository, parserOf, gaps), parse: parsing(parserOf) };
}

const parsing =
  (parserOf: (path: string) => ParseText | undefined): Program['parse'] =>
  (path, text) => {
    try {
      return parserOf(path)?.(text)?.root;
    } catch {
      return undefined;
    }
  };

/** A parser may fail on a hostile file; the file is then told and left out. */
function treesOf(
  repository: Repository,
  parserOf: (path: string) => ParseText | undefined,
  gaps: Gap[],
): Program['tree'] {
  const known = new Map<string, SyntaxNode | undefined>();
  return (path) => {
    if (known.has(path)) return known.get(path);
    const text = repository.files.get(path)?.text;
    let tree: SyntaxNode | undefined;
    try {
      const parsed = text === undefined ? undefined : parserOf(path)?.(text);
      tree = parsed?.root;
      if (parsed?.errorLine !== undefined)
        gaps.push({
          kind: 'parse-code',
          subject: path,
          why: `line ${parsed.errorLine} is not in the language as it is known; what stands around it may be missing`,
        });
    } catch (error) {
      const why = error instanceof Error ? error.message : 'it cannot be parsed';
      gaps.push({ kind: 'parse-code', subject: path, why });
    }
    known.set(path, tree);
    return tree;
  };
}
