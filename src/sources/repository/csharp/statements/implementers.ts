import { declaredBelow } from '../../languages/headings.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { onceFor } from '../../once.ts';
import type { Code, Member, TypeDeclaration } from '../code.ts';
import { basesOf, lineageOf, methodsOf } from '../code.ts';
import { lastName, modifiers, nameOf, parametersOf, typeArguments } from '../syntax.ts';

/** Who implements what, found by a look at the text: only what is asked for is parsed. */
export interface Implementers {
  /** Classes that implement an interface or extend a class, and can be made. */
  readonly of: (above: TypeDeclaration) => readonly TypeDeclaration[];
  /** What handles a message of MediatR, MassTransit or Wolverine: the method that is run for it. */
  readonly handlers: (message: string) => readonly Member[];
  /** The only extension method of a name. */
  readonly extension: (name: string) => Member | undefined;
}

const heading =
  /\b(?:class|record|struct|interface)\s+(\w+)\s*(?:<[^{;]*?>)?\s*(?:\([^{;]*?\)\s*)?:\s*([^{;]+)/g;
const extending = /\bstatic\b[^;{}()=]*?\s(\w+)\s*(?:<[^>(]*>)?\s*\(\s*this\s/g;

export function implementersOf(code: Code): Implementers {
  const below = declaredBelow(code.files, heading);
  const find = (above: TypeDeclaration): readonly TypeDeclaration[] => {
    const seen = new Set<string>();
    const open = [above.name];
    const found: TypeDeclaration[] = [];
    for (let next = open.shift(); next !== undefined && found.length < 40; next = open.shift())
      for (const { name, path } of below.get(next) ?? []) {
        if (seen.has(`${path} ${name}`)) continue;
        seen.add(`${path} ${name}`);
        for (const type of code.typesIn(path)) {
          if (type.name !== name || !basesOf(code, type).some((base) => lastName(base) === next)) continue;
          open.push(name);
          const canBeMade =
            type.node.type !== 'interface_declaration' && !modifiers(type.node).includes('abstract');
          if (canBeMade && !found.includes(type)) found.push(type);
        }
      }
    return found;
  };
  return {
    of: onceFor(find),
    handlers: (message) =>
      (below.get(message) ?? []).flatMap(({ name, path }) =>
        code.typesIn(path).flatMap((type) => (type.name === name ? handlerIn(code, type, message) : [])),
      ),
    extension: extensionsOf(code),
  };
}

/** Finds the only extension method of a name. */
function extensionsOf(code: Code): Implementers['extension'] {
  const paths = new Map<string, Set<string>>();
  for (const { path, text } of code.files)
    for (const [, name = ''] of text.matchAll(extending)) {
      const known = paths.get(name);
      if (known === undefined) paths.set(name, new Set([path]));
      else known.add(path);
    }
  const found = new Map<string, Member | undefined>();
  const isExtension = ({ node }: Member, name: string): boolean =>
    nameOf(node) === name && parametersOf(node)[0]?.isReceiver === true;
  return (name) => {
    if (!paths.has(name) || found.has(name)) return found.get(name);
    const all = [...(paths.get(name) ?? [])].flatMap((path) =>
      code
        .typesIn(path)
        .flatMap((type) => methodsOf(code, type))
        .filter((member) => member.type.file === path && isExtension(member, name)),
    );
    const only = all.length === 1 ? all[0] : undefined;
    found.set(name, only);
    return only;
  };
}

const interfaces = /^(I\w*Handler|IConsumer|IHandleMessages|\w*Handler)$/;

function handlerIn(code: Code, type: TypeDeclaration, message: string): readonly Member[] {
  const handles = basesOf(code, type).some(
    (base) => interfaces.test(lastName(base)) && lastName(typeArguments(base)[0]) === message,
  );
  if (!handles) return [];
  const all = lineageOf(code, type).types.flatMap((each) => methodsOf(code, each));
  const own = all.filter(({ node }) =>
    /^(Handle|HandleAsync|Consume|ExecuteAsync|Execute)$/.test(nameOf(node)),
  );
  const exact = own.filter(({ node }) => takes(node, message));
  return (exact.length > 0 ? exact : own).slice(0, 1);
}

const takes = (node: SyntaxNode, message: string): boolean =>
  parametersOf(node).some(({ type }) => type?.text.includes(message) === true);
