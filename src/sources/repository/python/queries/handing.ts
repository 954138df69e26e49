import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';

/** Functions of the target that hand a statement on to a driver, as far as their own code tells. */
export interface Handing {
  /** Their names, with the place of the statement among what they are called with. */
  readonly one: ReadonlyMap<string, number>;
  /** Names of those that are given several statements, each with its values. */
  readonly several: ReadonlySet<string>;
}

const drivers =
  /^(execute|executemany|executescript|exec_driver_sql|fetch|fetchrow|fetchval|fetch_all|fetch_one|fetch_val|iterate|raw|query|read_sql|read_sql_query)$/;
/** Words without which a file holds none. */
const driving = /\.(execute\w*|exec_driver_sql|fetch\w*|iterate|raw|query|read_sql\w*)\(/;

/** Functions that call each other are looked through so often. */
const rounds = 3;

export function handingFunctions(
  files: Iterable<{ readonly path: string; readonly text: string }>,
  tree: (path: string) => SyntaxNode | undefined,
): Handing {
  const one = new Map<string, number>();
  const several = new Set<string>();
  const functions: SyntaxNode[] = [];
  for (const { path, text } of files) {
    if (!path.endsWith('.py') || !driving.test(text)) continue;
    const root = tree(path);
    if (root === undefined) continue;
    walkSyntax(root, (node) => void (node.type === 'function_definition' ? functions.push(node) : 0));
  }
  for (let round = 0; round < rounds; round += 1)
    for (const node of functions) {
      const name = inField(node, 'name')?.text ?? '';
      const parameters = parameterNames(node);
      if (one.has(name) || several.has(name) || parameters.length === 0) continue;
      const handed = handedNames(node, one);
      const at = parameters.findIndex((each) => handed.has(each));
      if (at !== -1) one.set(name, at);
      else if (goesOver(node, parameters, handed)) several.add(name);
    }
  return { one, several };
}

const parameterNames = (node: SyntaxNode): readonly string[] => {
  const names = (inField(node, 'parameters')?.children ?? []).flatMap((each) =>
    each.type === 'identifier' ? [each.text] : [inField(each, 'name')?.text ?? each.children[0]?.text ?? ''],
  );
  return /^(self|cls)$/.test(names[0] ?? '') ? names.slice(1) : names;
};

/** Names that stand where a driver, or a function that is known by now, takes a statement. */
function handedNames(node: SyntaxNode, known: ReadonlyMap<string, number>): ReadonlySet<string> {
  const found = new Set<string>();
  walkSyntax(node, (at) => {
    if (at.type !== 'call') return;
    const callee = inField(at, 'function');
    const name = callee?.type === 'attribute' ? (inField(callee, 'attribute')?.text ?? '') : callee?.text;
    const isDriver = callee?.type === 'attribute' && drivers.test(name ?? '');
    const place = isDriver ? 0 : known.get(name ?? '');
    const given = place === undefined ? undefined : inField(at, 'arguments')?.children[place];
    const plain = given === undefined ? undefined : nameIn(given);
    if (plain !== undefined) found.add(plain);
  });
  return found;
}

/** `sql`, `text(sql)`, `sql.strip()`, `item[0]`, `*item`. */
function nameIn(node: SyntaxNode): string | undefined {
  if (node.type === 'identifier') return node.text;
  if (node.type === 'list_splat') return node.children[0]?.text;
  if (node.type === 'subscript' && inField(node, 'subscript')?.text === '0')
    return inField(node, 'value')?.text;
  return /^(?:\w+\.)?text\((\w+)\)$/.exec(node.text)?.[1] ?? /^(\w+)\.strip\(\)$/.exec(node.text)?.[1];
}

/** `for sql, values in statements: cursor.execute(sql, values)`. */
function goesOver(node: SyntaxNode, parameters: readonly string[], handed: ReadonlySet<string>): boolean {
  let isFound = false;
  walkSyntax(node, (at) => {
    if (at.type !== 'for_statement') return;
    const [target, list] = [inField(at, 'left'), inField(at, 'right')];
    const first = target?.type === 'identifier' ? target : target?.children[0];
    isFound ||= parameters.includes(list?.text ?? '') && handed.has(first?.text ?? '');
  });
  return isFound;
}
