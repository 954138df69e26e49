import type { SyntaxNode } from '../../../languages/syntax.ts';
import { inField } from '../../../languages/syntax.ts';
import type { Code, Lineage } from '../../code.ts';
import { methodNamed, namespaceOf } from '../../code.ts';
import { singular, underscore } from '../../inflections.ts';
import { callOf, constantName, option } from '../../syntax.ts';
import type { Controller } from '../controllers.ts';
import type { Ability, Rule } from './rules.ts';
import { abilityOf } from './rules.ts';

/** Whether nobody may: `perhaps` where it is not understood, or a setting decides between nobody and those who signed in. */
export type May = 'yes' | 'no' | 'perhaps';

/**
 * What `authorize_resource` or `load_and_authorize_resource` (CanCanCan) says of nobody before an action; undefined where
 * the ability is not in the repository.
 */
export function nobodyMay(
  code: Code,
  controller: Controller,
  node: SyntaxNode,
  action: string,
): May | undefined {
  const ability = abilityBehind(code, controller);
  if (ability === undefined) return undefined;
  const asked = askedBy(controller, node, action);
  return mayBe(ability, asked.action, asked.subjects);
}

const known = new WeakMap<Lineage, { readonly ability: Ability | undefined }>();

/** The class that `current_ability` of a controller makes: `Ability` where it says nothing of it. */
function abilityBehind(code: Code, { lineage, name }: Controller): Ability | undefined {
  const found = known.get(lineage);
  if (found !== undefined) return found.ability;
  const text = methodNamed(lineage, 'current_ability')?.node.text;
  const around = namespaceOf(name);
  const made = [...(text ?? 'Ability.new').matchAll(/\b([A-Z][\w:]*)\.new\b/g)].map(([, each = '']) => each);
  const [only = '', other] = new Set(made.filter((each) => code.find(each, around).length > 0));
  const ability = other === undefined ? abilityOf(code, only, around) : undefined;
  known.set(lineage, { ability });
  return ability;
}

interface Asking {
  readonly action: string;
  /** As rules name them; any of them may be meant. */
  readonly subjects: readonly string[];
}

function askedBy({ name }: Controller, node: SyntaxNode, action: string): Asking {
  const call = callOf(node);
  const own = singular(
    underscore(
      name
        .split('::')
        .at(-1)
        ?.replace(/Controller$/, '') ?? '',
    ),
  );
  const [first] = call?.args ?? [];
  const named = first?.type === 'simple_symbol' ? first.text.slice(1) : undefined;
  const given = call === undefined ? undefined : option(call, 'class');
  const resource = named ?? own;
  // What stands above a nested resource has to be shown only.
  const isAbove = named !== undefined && named !== own;
  const above = call === undefined ? undefined : option(call, 'parent_action');
  return {
    action: isAbove ? (above?.text.replace(/^:/, '') ?? 'show') : action,
    subjects: given === undefined ? classesOf(resource, name) : subjectIn(given, resource),
  };
}

function subjectIn(given: SyntaxNode, resource: string): readonly string[] {
  if (given.type === 'false') return [`:${resource}`];
  if (given.type === 'simple_symbol') return [given.text];
  const name =
    given.type === 'string'
      ? (inField(given, 'content')?.text ?? given.text.slice(1, -1))
      : constantName(given);
  return [name.replace(/^::/, '')];
}

/** `Api::PostsController` means `Api::Post`, or `Post`. */
function classesOf(resource: string, controller: string): readonly string[] {
  const own = resource
    .split('/')
    .map((part) =>
      part
        .split('_')
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join(''),
    )
    .join('::');
  const around = namespaceOf(controller)
    .split('::')
    .filter((part) => part !== '');
  return [own, ...around.map((_, at) => [...around.slice(at), own].join('::'))];
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The last rule that speaks of it decides. */
function mayBe({ rules, aliases }: Ability, action: string, subjects: readonly string[]): May {
  const speaking = rules.filter((rule) => speaks(rule, aliases, action, subjects));
  for (const rule of speaking.toReversed()) {
    if (rule.reached === 'no' || (!rule.lets && rule.partly)) continue;
    if (rule.reached === 'perhaps' || isOpen(rule)) return 'perhaps';
    if (!rule.lets) return rule.settings.length > 0 ? 'perhaps' : 'no';
    return isForAll(rule, speaking) ? 'yes' : 'perhaps';
  }
  return 'no';
}

const isOpen = ({ actions, subjects }: Rule): boolean => actions.length === 0 || subjects.length === 0;

/** A setting that lets nobody in lets those who signed in no further either, where theirs stand behind it too. */
const isForAll = ({ settings }: Rule, speaking: readonly Rule[]): boolean =>
  settings.length === 0 ||
  speaking
    .filter(({ lets }) => lets)
    .every((other) => settings.every((setting) => other.settings.includes(setting)));

function speaks(
  rule: Rule,
  aliases: Ability['aliases'],
  action: string,
  subjects: readonly string[],
): boolean {
  const does =
    rule.actions.length === 0 ||
    rule.actions.some((each) => each === 'manage' || within(aliases, each, action, 0));
  const about =
    rule.subjects.length === 0 ||
    rule.subjects.some((each) => each === ':all' || subjects.some((subject) => same(subject, each)));
  return does && about;
}

const within = (aliases: Ability['aliases'], name: string, action: string, depth: number): boolean =>
  name === action ||
  (depth < 5 && (aliases.get(name) ?? []).some((each) => within(aliases, each, action, depth + 1)));
