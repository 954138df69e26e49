import type { DeclaredRoute } from '../http/declared.ts';
import type { Reach } from '../code/call-graph.ts';
import type { Facts } from '../../facts.ts';
import type { Repository, TextFile } from '../gather.ts';
import type { Grammar } from './parser.ts';
import type { QueryDraft } from '../queries/draft.ts';
import type { Reading } from '../reading.ts';
import type { SyntaxNode } from './syntax.ts';

/** Files of one language with their syntax trees on demand. */
export interface Program {
  readonly repository: Repository;
  /** In order of their paths. */
  readonly files: readonly TextFile[];
  /** The syntax tree, parsed once; undefined when the file is not there or is refused (which is told as a gap). */
  readonly tree: (path: string) => SyntaxNode | undefined;
  /** The tree of a text that stands for a file, as the program that a template is does; undefined when it is refused. */
  readonly parse: (path: string, text: string) => SyntaxNode | undefined;
}

export interface LanguageFacts {
  readonly routes: readonly DeclaredRoute[];
  /** Everything else: tables, jobs, calls, gaps. */
  readonly facts?: Facts;
  /** They are read and compared with the tables when those of the whole repository are known. */
  readonly statements?: readonly QueryDraft[];
  /** What runs behind handlers and jobs of this language. */
  readonly reach?: Reach;
}

/** Reads the backends written in one language. */
export interface LanguageReader {
  readonly name: string;
  /** Absent = the reader has a parser of its own or needs none; a reader of several languages tells it by the path. */
  readonly grammar?: Grammar | ((path: string) => Grammar | undefined);
  readonly isSource: (path: string) => boolean;
  /** Anything of a backend in these files; without it none is parsed. */
  readonly concerns: (files: readonly TextFile[]) => boolean;
  readonly read: (program: Program, reading: Reading) => LanguageFacts;
}
