import { parseSync } from 'oxc-parser';

type Loose = Readonly<Record<string, unknown>>;
interface Span {
  readonly start: number;
  readonly end: number;
}

const isNode = (value: unknown): value is Loose & Span & { readonly type: string } =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;

/** Types that stand by themselves: nothing of them is left at run time. */
const whole: ReadonlySet<string> = new Set([
  'TSTypeAnnotation',
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSTypeParameterDeclaration',
  'TSTypeParameterInstantiation',
]);

/** Written in TypeScript, and more than types at run time. */
const refused: Readonly<Record<string, string>> = {
  TSEnumDeclaration: 'an enum',
  TSModuleDeclaration: 'a namespace',
  TSParameterProperty: 'a parameter property',
  TSImportEqualsDeclaration: 'an import assignment',
  TSExportAssignment: 'an export assignment',
  TSTypeAssertion: 'a type assertion in angle brackets',
  Decorator: 'a decorator',
};

/**
 * Erasable TypeScript as the JavaScript that it is: types become blanks, so that lines and columns stay. For the tests that
 * packages deliver, on a Node that does not do it by itself.
 * @throws when the text cannot be parsed, or is more than JavaScript with types
 */
export function stripTypes(path: string, text: string): string {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  const blanks: Span[] = [];
  visit(program, text, path, blanks);
  return blank(text, blanks);
}

function blank(text: string, spans: readonly Span[]): string {
  let end = 0;
  const parts: string[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.end <= end) continue;
    const start = Math.max(span.start, end);
    parts.push(text.slice(end, start), text.slice(start, span.end).replaceAll(/[^\r\n]/g, ' '));
    end = span.end;
  }
  return [...parts, text.slice(end)].join('');
}

function visit(node: unknown, text: string, path: string, blanks: Span[]): void {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, text, path, blanks);
    return;
  }
  if (!isNode(node)) return;
  const why = refused[node.type];
  if (why !== undefined)
    throw new Error(`${path}:${text.slice(0, node.start).split('\n').length}: ${why} is more than a type`);
  const own = erased(node, text);
  blanks.push(...own);
  if (own.some(({ start, end }) => start === node.start && end === node.end)) return;
  for (const child of Object.values(node)) visit(child, text, path, blanks);
}

/** What of a node is types alone. */
function erased(node: Loose & Span & { readonly type: string }, text: string): readonly Span[] {
  if (whole.has(node.type)) return [node];
  switch (node.type) {
    case 'ImportDeclaration':
      return node['importKind'] === 'type' ? [node] : typeSpecifiers(node, text);
    case 'ExportNamedDeclaration':
      if (node['exportKind'] === 'type') return [node];
      return isNode(node['declaration']) && whole.has(node['declaration'].type) ? [node] : [];
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression': {
      const { expression } = node;
      return isNode(expression) ? [{ start: closing(text, expression.end, node), end: node.end }] : [];
    }
    case 'Identifier':
      return optionalMark(node, text);
    default:
      return node['declare'] === true || isBodiless(node) ? [node] : [];
  }
}

/** Where the expression ends, its brackets included: `(a) as T`. */
function closing(text: string, end: number, { end: last }: Span): number {
  const brackets = /^(\s*\))*/.exec(text.slice(end, last))?.[0].length ?? 0;
  return end + brackets;
}

/** Overloads have no body. */
const isBodiless = ({ type, body }: Loose): boolean =>
  type === 'TSDeclareFunction' || (type === 'FunctionDeclaration' && body === null);

/** `name?: T` of a parameter: the mark stands before the annotation, which is blanked by itself. */
function optionalMark(node: Loose & Span, text: string): readonly Span[] {
  if (node['optional'] !== true) return [];
  const annotation = node['typeAnnotation'];
  const end = isNode(annotation) ? annotation.start : node.end;
  const mark = text.lastIndexOf('?', end);
  return mark > node.start ? [{ start: mark, end: mark + 1 }] : [];
}

/** `import { a, type B }`: with the comma after it. */
function typeSpecifiers(node: Loose, text: string): readonly Span[] {
  const specifiers: unknown = node['specifiers'];
  if (!Array.isArray(specifiers)) return [];
  return specifiers.filter(isNode).flatMap((each) => {
    if (each['importKind'] !== 'type') return [];
    const comma = /^\s*,/.exec(text.slice(each.end))?.[0].length ?? 0;
    return [{ start: each.start, end: each.end + comma }];
  });
}
