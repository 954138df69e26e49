import { inField, walkSyntax } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';
import { plainString } from '../php/syntax.ts';
import type { Seen } from './seen.ts';

const input = /\$_(?:GET|REQUEST)\s*\[\s*['"](\w+)['"]\s*\]/;

/** Other parameters are told apart by a switch too: a filter, a kind. */
const namesPage =
  /^(p|pg|page|pagina|seite|do|a|act|action|cmd|command|m|mod|module|v|view|s|sec|section|op|opt|option|task|r|route|c|controller|func|function|content|go|show|step|tab|mode|site|area|method)$/i;

/** Parameters that decide which page is shown: `switch ($_GET['page'])`, `include $_GET['page'] . '.php'`. */
export function pagesChosen(root: SyntaxNode): readonly Seen[] {
  const given = variablesOf(root);
  const parameterIn = (node: SyntaxNode | undefined): string | undefined => {
    if (node === undefined) return undefined;
    const direct = input.exec(node.text)?.[1];
    if (direct !== undefined) return direct;
    return /^\(?\s*\$(\w+)/.test(node.text)
      ? given.get(/\$(\w+)/.exec(node.text)?.[1] ?? '')
      : [...node.text.matchAll(/\$(\w+)/g)]
          .map(([, name = '']) => given.get(name))
          .find((name) => name !== undefined);
  };
  const seen: Seen[] = [];
  walkSyntax(root, (node) => {
    // What a function tells apart is no page.
    if (/^(function_definition|method_declaration|anonymous_function)/.test(node.type)) return false;
    if (/^(include|require)(_once)?_expression$/.test(node.type)) {
      const name = parameterIn(node);
      if (name !== undefined)
        seen.push({ kind: 'page-parameter', subject: name, value: node.text, line: node.line });
    }
    if (node.type === 'switch_statement') {
      const name = parameterIn(inField(node, 'condition'));
      const pages = casesOf(inField(node, 'body'));
      if (name !== undefined && namesPage.test(name) && pages.length > 1)
        seen.push({ kind: 'page-parameter', subject: name, value: pages.join(', '), line: node.line });
    }
    return true;
  });
  return seen;
}

function casesOf(body: SyntaxNode | undefined): readonly string[] {
  return (body?.children ?? []).flatMap(({ type, children }) => {
    const value = type === 'case_statement' ? plainString(children[0]) : undefined;
    return value === undefined ? [] : [value];
  });
}

/** Variables of a file that are given a parameter of the address. */
function variablesOf(root: SyntaxNode): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  walkSyntax(root, (node) => {
    if (node.type !== 'assignment_expression') return true;
    const name = /^\$(\w+)$/.exec(inField(node, 'left')?.text ?? '')?.[1];
    const from = input.exec(valueOf(inField(node, 'right')))?.[1];
    if (name !== undefined && from !== undefined) given.set(name, from);
    return true;
  });
  return given;
}

/** What is given; of `isset($_GET['a']) ? 'b' : 'c'` not what is asked. */
const valueOf = (node: SyntaxNode | undefined): string =>
  node?.type === 'conditional_expression'
    ? node.children
        .filter(({ field }) => field !== 'condition')
        .map(({ text }) => text)
        .join(' ')
    : (node?.text ?? '');
