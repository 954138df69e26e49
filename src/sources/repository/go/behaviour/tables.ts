import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import { equalTo } from '../../queries/paraphrase.ts';
import type { GoTypeRef } from '../machine/types.ts';
import { declaredType, fieldsOf, tagOf, underlying } from '../machine/types.ts';
import { gormNaming } from '../models/gorm.ts';
import { snakeCase } from '../models/names.ts';
import { toldTableName } from '../models/structs.ts';
import type { GoProgram } from '../program/program.ts';
import { plural } from '../../sequelize/plural.ts';
import type { Engine } from './engines.ts';
import type { Body } from './typing.ts';
import { typeOfNode } from './typing.ts';

export interface Tables {
  /** The table of a struct, or of a list of them. */
  readonly of: (engine: Engine, type: GoTypeRef | undefined) => string | undefined;
  /** Conditions that a struct with values, or a map, asks for. */
  readonly filled: (engine: Engine, body: Body, node: SyntaxNode) => readonly string[];
}

export function tablesOf(program: GoProgram): Tables {
  let naming: ((name: string) => string) | undefined;
  return {
    of: (engine, type) => {
      const of = elementOf(program, type);
      if (of === undefined) return undefined;
      const declared = declaredType(program, of);
      if (declared === undefined || underlying(program, of)?.kind !== 'struct') return undefined;
      const told = toldTableName(program, { name: of.name, type: of, declared });
      if (told !== undefined) return told;
      if (engine === 'gorm') return (naming ??= gormNaming(program))(of.name);
      if (engine === 'bun') return bunTable(program, of) ?? plural(snakeCase(of.name));
      return snakeCase(of.name);
    },
    filled: (engine, body, node) => filledFields(program, engine, body, node),
  };
}

export function elementOf(
  program: GoProgram,
  type: GoTypeRef | undefined,
): (GoTypeRef & { readonly kind: 'own' }) | undefined {
  let at = type;
  for (let depth = 0; depth < 4 && at !== undefined; depth += 1) {
    if (at.kind === 'list' || at.kind === 'map') at = at.of;
    else if (at.kind === 'own') {
      const under = underlying(program, at);
      if (under?.kind !== 'list') return at;
      at = under.of;
    } else return undefined;
  }
  return undefined;
}

/** `bun.BaseModel `bun:"table:users,alias:u"``. */
function bunTable(program: GoProgram, type: GoTypeRef): string | undefined {
  const base = fieldsOf(program, type).find(
    ({ embedded, typeText }) => embedded && typeText.endsWith('BaseModel'),
  );
  return /table:([\w.]+)/.exec(tagOf(base?.tag ?? '', 'bun') ?? '')?.[1];
}

function filledFields(program: GoProgram, engine: Engine, body: Body, node: SyntaxNode): readonly string[] {
  const inner = node.type === 'unary_expression' ? inField(node, 'operand') : node;
  if (inner?.type !== 'composite_literal') return ['…'];
  const elements = (inField(inner, 'body')?.children ?? []).filter(({ type }) => type === 'keyed_element');
  const type = typeOfNode(body, inner);
  const fields = type?.kind === 'own' ? fieldsOf(program, type) : [];
  const conditions = elements.map((element): string => {
    const [key] = element.children;
    const text = key?.text.replaceAll(/^"|"$/g, '') ?? '';
    if (key?.text.startsWith('"') === true) return /^[\w.]+$/.test(text) ? equalTo(text) : '…';
    const field = fields.find(({ name }) => name === text);
    return field === undefined ? '…' : equalTo(columnOf(engine, field.name, field.tag));
  });
  return conditions.length === 0 ? ['…'] : conditions;
}

function columnOf(engine: Engine, name: string, tag: string): string {
  const told =
    engine === 'gorm'
      ? /column:(\w+)/i.exec(tagOf(tag, 'gorm') ?? '')?.[1]
      : engine === 'xorm'
        ? /'(\w+)'/.exec(tagOf(tag, 'xorm') ?? '')?.[1]
        : /^(\w+)/.exec(tagOf(tag, 'bun') ?? tagOf(tag, 'db') ?? '')?.[1];
  return told ?? snakeCase(name);
}
