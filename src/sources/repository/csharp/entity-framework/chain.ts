import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Called } from '../syntax.ts';
import { bodyOf, calledIn, parametersOf } from '../syntax.ts';

export interface Link extends Called {
  readonly node: SyntaxNode;
}

/** `b.Property<int>("Id").IsRequired()` as its calls from the first to the last, with what the first is called on. */
export function chainOf(
  node: SyntaxNode | undefined,
): { readonly on: string; readonly links: readonly Link[] } | undefined {
  const links: Link[] = [];
  let at = node;
  while (at?.type === 'invocation_expression' && links.length < 60) {
    const called = calledIn(at);
    if (called?.receiver === undefined) return undefined;
    links.unshift({ ...called, node: at });
    at = called.receiver;
  }
  return at === undefined || links.length === 0 ? undefined : { on: at.text, links };
}

/** Chains that stand as statements of a method or a lambda. */
export const chainsIn = (owner: SyntaxNode | undefined) => {
  const body = owner === undefined ? undefined : (bodyOf(owner) ?? owner);
  const nodes =
    body?.type === 'block'
      ? body.children.flatMap((child) =>
          child.type === 'expression_statement'
            ? child.children
            : child.type.startsWith('preproc')
              ? child.children.flatMap((each) => (each.type === 'expression_statement' ? each.children : []))
              : [],
        )
      : body === undefined
        ? []
        : [body];
  return nodes.flatMap((node) => chainOf(node) ?? []);
};

/** The lambda among the arguments of a call, with the name of its parameter. */
export function lambdaOf({
  arguments: given,
}: Called): { readonly name: string; readonly node: SyntaxNode } | undefined {
  const node = given.findLast(({ value }) => value.type === 'lambda_expression')?.value;
  const [first] = node === undefined ? [] : parametersOf(node);
  return node === undefined || first === undefined ? undefined : { name: first.name, node };
}

export const linkNamed = (links: readonly Link[], ...names: readonly string[]): Link | undefined =>
  links.find(({ name }) => names.includes(name));

/** Property names in `"A", "B"`, `x => x.A` and `x => new { x.A, x.B }`. */
export function propertyNames({ arguments: given }: Called): readonly string[] {
  return given.flatMap(({ value }): readonly string[] => {
    if (value.type === 'string_literal') return [value.text.slice(1, -1)];
    if (value.type !== 'lambda_expression')
      return value.type === 'invocation_expression' && value.text.startsWith('nameof')
        ? [/(\w+)\s*\)$/.exec(value.text)?.[1] ?? '']
        : [];
    const body = inField(value, 'body');
    return [...(body?.text ?? '').matchAll(/\b\w+!?\.(\w+)/g)].map((match) => match[1] ?? '');
  });
}
