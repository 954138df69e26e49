import type { Annotated } from './annotations.ts';
import { attribute } from './annotations.ts';
import type { Certainty } from './certainty.ts';
import { allOf } from './certainty.ts';
import type { Code } from './code.ts';
import { expressionHolds } from './conditional-expressions.ts';
import { textOf, textsOf } from './values.ts';
import type { World } from './world.ts';

/** Whether a bean is there at all: what its conditions and profiles say with the settings of the target. */
export function presence(world: World, annotations: readonly Annotated[], near: string): Certainty {
  const found = annotations.map((each) => {
    if (each.name === 'ConditionalOnProperty') return byProperty(world, each, near);
    if (each.name === 'Profile') return byProfile(world, each, near);
    if (each.name === 'ConditionalOnExpression') return byExpression(world, each, near);
    return /^ConditionalOn(Cloud\w*|Missing\w*|Bean)$/.test(each.name) ? 'perhaps' : 'yes';
  });
  return allOf(found);
}

function byProperty(world: World, each: Annotated, near: string): Certainty {
  const text = (name: string): string | undefined => textOf(world, attribute(each, name), each.scope).text;
  const names = ['value', 'name'].flatMap((name) =>
    textsOf(world, attribute(each, name), each.scope).flatMap((value) => value.text ?? []),
  );
  const prefix = text('prefix');
  const wanted = text('havingValue');
  const states = names.map((name) => {
    const given = world.properties.get(prefix === undefined ? name : `${prefix}.${name}`, near);
    const value = given === undefined ? undefined : world.properties.fill(given, near);
    if (given === undefined) return text('matchIfMissing') === 'true' ? 'yes' : 'perhaps';
    if (value === undefined) return 'perhaps';
    return (wanted === undefined ? value !== 'false' : value === wanted) ? 'yes' : 'no';
  });
  return allOf(states);
}

function byExpression(world: World, each: Annotated, near: string): Certainty {
  const text = written(attribute(each, 'value'));
  if (text === undefined) return 'perhaps';
  return expressionHolds(text, (given) => world.properties.fill(given, near));
}

/**
 * A text as it stands, with its settings open: they are those of the module whose bean it is, and the annotation may be
 * of another one.
 */
function written(code: Code | undefined): string | undefined {
  if (code?.kind === 'text') return code.value;
  if (code?.kind !== 'binary' || code.operator !== '+') return undefined;
  const [left, right] = [written(code.left), written(code.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

function byProfile(world: World, each: Annotated, near: string): Certainty {
  const profiles = textsOf(world, attribute(each, 'value'), each.scope).map(({ text }) => text ?? '?');
  const active = (world.properties.get('spring.profiles.active', near) ?? '')
    .split(',')
    .map((name) => name.trim());
  if (profiles.some((name) => active.includes(name))) return 'yes';
  const isTest = (name: string): boolean => /^!\s*(test|dev|local|it|mock)/.test(name);
  if (profiles.every(isTest)) return 'yes';
  return profiles.every((name) => /^(test|it|mock)$/.test(name)) ? 'no' : 'perhaps';
}
