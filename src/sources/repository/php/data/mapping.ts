import { parseAnnotation, textsOfAnnotation } from '../annotations.ts';
import type { Annotation } from '../annotations.ts';
import { argumentValues } from '../calls.ts';
import type { PhpAttribute, PhpClass } from '../classes.ts';
import type { Machine } from '../machine.ts';
import { className, shortName } from '../names.ts';
import { docTags } from '../syntax.ts';
import type { Argument, PhpValue } from '../value.ts';
import { entryOf, itemsOf, textOf, textsOf } from '../value.ts';

/** One mapping of Doctrine, as an attribute or as an annotation. */
export interface Mapping {
  readonly name: string;
  readonly text: (key: string) => string | undefined;
  readonly texts: (key: string) => readonly string[];
  readonly flag: (key: string) => boolean | undefined;
  /** An entry of `options`, as SQL. */
  readonly option: (key: string) => string | undefined;
  /** Mappings in a list of this one. */
  readonly inner: (key: string) => readonly Mapping[];
}

export function mappingsOf(
  machine: Machine,
  owner: PhpClass,
  attributes: readonly PhpAttribute[],
  doc: string | undefined,
): readonly Mapping[] {
  const scope = { file: owner.file, class: owner, variables: new Map() };
  const written = attributes.flatMap((attribute) =>
    /Doctrine\\ORM\\Mapping\\/.test(attribute.name)
      ? [fromAttribute(shortName(attribute.name), argumentValues(machine, attribute.node, scope))]
      : [],
  );
  const noted = docTags(doc).flatMap(({ tag, rest }) =>
    /Doctrine\\ORM\\Mapping\\/.test(className(owner.file.names, tag))
      ? [fromAnnotation(shortName(tag), parseAnnotation(rest), owner)]
      : [],
  );
  return [...written, ...noted];
}

/** Where arguments stand that are given without a name. */
const positions: Readonly<Record<string, readonly string[]>> = {
  Table: ['name', 'schema', 'indexes', 'uniqueConstraints'],
  Column: ['name', 'type', 'length', 'precision', 'scale', 'unique', 'nullable'],
  JoinColumn: ['name', 'referencedColumnName', 'unique', 'nullable', 'onDelete'],
  InverseJoinColumn: ['name', 'referencedColumnName', 'unique', 'nullable', 'onDelete'],
  JoinTable: ['name'],
  ManyToOne: ['targetEntity'],
  OneToOne: ['targetEntity', 'mappedBy', 'inversedBy'],
  ManyToMany: ['targetEntity', 'mappedBy', 'inversedBy'],
  Index: ['name', 'columns'],
  UniqueConstraint: ['name', 'columns'],
  Embedded: ['class', 'columnPrefix'],
};

function fromAttribute(name: string, args: readonly Argument[]): Mapping {
  const get = (key: string): PhpValue | undefined => {
    const at = positions[name]?.indexOf(key) ?? -1;
    return (
      args.find((each) => each.name === key)?.value ??
      (at !== -1 && args[at]?.name === undefined ? args[at]?.value : undefined)
    );
  };
  return {
    name,
    text: (key) => {
      const value = get(key);
      return value?.kind === 'boolean'
        ? String(value.value)
        : value?.kind === 'unknown'
          ? /(\w+::\w+)/.exec(value.why)?.[1]
          : textOf(value);
    },
    texts: (key) => textsOf(get(key)),
    flag: (key) => {
      const value = get(key);
      return value?.kind === 'boolean' ? value.value : undefined;
    },
    option: (key) => sqlOf(entryOf(get('options'), key)),
    inner: (key) =>
      itemsOf(get(key)).flatMap((item) =>
        item.kind === 'object' ? [fromAttribute(shortName(item.className), item.args)] : [],
      ),
  };
}

function sqlOf(value: PhpValue | undefined): string | undefined {
  switch (value?.kind) {
    case 'boolean':
    case 'number':
      return String(value.value);
    case 'text':
      return value.hole === undefined
        ? /^(CURRENT_TIMESTAMP|now\(\))$/i.test(value.text)
          ? value.text
          : `'${value.text}'`
        : undefined;
    default:
      return undefined;
  }
}

function fromAnnotation(name: string, { positional, named }: Annotation, owner: PhpClass): Mapping {
  const get = (key: string): ReturnType<typeof named.get> =>
    named.get(key) ?? (key === positions[name]?.[0] ? positional[0] : undefined);
  const text = (key: string): string | undefined => {
    const found = textsOfAnnotation(get(key))[0];
    if (found === undefined) return undefined;
    return key === 'targetEntity' || key === 'class'
      ? className(owner.file.names, found.replace(/::class$/, ''))
      : found;
  };
  return {
    name,
    text,
    texts: (key) => textsOfAnnotation(get(key)),
    flag: (key) => {
      const value = text(key);
      return value === undefined ? undefined : value.toLowerCase() === 'true';
    },
    option: () => undefined,
    inner: () => [],
  };
}
