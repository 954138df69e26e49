import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField } from '../../languages/syntax.ts';
import type { Relation } from '../../queries/stored.ts';
import { appOf } from '../data/django-targets.ts';
import type { CodeIndex, PyClass, PyModule } from './code-index.ts';
import { textOf } from './entities.ts';
import type { PyEntity } from './entities.ts';

export interface World {
  readonly of: (declared: PyClass | undefined) => PyEntity | undefined;
  readonly reverse: () => Map<PyClass, Map<string, PyClass>>;
  readonly library: (path: string) => PyEntity | undefined;
}

/** Name of the class or function that a call calls, without what stands before it. */
export const calledName = (node: SyntaxNode | undefined): string =>
  node?.type === 'call' ? ((inField(node, 'function')?.text ?? '').split('.').at(-1) ?? '') : '';

export const toOne = /^(ForeignKey|OneToOneField|ParentalKey|TreeForeignKey)$/;
const toMany = /^(ManyToManyField|ParentalManyToManyField|TaggableManager)$/;

/** Of a field, or of the fields of other models that point here. */
export function djangoRelation(
  index: CodeIndex,
  declared: PyClass,
  name: string,
  world: World,
): Relation | undefined {
  for (const each of index.lineage(declared)) {
    const field = each.values.get(name);
    const kind = calledName(field);
    if (field === undefined || (!toOne.test(kind) && !toMany.test(kind))) continue;
    const target = targetOf(index, each.module, declared, field, world);
    if (target === undefined) return undefined;
    return toOne.test(kind)
      ? { target, many: false, owned: true }
      : {
          target,
          many: true,
          through: `${appOf(declared.module.path)}_${declared.name.toLowerCase()}_${name}`,
        };
  }
  const back = index.lineage(declared).flatMap((each) => world.reverse().get(each)?.get(name) ?? [])[0];
  const target = world.of(back);
  return target === undefined
    ? undefined
    : { target, many: true, column: `${declared.name.toLowerCase()}_id` };
}

function targetOf(
  index: CodeIndex,
  module: PyModule,
  own: PyClass,
  field: SyntaxNode,
  world: Pick<World, 'of' | 'library'>,
): PyEntity | undefined {
  const args = inField(field, 'arguments')?.children ?? [];
  const given = args.find((arg) => arg.type === 'keyword_argument' && inField(arg, 'name')?.text === 'to');
  const node =
    given === undefined
      ? args.find(({ type }) => type !== 'keyword_argument' && type !== 'comment')
      : inField(given, 'value');
  if (node === undefined) return undefined;
  const text = textOf(node);
  if (text === 'self') return world.of(own);
  if (text !== undefined) {
    const name = text.split('.').at(-1) ?? text;
    const local = index.named(module, name);
    if (local?.kind === 'class') return world.of(local.of);
    return (
      world.of(classNamed(index, name)) ??
      (text.startsWith('auth.') ? world.library(`django.contrib.auth.models.${name}`) : undefined)
    );
  }
  const named = index.dotted(module, node.type === 'call' ? (inField(node, 'function') ?? node) : node);
  if (named?.kind === 'class') return world.of(named.of);
  return named?.kind === 'library' ? world.library(named.path) : undefined;
}

const namedClasses = new WeakMap<CodeIndex, Map<string, PyClass>>();

/** The only class of that name among the files that declare models. */
function classNamed(index: CodeIndex, name: string): PyClass | undefined {
  const known = namedClasses.get(index) ?? new Map<string, PyClass>();
  if (!namedClasses.has(index)) {
    namedClasses.set(index, known);
    for (const { path, text } of index.files)
      if (/models?\.|relationship|__tablename__/.test(text) && /^class /m.test(text))
        for (const [each, declared] of index.module(path)?.classes ?? [])
          if (!known.has(each)) known.set(each, declared);
  }
  return known.get(name);
}

/** Names by which the rows that point at a class are read from it. */
export function readReverse(
  index: CodeIndex,
  of: (declared: PyClass) => PyEntity | undefined,
): Map<PyClass, Map<string, PyClass>> {
  const found = new Map<PyClass, Map<string, PyClass>>();
  for (const { path, text } of index.files) {
    if (!/ForeignKey\(|OneToOneField\(|ManyToManyField\(/.test(text)) continue;
    for (const declared of index.module(path)?.classes.values() ?? []) {
      if (of(declared) === undefined) continue;
      for (const each of index.lineage(declared))
        for (const [, field] of each.values) {
          const kind = calledName(field);
          if (kind === 'OneToOneField' || (!toOne.test(kind) && !toMany.test(kind))) continue;
          const target = targetOf(index, each.module, declared, field, {
            of: (one) => (one === undefined ? undefined : of(one)),
            library: () => undefined,
          });
          if (target?.declared === undefined) continue;
          const told = /related_name\s*=\s*["'](\w+)["']/.exec(field.text)?.[1];
          const names = found.get(target.declared) ?? new Map<string, PyClass>();
          found.set(target.declared, names);
          const name = told ?? `${declared.name.toLowerCase()}_set`;
          if (!names.has(name)) names.set(name, declared);
        }
    }
  }
  return found;
}

/** `author = relationship('User')`. */
export function mappedRelation(
  index: CodeIndex,
  declared: PyClass,
  name: string,
  world: World,
): Relation | undefined {
  for (const each of index.lineage(declared)) {
    const value = each.values.get(name);
    if (value === undefined || !/^(relationship|Relationship|relation)$/.test(calledName(value))) continue;
    const annotation = each.annotations.get(name)?.text ?? '';
    const first = (inField(value, 'arguments')?.children ?? [])[0];
    const told =
      textOf(first) ??
      (first?.type === 'identifier' ? first.text : undefined) ??
      /(\w+)["']?\s*(\|[^\]]*)?\]*$/.exec(annotation)?.[1];
    const local = told === undefined ? undefined : index.named(each.module, told);
    const target = world.of(local?.kind === 'class' ? local.of : classNamed(index, told ?? ''));
    if (target === undefined) return undefined;
    const many =
      /\b([lL]ist|[sS]et|Sequence)\[/.test(annotation) || (annotation === '' && name.endsWith('s'));
    return { target, many, ...(many ? {} : { owned: true }) };
  }
  return undefined;
}
