import type { Entity, Relation } from '../../queries/stored.ts';
import type { PhpClass } from '../classes.ts';
import { kindNames, methodOf, propertyOf } from '../codebase.ts';
import type { PhpCodebase } from '../codebase.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { modelKey, snake } from '../data/models.ts';
import { doctrineEntity } from './doctrine-entities.ts';
import { className, shortName } from '../names.ts';
import { memberName, plainString, receiverOf, writtenArguments } from '../syntax.ts';
import { walkBody } from '../signs.ts';
import type { Machine } from '../machine.ts';

export type Mapper = 'eloquent' | 'doctrine' | 'codeigniter';

export interface PhpEntity extends Entity {
  readonly mapper: Mapper;
  readonly declared: PhpClass;
}

/** Classes that stand for tables, by their full names. */
export interface Entities {
  readonly of: (name: string | undefined) => PhpEntity | undefined;
  readonly classOf: (entity: Entity) => PhpClass | undefined;
}

export function createEntities(codebase: PhpCodebase, machine: Machine): Entities {
  const known = new Map<string, PhpEntity | undefined>();
  const classes = new Map<Entity, PhpClass>();
  const of = (name: string | undefined): PhpEntity | undefined => {
    const key = name?.toLowerCase();
    if (key === undefined) return undefined;
    if (known.has(key)) return known.get(key);
    known.set(key, undefined);
    const declared = codebase.class(name);
    const found = declared === undefined ? undefined : entityOf(codebase, machine, declared, of);
    known.set(key, found);
    if (found !== undefined) classes.set(found, found.declared);
    return found;
  };
  return { of, classOf: (entity) => classes.get(entity) };
}

function entityOf(
  codebase: PhpCodebase,
  machine: Machine,
  declared: PhpClass,
  of: (name: string) => PhpEntity | undefined,
): PhpEntity | undefined {
  if (declared.kind !== 'class') return undefined;
  const names = kindNames(codebase, declared);
  if (
    names.some((name) =>
      /^Illuminate\\(Database\\Eloquent\\(Model|Relations\\\w*Pivot)|Foundation\\Auth\\User)$|\\Eloquent\\Model$|^(Hyperf\\DbConnection\\Model\\Model|Jenssegers\\.*\\Model)$/.test(
        name,
      ),
    )
  )
    return eloquentEntity(codebase, declared, names, of);
  if (names.includes('CodeIgniter\\Model')) {
    const table = plainString(propertyOf(codebase, declared, 'table')?.default);
    const key = plainString(propertyOf(codebase, declared, 'primaryKey')?.default) ?? 'id';
    if (table === undefined) return undefined;
    return {
      mapper: 'codeigniter',
      declared,
      name: shortName(declared.name),
      table,
      key,
      relation: none,
      always: [],
    };
  }
  return doctrineEntity(machine, declared);
}

const none = (): undefined => undefined;

function eloquentEntity(
  codebase: PhpCodebase,
  declared: PhpClass,
  names: readonly string[],
  of: (name: string) => PhpEntity | undefined,
): PhpEntity {
  const relations = new Map<string, Relation | undefined>();
  const { table } = modelKey(codebase, declared.name);
  const eager = propertyOf(codebase, declared, 'with')?.default;
  return {
    mapper: 'eloquent',
    declared,
    name: shortName(declared.name),
    table,
    key: plainString(propertyOf(codebase, declared, 'primaryKey')?.default) ?? 'id',
    always: stringsIn(eager).map(firstName),
    softDeletes: names.some((name) => name.endsWith('SoftDeletes')),
    relation: (name) => {
      if (!relations.has(name)) relations.set(name, relationOf(codebase, declared, name, of));
      return relations.get(name);
    },
  };
}

export const firstName = (path: string): string => path.split(/[.:]/)[0] ?? path;

/** The texts of a list that is written out; of a map its keys. */
export function stringsIn(node: SyntaxNode | undefined): readonly string[] {
  if (node === undefined) return [];
  const own = plainString(node);
  if (own !== undefined) return [own];
  return node.children.flatMap((item) =>
    item.type === 'array_element_initializer' ? (plainString(item.children[0]) ?? []) : [],
  );
}

const relationCalls =
  /^(hasOne|hasMany|belongsTo|belongsToMany|morphOne|morphMany|morphToMany|morphedByMany|hasManyThrough|hasOneThrough)$/;

/** `return $this->hasMany(Post::class)` in a method of the model. */
function relationOf(
  codebase: PhpCodebase,
  declared: PhpClass,
  name: string,
  of: (name: string) => PhpEntity | undefined,
): Relation | undefined {
  const method = methodOf(codebase, declared, name);
  if (method?.body === undefined || method.parameters.length > 0) return undefined;
  let found: Relation | undefined;
  walkBody(method.body, (node) => {
    const kind = memberName(node) ?? '';
    if (found !== undefined || node.type !== 'member_call_expression' || !relationCalls.test(kind)) return;
    if (receiverOf(node)?.text !== '$this') return;
    const args = writtenArguments(node);
    const target = of(classOf(method.file.names, args[0]?.node, declared) ?? '');
    if (target === undefined) return;
    const second = plainString(args[1]?.node);
    found = {
      target,
      many: /Many/.test(kind),
      ...(kind === 'belongsTo' ? { owned: true } : {}),
      ...(/^(hasOne|hasMany)$/.test(kind)
        ? { column: second ?? `${snake(shortName(declared.name))}_id` }
        : {}),
      ...(kind === 'belongsToMany' ? { through: second ?? pivotName(declared, target) } : {}),
      ...(/^morph(To|edBy)Many$/.test(kind) ? { through: `${second ?? 'taggable'}s` } : {}),
      ...(kind.endsWith('Through') ? { through: target.table } : {}),
    };
  });
  return found;
}

const pivotName = (one: PhpClass, other: PhpEntity): string =>
  [snake(shortName(one.name)), snake(other.name)].toSorted().join('_');

/** `X::class`, `'App\X'`. */
export function classOf(
  names: Parameters<typeof className>[0],
  node: SyntaxNode | undefined,
  own: PhpClass | undefined,
): string | undefined {
  const text = plainString(node);
  if (text !== undefined) return text.replace(/^\\/, '');
  const written = /^([\w\\]+)::class$/.exec(node?.text ?? '')?.[1];
  if (written === undefined) return undefined;
  return /^(self|static)$/.test(written) ? own?.name : className(names, written);
}
