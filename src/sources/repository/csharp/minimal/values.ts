import type { Method, Parameter } from '../../../../model/api.ts';
import type { RoutePath } from '../../http/paths.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { TypeDeclaration } from '../code.ts';

/** A route builder: an application, or a group below one. What is said of it later holds for earlier routes too. */
export interface Group {
  readonly prefix: RoutePath;
  readonly parent?: Group;
  readonly guards: JudgedGuard[];
  anonymous: boolean;
}

export interface RouteDraft {
  readonly methods: readonly Method[];
  /** Joined with the prefixes, constraints still in it. */
  readonly path: RoutePath;
  readonly group: Group;
  readonly guards: JudgedGuard[];
  anonymous: boolean;
  readonly frame: Frame;
  readonly node: SyntaxNode;
  readonly handler?: SyntaxNode;
  readonly hub?: string;
  /** The class of a service of gRPC. */
  readonly grpc?: string;
  /** Of a route that a package answers: what its body does is known. */
  readonly builtIn?: boolean;
  readonly parameters?: readonly Parameter[];
}

export type Value =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'routes'; readonly routes: readonly RouteDraft[] }
  | { readonly kind: 'text'; readonly text: RoutePath }
  | { readonly kind: 'unknown' };

export const unknownValue: Value = { kind: 'unknown' };

/** Names that are known while a method runs. */
export interface Frame {
  readonly file: string;
  readonly type?: TypeDeclaration;
  readonly values: Map<string, Value>;
  /** What type parameters stand for. */
  readonly generics: ReadonlyMap<string, string>;
  /** Functions declared inside the method. */
  readonly functions: Map<string, SyntaxNode>;
  /** What a builder that is not known is taken for. */
  readonly root: Group;
  readonly depth: number;
  readonly parent?: Frame;
}

export function valueOf(frame: Frame, name: string): Value | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) {
    const found = at.values.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function functionNamed(frame: Frame, name: string): SyntaxNode | undefined {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) {
    const found = at.functions.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
