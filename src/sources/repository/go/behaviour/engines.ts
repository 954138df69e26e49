import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { GoTypeRef } from '../machine/types.ts';
import type { Body } from './typing.ts';

export type Engine = 'gorm' | 'xorm' | 'bun' | 'squirrel' | 'sql';

const packages: readonly (readonly [RegExp, Engine])[] = [
  [/^(gorm\.io\/gorm|github\.com\/jinzhu\/gorm)$/, 'gorm'],
  [/^(xorm\.io\/xorm|github\.com\/(go-xorm|xormplus)\/xorm)$/, 'xorm'],
  [/^github\.com\/uptrace\/bun$/, 'bun'],
  [/^github\.com\/(M|m)asterminds\/squirrel$/, 'squirrel'],
  [
    /^(database\/sql|github\.com\/jmoiron\/sqlx|github\.com\/jackc\/pgx(\/\w+)?|github\.com\/jackc\/pgx\/pgxpool)$/,
    'sql',
  ],
];

/** The library whose handle a type is. */
export function engineOf(type: GoTypeRef | undefined): Engine | undefined {
  if (type?.kind !== 'library') return undefined;
  return packages.find(([pattern]) => pattern.test(type.package))?.[1];
}

/** Calls of a handle that answer another handle: `db.Where(…)`, `engine.NewSession()`, `gorm.Open(…)`. */
export function engineAnswer(
  body: Body,
  call: SyntaxNode,
  typed: (node: SyntaxNode | undefined) => GoTypeRef | undefined,
): GoTypeRef | undefined {
  const callee = inField(call, 'function');
  if (callee?.type !== 'selector_expression') return undefined;
  const operand = inField(callee, 'operand');
  const name = inField(callee, 'field')?.text ?? '';
  const from =
    operand?.type === 'identifier' && !body.locals.has(operand.text)
      ? body.file.imports.get(operand.text)
      : undefined;
  if (from !== undefined) {
    const made = { kind: 'library', package: from.path, name: 'DB' } as const;
    return engineOf(made) !== undefined &&
      /^(Open|Connect|MustConnect|NewDB|NewEngine|NewSession|New|NewDb)$/.test(name)
      ? made
      : undefined;
  }
  const owner = typed(operand);
  const engine = engineOf(owner);
  if (engine === undefined || owner?.kind !== 'library') return undefined;
  if (/^(Begin|BeginTx|Beginx|BeginTxx|MustBegin)$/.test(name)) return { ...owner, name: 'Tx' };
  if (engine === 'sql') return /^(Unsafe|Acquire|Conn)$/.test(name) ? owner : undefined;
  return /^(Error|RowsAffected|Rows|Row|DB|Count|Exec)$/.test(name) && engine !== 'gorm' ? undefined : owner;
}
