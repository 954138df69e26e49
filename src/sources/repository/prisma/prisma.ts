import { folderOf } from '../file-paths.ts';
import type { EnumType, Table } from '../../../model/data.ts';
import type { Gap, Origin } from '../../../model/origin.ts';
import type { Repository, TextFile } from '../gather.ts';
import { parseJson } from '../json.ts';
import { parsePrisma } from './parse.ts';
import { joinTables } from './relations.ts';
import type { PrismaSchema } from './schema.ts';
import { blockOrigin } from './schema.ts';
import type { PrismaBlock, PrismaValue } from './syntax.ts';
import { textOf } from './syntax.ts';
import { enumOf, tableOf } from './tables.ts';

export interface PrismaTables {
  readonly tables: readonly Table[];
  readonly enums: readonly EnumType[];
}

/** Prisma schemas of the repository, one for each datasource, and what of them was not understood. */
export function prismaSchemas(repository: Repository): {
  readonly schemas: readonly PrismaSchema[];
  readonly gaps: readonly Gap[];
} {
  const gaps: Gap[] = [];
  const parsed = [...repository.files.values()].flatMap((file) => {
    if (!file.path.endsWith('.prisma')) return [];
    const { blocks, told } = parsePrisma(file.path, file.text);
    if (told.length > 0) gaps.push(unread(file, told));
    return [{ file, blocks }];
  });
  const roots = parsed.filter(({ blocks }) => blocks.some(({ kind }) => kind === 'datasource'));
  const schemas = roots.map(({ file, blocks }) => {
    const others = parsed.filter(
      (other) => !roots.includes(other) && rootOf(other.file.path, roots) === file.path,
    );
    return schemaOf(repository, folderOf(file.path), [...blocks, ...others.flatMap((other) => other.blocks)]);
  });
  for (const other of parsed)
    if (!roots.includes(other) && rootOf(other.file.path, roots) === undefined)
      gaps.push({ kind: 'read-prisma', subject: other.file.path, why: 'no datasource belongs to this file' });
  for (const { views } of schemas)
    for (const view of views)
      gaps.push({
        kind: 'read-prisma',
        subject: view.name,
        why: 'a view; its statement is not in the schema',
        origin: blockOrigin(view),
      });
  return { schemas, gaps };
}

export function prismaTables(schema: PrismaSchema): PrismaTables {
  return {
    tables: [...[...schema.models.values()].map((model) => tableOf(schema, model)), ...joinTables(schema)],
    enums: [...schema.enums.values()].map(enumOf),
  };
}

const unread = (file: TextFile, lines: readonly number[]): Gap => ({
  kind: 'read-prisma',
  subject: file.path,
  why: `${lines.length} ${lines.length === 1 ? 'line' : 'lines'} could not be read`,
  origin: { kind: 'read', file: file.path, line: lines[0] ?? 1 },
});

/** The datasource file whose folder is nearest above a file. */
function rootOf(path: string, roots: readonly { readonly file: TextFile }[]): string | undefined {
  const above = roots
    .map(({ file }) => file.path)
    .filter((root) => folderOf(root) === '' || path.startsWith(`${folderOf(root)}/`));
  return above.toSorted((a, b) => folderOf(b).length - folderOf(a).length)[0] ?? undefined;
}

function schemaOf(repository: Repository, folder: string, blocks: readonly PrismaBlock[]): PrismaSchema {
  const source = blocks.find(({ kind }) => kind === 'datasource');
  const provider = providerOf(source?.settings.get('provider'));
  const mode = textOf(source?.settings.get('relationMode'));
  const named = (kind: string): ReadonlyMap<string, PrismaBlock> =>
    new Map(blocks.filter((block) => block.kind === kind).map((block) => [block.name, block]));
  const origin: Origin = source === undefined ? { kind: 'read', file: folder, line: 1 } : blockOrigin(source);
  const major = prismaMajor(repository, folder);
  return {
    folder,
    provider,
    foreignKeys: mode !== 'prisma' && provider !== 'mongodb',
    models: named('model'),
    enums: named('enum'),
    types: new Set(named('type').keys()),
    views: blocks.filter(({ kind }) => kind === 'view'),
    origin,
    ...(major === undefined ? {} : { major }),
  };
}

function providerOf(value: PrismaValue | undefined): string {
  const first = value?.kind === 'list' ? value.items[0] : value;
  const name = textOf(first) ?? 'unknown';
  return name === 'postgres' ? 'postgresql' : name;
}

/** From the package.json nearest above the schema. */
function prismaMajor(repository: Repository, folder: string): number | undefined {
  for (let at = folder; ; at = folderOf(at)) {
    const text = repository.files.get(at === '' ? 'package.json' : `${at}/package.json`)?.text;
    const json = parseJson(text ?? '');
    for (const part of ['dependencies', 'devDependencies'])
      for (const name of ['prisma', '@prisma/client']) {
        const major = /\d+/.exec(json.at(part).at(name).text() ?? '')?.[0];
        if (major !== undefined) return Number(major);
      }
    if (at === '') return undefined;
  }
}
