import type { PhpClass } from '../classes.ts';
import { lineage } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import { tableName } from '../data/doctrine-relations.ts';
import { mappingsOf } from '../data/mapping.ts';
import { snake } from '../data/models.ts';
import { walkBody } from '../signs.ts';
import type { Machine } from '../machine.ts';
import { className, shortName } from '../names.ts';
import { writtenArguments } from '../syntax.ts';
import type { PhpEntity } from './entities.ts';
import { classOf } from './entities.ts';

/** An entity of Doctrine. Its relations are read through methods of its own, which are not followed. */
export function doctrineEntity(machine: Machine, declared: PhpClass): PhpEntity | undefined {
  const { root } = declared.file;
  if (!/#\[(\w+\\)?Entity\b|@(\w+\\)?Entity\b/.test(root.text)) return undefined;
  const mappings = mappingsOf(machine, declared, declared.attributes, declared.doc);
  if (!mappings.some(({ name }) => name === 'Entity')) return undefined;
  return {
    mapper: 'doctrine',
    declared,
    name: shortName(declared.name),
    table: tableName(machine, declared, mappings),
    key: keyOf(machine, declared),
    always: [],
    relation: () => undefined,
  };
}

function keyOf(machine: Machine, declared: PhpClass): string {
  for (const owner of lineage(machine.codebase, declared))
    for (const property of owner.properties.values())
      if (/\bId\b/.test(`${property.doc ?? ''}${property.node.text}`))
        if (mappingsOf(machine, owner, property.attributes, property.doc).some(({ name }) => name === 'Id'))
          return snake(property.name);
  return 'id';
}

/** The entity that a repository of Doctrine reads: what it tells its parent, its comment says, or its name. */
export function repositoryEntity(
  codebase: PhpCodebase,
  declared: PhpClass,
  of: (name: string) => PhpEntity | undefined,
): PhpEntity | undefined {
  for (const each of lineage(codebase, declared)) {
    const told = parentClass(each) ?? documentedClass(each);
    const entity = told === undefined ? undefined : of(told);
    if (entity !== undefined) return entity;
  }
  const word = shortName(declared.name).replace(/Repository$/, '');
  const space = declared.name.split('\\').slice(0, -2).join('\\');
  return of(`${space}\\Entity\\${word}`);
}

function parentClass(declared: PhpClass): string | undefined {
  const body = declared.methods.get('__construct')?.body;
  let found: string | undefined;
  if (body !== undefined)
    walkBody(body, (node) => {
      if (node.type !== 'scoped_call_expression' || !node.text.startsWith('parent::__construct')) return;
      found ??= classOf(declared.file.names, writtenArguments(node)[1]?.node, declared);
    });
  return found;
}

function documentedClass(declared: PhpClass): string | undefined {
  const written = /@(?:template-)?extends\s+[\w\\]*Repository<([\w\\]+)>/.exec(declared.doc ?? '')?.[1];
  return written === undefined ? undefined : className(declared.file.names, written);
}
