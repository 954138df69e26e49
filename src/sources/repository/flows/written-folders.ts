import type { Node } from 'oxc-parser';
import type { ParsedFile } from '../javascript/parse.ts';
import { plainKey, walk } from '../javascript/syntax.ts';
import type { Place, Value } from './value.ts';
import { wholeText } from './value.ts';

/** A folder as it is written for a setting, from the folder of the program on: `public/uploads`. */
export function writtenFolder(value: Value, place: Place | undefined): string | undefined {
  const whole = wholeText(value);
  if (whole !== undefined) return trimmed(whole);
  const [only] = value.callables;
  if (only?.kind === 'closure') return given(only.node, only.file);
  if (place === undefined) return undefined;
  const { node, file } = place;
  return node.type === 'Property' ? folderIn(node.value, file, 0) : undefined;
}

const trimmed = (text: string): string => text.replaceAll(/^(\.{0,2}\/)+|\/+$/g, '');

/** What a function hands to its callback: `(req, file, done) => done(null, 'public/uploads')`. */
function given(node: Node, file: ParsedFile): string | undefined {
  const found: (string | undefined)[] = [];
  walk(node, (each) => {
    if (each.type === 'CallExpression' && each.callee.type === 'Identifier' && each.arguments.length === 2)
      found.push(each.arguments[1] === undefined ? undefined : folderIn(each.arguments[1], file, 0));
  });
  return found.length === 1 ? found[0] : undefined;
}

/** `path.join(__dirname, 'public', 'uploads')` as what is written in it. */
function folderIn(node: Node, file: ParsedFile, depth: number): string | undefined {
  if (depth > 3) return undefined;
  if (node.type === 'Literal') return typeof node.value === 'string' ? trimmed(node.value) : undefined;
  if (node.type === 'TemplateLiteral') {
    const parts = node.quasis.map(({ value }) => value.cooked ?? '');
    return parts.length <= 2 ? trimmed(parts.join('')) : undefined;
  }
  if (node.type === 'BinaryExpression' && node.operator === '+') return folderIn(node.right, file, depth + 1);
  if (node.type === 'Identifier') {
    const kept = initialOf(node.name, file);
    return kept === undefined ? undefined : folderIn(kept, file, depth + 1);
  }
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return undefined;
  if (!/^(join|resolve)$/.test(plainKey(node.callee.property, node.callee.computed) ?? '')) return undefined;
  const parts = node.arguments.map((each) => folderIn(each, file, depth + 1) ?? '');
  return trimmed(parts.filter((part) => part !== '').join('/')) || undefined;
}

function initialOf(name: string, { program }: ParsedFile): Node | undefined {
  for (const statement of program.body)
    if (statement.type === 'VariableDeclaration')
      for (const { id, init } of statement.declarations)
        if (id.type === 'Identifier' && id.name === name && init !== null) return init;
  return undefined;
}

/** Whether what a function for names hands on ends in what was sent: only then is the extension the client's. */
export function endsInSentName({ callables: [only] }: Value): boolean {
  if (only?.kind !== 'closure') return false;
  const { file, node } = only;
  const kept = new Map<string, Node>();
  const ends: Node[] = [];
  walk(node, (each) => {
    if (each.type === 'VariableDeclarator' && each.id.type === 'Identifier' && each.init !== null)
      kept.set(each.id.name, each.init);
    const [, name] =
      each.type === 'CallExpression' && each.callee.type === 'Identifier' ? each.arguments : [];
    if (name !== undefined) ends.push(name);
  });
  return ends.some((end) => {
    let last = lastPart(end);
    for (let steps = 0; last?.type === 'Identifier' && steps < 3; steps += 1)
      last = lastPart(kept.get(last.name));
    return last !== undefined && /\boriginalname\b/.test(file.text.slice(last.start, last.end));
  });
}

/** What stands last in a text that is put together. */
function lastPart(node: Node | undefined): Node | undefined {
  if (node?.type === 'BinaryExpression' && node.operator === '+') return lastPart(node.right);
  if (node?.type !== 'TemplateLiteral') return node;
  return node.quasis.at(-1)?.value.raw === '' ? lastPart(node.expressions.at(-1)) : node.quasis.at(-1);
}
