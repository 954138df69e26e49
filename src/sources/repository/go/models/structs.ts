import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { GoTypeRef } from '../machine/types.ts';
import { fieldsOf, keyOf } from '../machine/types.ts';
import type { GoFile, GoType } from '../program/package.ts';
import type { GoProgram } from '../program/program.ts';

export interface ModelStruct {
  readonly name: string;
  readonly type: GoTypeRef & { readonly kind: 'own' };
  readonly declared: GoType;
}

/**
 * Structs that a mapper makes tables of: those handed to the function that makes them; where that cannot be seen, those
 * whose fields carry its tag and that no other one takes in.
 */
export function modelStructs(
  program: GoProgram,
  folders: readonly string[],
  tag: RegExp,
  makers: RegExp,
): readonly ModelStruct[] {
  const all = folders.flatMap((folder) =>
    [...(program.packageIn(folder)?.types.values() ?? [])].flatMap((declared): readonly ModelStruct[] =>
      inField(declared.node, 'type')?.type === 'struct_type'
        ? [{ name: declared.name, type: { kind: 'own', folder, name: declared.name }, declared }]
        : [],
    ),
  );
  const made = new Set(folders.flatMap((folder) => handedOver(program, folder, makers)));
  const embedded = new Set(
    all.flatMap(({ type }) =>
      fieldsOf(program, type).flatMap((field) =>
        (field.embedded || /embedded|extends/.test(field.tag)) && field.type !== undefined
          ? [keyOf(field.type)]
          : [],
      ),
    ),
  );
  return all.filter(({ type, declared }) => {
    if (made.has(keyOf(type))) return true;
    const named = program.packageIn(type.folder)?.methods.get(type.name)?.has('TableName') === true;
    const tagged = tag.test(declared.node.text);
    return tagged && (named || (made.size === 0 && !embedded.has(keyOf(type))));
  });
}

/** `AutoMigrate(&User{}, new(Order))`, also through a list of values in the same package. */
function handedOver(program: GoProgram, folder: string, makers: RegExp): readonly string[] {
  const found: string[] = [];
  for (const file of program.packageIn(folder)?.files ?? []) {
    const text = program.textsOf(folder).find(({ path }) => path === file.path)?.text ?? '';
    if (!makers.test(text)) continue;
    for (const [, inner = ''] of text.matchAll(
      /\b(?:AutoMigrate|CreateTable|Sync2?|StoreEngine)\(([\s\S]*?)\n?\s*\)(?:\s*$|[;.\n)])/gm,
    ))
      found.push(...typesIn(inner, file));
    for (const [, inner = ''] of text.matchAll(/\[\](?:interface\{\}|any)\{([\s\S]*?)\n\s*\}/g))
      found.push(...typesIn(inner, file));
  }
  return found;
}

function typesIn(text: string, file: GoFile): readonly string[] {
  return [
    ...text.matchAll(/(?:&\s*|\bnew\(\s*|(?<=[\s,({]))(?:(\w+)\.)?([A-Z]\w*)\s*(?:\{\}|\)|$)/g),
  ].flatMap(([, alias, name = '']) => {
    if (alias === undefined) return [`${file.package.folder}.${name}`];
    const from = file.imports.get(alias);
    return from?.folder === undefined ? [] : [`${from.folder}.${name}`];
  });
}

/** The text that `TableName()` answers. */
export function toldTableName(program: GoProgram, { type }: ModelStruct): string | undefined {
  const method = program.packageIn(type.folder)?.methods.get(type.name)?.get('TableName');
  if (method === undefined) return undefined;
  let found: SyntaxNode | undefined;
  walkSyntax(method.node, (at) => {
    if (at.type === 'return_statement') found ??= at.children[0]?.children[0];
  });
  if (found === undefined) return undefined;
  if (found.type.endsWith('string_literal')) return found.text.slice(1, -1);
  const value = method.file.package.values.get(found.text)?.value;
  return value?.type.endsWith('string_literal') === true ? value.text.slice(1, -1) : undefined;
}
