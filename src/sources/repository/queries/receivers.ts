import type { Node } from 'oxc-parser';
import type { Tracer } from '../code/tracing.ts';
import type { Place } from '../code/visit.ts';
import { plainKey } from '../javascript/syntax.ts';
import type { ModelName } from '../models/names.ts';
import { modelNamed } from '../models/names.ts';
import type { Chain, Link } from './chain.ts';
import { lastName } from './chain.ts';

export type Mapper = 'TypeORM' | 'Sequelize' | 'Mongoose' | 'MikroORM';

export interface Receiver {
  readonly mapper: Mapper;
  readonly model: ModelName;
  /** A manager is told the entity in its first argument. */
  readonly entityFirst: boolean;
}

/** The model that a call is made on: itself, a repository of it, or a manager that is told it. */
export function receiverOf(
  tracer: Tracer,
  models: readonly ModelName[],
  { root, links }: Chain,
  link: Link,
  place: Place,
): Receiver | undefined {
  const before = links.at(-1);
  if (before !== undefined) {
    if (
      !/^(getRepository|getTreeRepository|getCustomRepository|withRepository|getMongoRepository|unscoped|scope|schema)$/.test(
        before.name,
      )
    )
      return undefined;
    const [first] = before.args;
    const named = /unscoped|scope|schema/.test(before.name)
      ? lastName(root)
      : first === undefined
        ? undefined
        : lastName(first);
    return known(models, named, false);
  }
  const name = lastName(root);
  const direct = known(models, name, false);
  if (direct !== undefined && isModelValue(tracer, root, place)) return direct;
  const typed = known(models, typeArgument(tracer, root, place), false);
  if (typed !== undefined) return typed;
  const [first] = link.args;
  const entity = first === undefined ? undefined : known(models, lastName(first), true);
  if (
    entity !== undefined &&
    isManager(root) &&
    (entity.mapper === 'TypeORM' || entity.mapper === 'MikroORM')
  )
    return entity;
  return named(models, name);
}

function known(
  models: readonly ModelName[],
  name: string | undefined,
  entityFirst: boolean,
): Receiver | undefined {
  const model = modelNamed(models, name);
  return model === undefined ? undefined : received(model, entityFirst);
}

function received(model: ModelName, entityFirst: boolean): Receiver | undefined {
  const { technology } = model;
  if (
    technology === 'TypeORM' ||
    technology === 'Sequelize' ||
    technology === 'Mongoose' ||
    technology === 'MikroORM'
  )
    return { mapper: technology, model, entityFirst };
  return undefined;
}

/** A name with a capital letter, or a member of something: a local variable of that name is a row. */
const isModelValue = (tracer: Tracer, root: Node, place: Place): boolean => {
  if (root.type === 'MemberExpression') return true;
  if (root.type !== 'Identifier') return false;
  return /^[A-Z]/.test(root.name) || tracer.find(root.name, place)?.binding.kind === 'value';
};

/** `User` of a field that is declared as `Repository<User>` or `Model<UserDocument>`. */
function typeArgument(tracer: Tracer, root: Node, place: Place): string | undefined {
  const found =
    root.type === 'MemberExpression' && root.object.type === 'ThisExpression'
      ? tracer.field(plainKey(root.property, root.computed) ?? '', place)
      : root.type === 'Identifier'
        ? tracer.find(root.name, place)
        : undefined;
  if (found?.binding.kind !== 'type') return undefined;
  let type: Node = found.binding.node;
  if (type.type === 'TSTypeAnnotation') type = type.typeAnnotation;
  if (type.type !== 'TSTypeReference') return undefined;
  const [first] = type.typeArguments?.params ?? [];
  if (first?.type !== 'TSTypeReference' || first.typeName.type !== 'Identifier') return undefined;
  return first.typeName.name.replace(/Document$/, '') || undefined;
}

const isManager = (root: Node): boolean =>
  /(^|e|E)(m|manager|Manager|entityManager|trx|tx|em)$/.test(lastName(root) ?? '');

/** `userRepository`, `usersRepo`, `userModel`: the custom of naming what is injected. */
function named(models: readonly ModelName[], name: string | undefined): Receiver | undefined {
  const word = /^_?(\w+?)(Repository|Repo|Model|Entity|Collection)$/.exec(name ?? '')?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  const model = models.find(
    (one) =>
      one.name.toLowerCase().replace(/(entity|model|schema)$/, '') === word ||
      `${one.name.toLowerCase()}s` === word,
  );
  return model === undefined ? undefined : received(model, false);
}
