import type { Program } from 'oxc-parser';
import type { Gap } from '../../../../model/origin.ts';
import type { Codebase } from '../../javascript/codebase.ts';
import type { ParsedFile } from '../../javascript/parse.ts';
import { originOf } from '../../javascript/parse.ts';
import { isFunctionNode, walk } from '../../javascript/syntax.ts';

/**
 * Server actions of React: exported functions of a file marked `'use server'`, and functions that mark themselves. Each
 * takes POST at every page that uses it, by an id that the build makes: it has no address that could be told.
 */
export function serverActionGaps(codebase: Codebase): readonly Gap[] {
  const gaps: Gap[] = [];
  for (const { path, test } of codebase.files.values()) {
    if (test || !/['"]use server['"]/.test(codebase.repository.files.get(path)?.text ?? '')) continue;
    const file = codebase.tree(path);
    const found = file === undefined ? undefined : actionsOf(file);
    if (file === undefined || found === undefined || found.count === 0) continue;
    const { count, names } = found;
    const told =
      names.length === 0
        ? ''
        : ` (${names.slice(0, mostNames).join(', ')}${names.length > mostNames ? ', …' : ''})`;
    gaps.push({
      kind: 'server-action',
      subject: path,
      why: `${count === 1 ? 'a server action takes' : `${count} server actions take`} POST at every page that uses ${count === 1 ? 'it' : 'them'}, without an address of ${count === 1 ? 'its' : 'their'} own${told}`,
      origin: originOf(file, { start: found.start }),
    });
  }
  return gaps;
}

const mostNames = 8;

interface Actions {
  readonly count: number;
  readonly names: readonly string[];
  readonly start: number;
}

function actionsOf({ program }: ParsedFile): Actions | undefined {
  const whole = program.body.find((item) => item.type === 'ExpressionStatement');
  if (isMark(whole)) {
    const names = exportedNames(program);
    return { count: names.length, names, start: whole?.start ?? 0 };
  }
  const starts: number[] = [];
  walk(program, (node) => {
    if (isFunctionNode(node) && node.body?.type === 'BlockStatement' && isMark(node.body.body[0]))
      starts.push(node.start);
    return true;
  });
  return starts[0] === undefined ? undefined : { count: starts.length, names: [], start: starts[0] };
}

const isMark = (item: Program['body'][number] | undefined): boolean =>
  item?.type === 'ExpressionStatement' &&
  item.expression.type === 'Literal' &&
  item.expression.value === 'use server';

/** Functions and values that a file exports; types are none. */
function exportedNames({ body }: Program): readonly string[] {
  return body.flatMap((item): readonly string[] => {
    if (item.type === 'ExportDefaultDeclaration') return ['default'];
    if (item.type !== 'ExportNamedDeclaration' || item.exportKind === 'type') return [];
    const { declaration, specifiers } = item;
    if (declaration?.type === 'FunctionDeclaration')
      return declaration.id === null ? [] : [declaration.id.name];
    if (declaration?.type === 'VariableDeclaration')
      return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
    return specifiers.flatMap(({ exported, exportKind }) =>
      exportKind === 'type' || exported.type !== 'Identifier' ? [] : [exported.name],
    );
  });
}
