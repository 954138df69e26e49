import type { Change } from '../change.ts';
import { changed } from '../check.ts';
import { child, elements, flag, isRecord, members, rawChild, text } from '../located.ts';
import type { Located } from '../located.ts';
import { openApiChecks as checks } from './checks.ts';
import { schemaChanges } from './context.ts';
import type { Context } from './context.ts';
import { pairBy } from '../pairing.ts';
import type { Operation } from './paths.ts';

interface Parameter {
  readonly name: string;
  readonly place: string;
  /** By position for a path: its name is no part of a request. */
  readonly key: string;
  readonly at: Located;
  readonly required: boolean;
}

/** Headers that other parts of the document describe (OpenAPI 4.8.12). */
const describedElsewhere = new Set(['accept', 'content-type', 'authorization']);

function parametersOf({ operation, path }: Operation): readonly Parameter[] {
  const found = new Map<string, Parameter>();
  for (const holder of [path.item, operation])
    for (const at of elements(rawChild(holder, 'parameters'))) {
      const [name, place] = [text(at, 'name') ?? '', text(at, 'in') ?? ''];
      if (place === 'header' && describedElsewhere.has(name.toLowerCase())) continue;
      const key = `${place} ${keyName(name, place, path.names)}`;
      found.set(key, { name, place, key, at, required: place === 'path' || flag(at, 'required') });
    }
  return [...found.values()];
}

function keyName(name: string, place: string, names: readonly string[]): string {
  if (place === 'path') return String(names.indexOf(name));
  return place === 'header' ? name.toLowerCase() : name;
}

export function parameterChanges(old: Operation, next: Operation, context: Context): readonly Change[] {
  const same = pairBy(parametersOf(old), parametersOf(next), ({ key }) => key);
  const moved = pairBy(same.gone, same.come, ({ name }) => name.toLowerCase());
  const { where } = context;
  return [
    ...same.pairs.flatMap(([before, after]) => keptChanges(before, after, context)),
    ...moved.pairs.flatMap(([before, after]) => [
      changed(
        checks.parameterMoved,
        `The parameter \`${after.name}\` moves from ${before.place} to ${after.place}.`,
        { old: before.at.pointer, new: after.at.pointer, where },
      ),
      ...keptChanges(before, after, context),
    ]),
    ...moved.gone.map(({ name, place, at }) =>
      changed(checks.parameterRemoved, `The parameter \`${name}\` (${place}) is gone.`, {
        old: at.pointer,
        where,
      }),
    ),
    ...moved.come.map(({ name, place, at, required }) =>
      changed(
        required ? checks.parameterAddedRequired : checks.parameterAdded,
        `The parameter \`${name}\` (${place}) is new${required ? ' and required' : ''}.`,
        { new: at.pointer, where },
      ),
    ),
  ];
}

function keptChanges(before: Parameter, after: Parameter, context: Context): readonly Change[] {
  const places = { old: before.at.pointer, new: after.at.pointer, where: context.where };
  const changes: Change[] = [];
  if (before.required !== after.required)
    changes.push(
      after.required
        ? changed(
            checks.parameterBecameRequired,
            `The parameter \`${after.name}\` must be given now.`,
            places,
          )
        : changed(
            checks.parameterBecameOptional,
            `The parameter \`${after.name}\` may be left out now.`,
            places,
          ),
    );
  if (!flag(before.at, 'deprecated') && flag(after.at, 'deprecated'))
    changes.push(
      changed(checks.parameterDeprecated, `The parameter \`${after.name}\` is marked deprecated.`, places),
    );
  if (before.place === after.place && textForm(before) !== textForm(after))
    changes.push(
      changed(
        checks.parameterSerialization,
        `The parameter \`${after.name}\` is written as ${textForm(after)} instead of ${textForm(before)}.`,
        places,
      ),
    );
  return [...changes, ...schemaChanges('parameter', schemaOf(before), schemaOf(after), context)];
}

const content = ({ at }: Parameter): readonly [string, Located] | undefined =>
  members(rawChild(at, 'content')).at(0);

const schemaOf = (parameter: Parameter): Located | undefined =>
  rawChild(content(parameter)?.[1] ?? parameter.at, 'schema');

/** How the value becomes text, with what OpenAPI takes where nothing is said. */
function textForm(parameter: Parameter): string {
  const { at, place } = parameter;
  const media = content(parameter)?.[0];
  if (media !== undefined) return media;
  const style = text(at, 'style') ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple');
  const value = isRecord(at.value) ? at.value['explode'] : undefined;
  const explode = typeof value === 'boolean' ? value : style === 'form';
  const reserved = flag(at, 'allowReserved') ? ', reserved characters as they are' : '';
  const isScalar = !/array|object/.test(typeText(parameter));
  return isScalar ? `${style}${reserved}` : `${style}, ${explode ? 'exploded' : 'joined'}${reserved}`;
}

function typeText(parameter: Parameter): string {
  const schema = child(parameter.at, 'schema');
  const type = schema !== undefined && isRecord(schema.value) ? schema.value['type'] : undefined;
  return type === undefined ? 'array' : JSON.stringify(type);
}
