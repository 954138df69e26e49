import type { Node } from 'oxc-parser';
import type { Site, Value } from '../../javascript/value.ts';
import type { Given } from '../routing.ts';

/** What was said of a procedure so far; every call of the builder gives a new one. */
export interface Draft {
  readonly inputs: readonly Value[];
  readonly middlewares: readonly Given[];
  readonly meta?: Value;
}

export const emptyDraft: Draft = { inputs: [], middlewares: [] };

/** A procedure that can be called. */
export interface Procedure {
  readonly kind: 'procedure';
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly draft: Draft;
  readonly resolver: Value;
  readonly site: Site;
}

/** Procedures and other routers by name. */
export interface TrpcRouter {
  readonly kind: 'router';
  readonly fields: Map<string, Value>;
  readonly site: Site;
}

/** A middleware made apart from the procedures that use it; several where they were piped. */
export interface Middlewares {
  readonly kind: 'middlewares';
  readonly given: readonly Given[];
}

export type TrpcNode =
  | Procedure
  | TrpcRouter
  | Middlewares
  | { readonly kind: 'builder'; readonly draft: Draft };

/** The name at the top level of the file whose declaration a call stands in: `protectedProcedure`. */
export function declaredName({ file, node }: Site): string | undefined {
  const holds = (part: Node): boolean => part.start <= node.start && node.end <= part.end;
  for (const item of file.program.body) {
    const declaration = item.type === 'ExportNamedDeclaration' ? item.declaration : item;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === 'Identifier' && init !== null && holds(init)) return id.name;
  }
  return undefined;
}
