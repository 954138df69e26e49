import { special } from './special-names.ts';

/** The directives of one template, and those that stand open. */
export interface Directives {
  /** Names that an `@end…` of the template closes. */
  readonly closed: ReadonlySet<string>;
  readonly open: Open[];
}

interface Open {
  readonly name: string;
  /** It is a block of the program; others only keep their `@else` apart. */
  readonly isBlock: boolean;
}

export const newDirectives = (text: string): Directives => ({
  closed: new Set([...text.matchAll(/@end(\w+)/g)].map(([, name = '']) => name)),
  open: [],
});

/** Blocks that a template leaves open. */
export const closings = ({ open }: Directives): string =>
  '}'.repeat(open.filter((each) => each.isBlock).length);

/** Directives whose end closes no choice. */
const plain =
  /^(section|push|pushOnce|pushIf|prepend|prependOnce|slot|component|php|verbatim|once|fragment|persist|script|assets|teleport|session|context)$/;

/** The heads of blocks, with what stands in the brackets of the directive. */
const heads: Readonly<Record<string, (given: string) => string>> = {
  if: (given) => `if (${given})`,
  unless: (given) => `if (!(${given}))`,
  isset: (given) => `if (isset(${given}))`,
  empty: (given) => `if (empty(${given}))`,
  foreach: (given) => `foreach (${given})`,
  forelse: (given) => `foreach (${given})`,
  for: (given) => `for (${given})`,
  while: (given) => `while (${given})`,
  switch: (given) => `switch (${given})`,
};

/** Directives that bring in another template. */
const views: Readonly<Record<string, string>> = {
  include: special.view,
  includeIf: special.view,
  includeFirst: special.view,
  includeWhen: special.viewWhen,
  includeUnless: special.viewWhen,
  extends: special.view,
  extendsFirst: special.view,
  component: special.part,
  componentFirst: special.part,
  each: special.each,
};

/** What a directive does, as PHP. */
export function bladeDirective(directives: Directives, name: string, given: string | undefined): string {
  const { open } = directives;
  const view = views[name];
  if (view !== undefined) return given === undefined ? '' : `${view}(${given});`;
  if (name === 'php') return `${given ?? ''};`;
  if (name.startsWith('end')) return ended(open, name.slice('end'.length));
  if (name === 'else') return open.at(-1)?.name === 'if' ? '} else {' : '';
  if (name === 'elseif') return open.at(-1)?.name === 'if' ? `} elseif (${given ?? ''}) {` : '';
  if (name === 'empty' && given === undefined) return open.at(-1)?.name === 'forelse' ? '} {' : '';
  if (open.some(({ name: of }) => of === 'switch')) {
    if (name === 'case') return `case ${given ?? "''"}:`;
    if (name === 'default') return 'default:';
  }
  if (name === 'break' || name === 'continue')
    return given === undefined ? `${name};` : `if (${given}) { ${name}; }`;
  const head = heads[name];
  if (head !== undefined && given !== undefined) {
    open.push({ name: blockName(name), isBlock: true });
    return `${head(given)} {`;
  }
  if (directives.closed.has(name) && !plain.test(name)) open.push({ name, isBlock: false });
  return '';
}

/** `@else` belongs to each of these. */
const blockName = (name: string): string => (/^(unless|isset|empty)$/.test(name) ? 'if' : name);

/** Closes the block of that name, and those inside of it that were left open. */
function ended(open: Open[], written: string): string {
  const name = blockName(written);
  const at = open.findLastIndex((each) => each.name === name);
  if (at === -1) return '';
  const left = open.splice(at);
  return '}'.repeat(left.filter(({ isBlock }) => isBlock).length);
}
