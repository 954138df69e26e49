import { withHandlerCheck } from '../../anonymous/declared-handler.ts';
import { asNobody } from '../../anonymous/handler.ts';
import type { AsNobody, Given } from '../../anonymous/handler.ts';
import { isLinkSecret, sentAtPath, sentForPassword, sentInPath } from '../../link-secrets.ts';
import type { DeclaredRoute } from '../../http/declared.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { walkSyntax } from '../../languages/syntax.ts';
import type { Code, TypeDeclaration } from '../code.ts';
import { bodyOf } from '../statements/bodies.ts';
import type { Types } from '../statements/types.ts';
import { fieldsOf, isRequired } from '../fields.ts';
import { argumentsOf, lastName, parametersOf } from '../syntax.ts';
import { languageOf } from './language.ts';
import { statementsOf } from './syntax.ts';
import { handlerWords } from './words.ts';

/** What a handler itself does to whoever has no credentials. */
export const withHandlerChecks = (types: Types, route: DeclaredRoute): DeclaredRoute =>
  withHandlerCheck(route, () => {
    const node = handlerAt(types.code, route);
    return node === undefined ? undefined : runAsNobody(types, node, route);
  });

const handling = /^(method_declaration|lambda_expression|local_function_statement)$/;

/** The method or the lambda at the line of a route's handler; none where there are several. */
function handlerAt(code: Code, { handler }: DeclaredRoute): SyntaxNode | undefined {
  const tree = handler === undefined ? undefined : code.tree(handler.file);
  if (tree === undefined) return undefined;
  const found: SyntaxNode[] = [];
  walkSyntax(tree, (node) => {
    if (node.line > (handler?.line ?? 0)) return false;
    if (!handling.test(node.type) || node.line !== handler?.line) return true;
    found.push(node);
    return false;
  });
  return found.length === 1 ? found[0] : undefined;
}

const simple = /^(string|Guid|int|long|String|StringValues)$/;

function runAsNobody(types: Types, node: SyntaxNode, { handler, path }: DeclaredRoute): AsNobody {
  const { code } = types;
  const file = handler?.file ?? '';
  const named = (name: string): string =>
    sentForPassword(
      path.text,
      path.text.includes(`{${name}}`) ? sentInPath(path.text, name) : sentAtPath(path.text, name),
    );
  const owner = ownerOf(code, node, file);
  const body = bodyOf(types, { node, file, ...(owner === undefined ? {} : { owner }) });
  const parameters = parametersOf(node);
  const documents = new Set(
    parameters.flatMap(({ type }) => {
      const found = type === undefined ? undefined : code.find(lastName(type), file);
      return found === undefined || /^(interface|enum)_/.test(found.node.type) ? [] : [found.name];
    }),
  );
  const given = parameters.flatMap(({ name, type, node: written }): Given => {
    const isPlain = type === undefined || simple.test(type.text.replace(/\?$/, ''));
    const [, renamed] = /\[From\w+\([^\])]*Name\s*=\s*"([^"]+)"/.exec(written.text) ?? [];
    return isPlain ? [[name, named(renamed ?? name)]] : [];
  });
  const told = asNobody(languageOf(body, handlerWords(documents, named)), statementsOf(node), given);
  if (told.kind !== 'served' || told.secret !== undefined) return told;
  const handed = parameters.flatMap(({ name, type }) =>
    type !== undefined && documents.has(lastName(type)) && handsOn(node, name)
      ? secretsOf(code, code.find(lastName(type), file))
      : [],
  );
  return handed[0] === undefined ? told : { kind: 'perhaps', secret: handed[0] };
}

/** `mediator.Send(new ResetPassword(model))`: what is done with the document is not done here. */
const handsOn = (node: SyntaxNode, name: string): boolean => {
  let found = false;
  walkSyntax(node, (at) => {
    found ||= argumentsOf(at).some(({ value }) => value.type === 'identifier' && value.text === name);
  });
  return found;
};

/** Secrets that a document has to hold. */
const secretsOf = (code: Code, type: TypeDeclaration | undefined): readonly string[] =>
  fieldsOf(code, type).flatMap(({ name, type: of }) =>
    of !== undefined && isRequired(of, false) && /^[sS]tring$/.test(of.text) && isLinkSecret(name)
      ? [name]
      : [],
  );

const ownerOf = (code: Code, node: SyntaxNode, file: string): TypeDeclaration | undefined =>
  code
    .typesIn(file)
    .findLast(
      (type) => type.node.start <= node.start && node.start < type.node.start + type.node.text.length,
    );
