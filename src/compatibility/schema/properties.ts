import { flag, isRecord, labelOf, rawChild, resolve } from '../located.ts';
import type { Located } from '../located.ts';
import type { Parts } from './conjuncts.ts';
import { conjunctsOf } from './conjuncts.ts';
import type { Side } from './fact.ts';
import type { Shape } from './shape.ts';
import { keysUnder, partsUnder } from './shape.ts';

/** What may stand under names that are not declared. `open` without a word; `any` where it is said. */
export type Additional =
  | { readonly kind: 'open' }
  | { readonly kind: 'any' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'schema'; readonly parts: Parts };

export interface Property {
  readonly parts: Parts;
  readonly required: boolean;
  /** Left out of this side: `readOnly` in what is sent, `writeOnly` in what is read. */
  readonly isHidden: boolean;
  readonly place: string;
}

/** What an object schema says of its properties on one side. */
export interface Members {
  readonly properties: ReadonlyMap<string, Property>;
  readonly additional: Additional;
}

const hidingFlag = { request: 'readOnly', response: 'writeOnly' } as const;

export function membersOf(shape: Shape, side: Side): Members {
  const required = requiredOf(shape.parts);
  const names = new Set([...keysUnder(shape.parts, 'properties'), ...required]);
  const properties = new Map<string, Property>();
  for (const name of names) {
    const parts = shape.parts.flatMap((part) => partsOf(part, name));
    const isHidden = parts.some((part) => hides(part, side));
    const place = parts.at(0)?.pointer ?? shape.parts.at(0)?.pointer ?? '#';
    properties.set(name, { parts, required: required.has(name), isHidden, place });
  }
  return { properties, additional: additionalOf(shape.parts) };
}

const hides = (part: Located, side: Side): boolean =>
  flag(part, hidingFlag[side]) ||
  conjunctsOf([part]).own.some((each) => flag(resolve(each), hidingFlag[side]));

/** A part that does not declare the name holds it to its `additionalProperties`. */
function partsOf(part: Located, name: string): Parts {
  const declared = partsUnder([part], 'properties').flatMap((each) => rawChild(each, name) ?? []);
  if (declared.length > 0) return declared;
  const additional = rawChild(part, 'additionalProperties');
  return additional === undefined || additional.value === true ? [] : [additional];
}

function requiredOf(parts: Parts): ReadonlySet<string> {
  const lists = parts.flatMap(({ value }) =>
    isRecord(value) && Array.isArray(value['required']) ? value['required'] : [],
  );
  return new Set(lists.filter((name): name is string => typeof name === 'string'));
}

function additionalOf(parts: Parts): Additional {
  const said = [...partsUnder(parts, 'additionalProperties'), ...partsUnder(parts, 'unevaluatedProperties')];
  if (said.some(({ value }) => value === false)) return { kind: 'closed' };
  const schemas = said.filter(({ value }) => isRecord(value) && Object.keys(value).length > 0);
  if (schemas.length > 0) return { kind: 'schema', parts: schemas };
  const anyNames = said.length > 0 || partsUnder(parts, 'patternProperties').length > 0;
  return { kind: anyNames ? 'any' : 'open' };
}

/** `Order.total`: the property by the schema that declares it. */
export function propertyLabel(property: Property, name: string, holder: Shape): string {
  const own = property.parts.length > 0 ? labelOf(property.place) : '';
  const above = labelOf(holder.parts.at(0)?.pointer ?? '#');
  return own === '' || !own.endsWith(name) ? (above === '' ? name : `${above}.${name}`) : own;
}
