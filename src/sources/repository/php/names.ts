import { allOfType, inField, ofType } from '../languages/syntax.ts';
import type { SyntaxNode } from '../languages/syntax.ts';

/** What names of a file stand for: its namespace and its `use` imports. */
export interface NameScope {
  readonly namespace: string;
  readonly classes: ReadonlyMap<string, string>;
  readonly functions: ReadonlyMap<string, string>;
  readonly constants: ReadonlyMap<string, string>;
}

export function readNames(root: SyntaxNode): NameScope {
  const classes = new Map<string, string>();
  const functions = new Map<string, string>();
  const constants = new Map<string, string>();
  let namespace = '';
  const read = (statements: readonly SyntaxNode[]): void => {
    for (const statement of statements) {
      if (statement.type === 'namespace_definition') {
        if (namespace === '') namespace = inField(statement, 'name')?.text ?? '';
        read(inField(statement, 'body')?.children ?? []);
      } else if (statement.type === 'namespace_use_declaration')
        readUse(statement, { class: classes, function: functions, const: constants });
    }
  };
  read(root.children);
  return { namespace, classes, functions, constants };
}

type Imports = Readonly<Record<'class' | 'function' | 'const', Map<string, string>>>;

function readUse(node: SyntaxNode, imports: Imports): void {
  const group = inField(node, 'body');
  const prefix = group === undefined ? '' : `${ofType(node, 'namespace_name')?.text ?? ''}\\`;
  const outer = useKind(node);
  for (const clause of allOfType(group ?? node, 'namespace_use_clause')) {
    const target = clause.children.find(({ field }) => field !== 'alias' && field !== 'type');
    if (target === undefined) continue;
    const full = `${prefix}${target.text}`.replace(/^\\/, '');
    const alias = inField(clause, 'alias')?.text ?? full.split('\\').at(-1) ?? full;
    const kind = useKind(clause) ?? outer ?? 'class';
    imports[kind].set(kind === 'const' ? alias : alias.toLowerCase(), full);
  }
}

function useKind(node: SyntaxNode): 'function' | 'const' | undefined {
  const type = inField(node, 'type')?.text;
  return type === 'function' || type === 'const' ? type : undefined;
}

/** The full name of a class, without a leading backslash. */
export function className(names: NameScope, written: string): string {
  if (written.startsWith('\\')) return written.slice(1);
  if (written.startsWith('namespace\\')) return qualify(names, written.slice('namespace\\'.length));
  const [first = '', ...rest] = written.split('\\');
  const imported = names.classes.get(first.toLowerCase());
  return imported === undefined ? qualify(names, written) : [imported, ...rest].join('\\');
}

export function functionName(names: NameScope, written: string): string {
  if (written.startsWith('\\')) return written.slice(1);
  const imported = names.functions.get(written.toLowerCase());
  return imported ?? written;
}

const qualify = (names: NameScope, name: string): string =>
  names.namespace === '' ? name : `${names.namespace}\\${name}`;

export const shortName = (name: string): string => name.split('\\').at(-1) ?? name;
