import type { Origin } from '../../../../model/origin.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';

export interface GoFile {
  readonly path: string;
  readonly package: GoPackage;
  /** By the name they go by in this file. */
  readonly imports: ReadonlyMap<string, GoImport>;
}

export interface GoImport {
  /** Without its major version. */
  readonly path: string;
  /** Folder of the package where it lies in the repository. */
  readonly folder?: string;
}

export interface GoFunction {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly file: GoFile;
  /** Type of the receiver, without its star. */
  readonly receiver?: string;
}

export interface GoType {
  readonly name: string;
  readonly node: SyntaxNode;
  readonly file: GoFile;
}

export interface GoValue {
  readonly name: string;
  readonly type?: SyntaxNode;
  readonly value?: SyntaxNode;
  /** Place among the names of one assignment of a call with several results. */
  readonly place: number;
  readonly names: number;
  /** Place among the constants of one declaration. */
  readonly iota: number;
  readonly file: GoFile;
}

/** Everything declared in one folder. */
export interface GoPackage {
  readonly folder: string;
  readonly name: string;
  readonly functions: ReadonlyMap<string, GoFunction>;
  /** `init` may stand many times. */
  readonly inits: readonly GoFunction[];
  /** By type, then by name. */
  readonly methods: ReadonlyMap<string, ReadonlyMap<string, GoFunction>>;
  readonly types: ReadonlyMap<string, GoType>;
  readonly values: ReadonlyMap<string, GoValue>;
  readonly files: readonly GoFile[];
}

export const originOf = (file: GoFile, node: SyntaxNode): Origin & { readonly kind: 'read' } => ({
  kind: 'read',
  file: file.path,
  line: node.line,
});
