import type { Known, Language, Statement } from '../../anonymous/language.ts';
import { inField } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { phpLanguageWithin } from '../anonymous.ts';
import type { PhpBody } from '../body.ts';
import { evaluate } from '../evaluate.ts';
import type { Machine } from '../machine.ts';
import { memberName, receiverOf, writtenArguments } from '../syntax.ts';
import type { PhpValue, Scope } from '../value.ts';
import { text, textOf, textsOf, truth } from '../value.ts';
import type { Granting } from './granted.ts';

/** What a voter is asked for, and what the application grants nobody of what it asks itself. */
export interface Asked extends Granting {
  readonly attribute: string | undefined;
  /** Whether settings of the application name somebody who has not signed in where they tell who is granted it. */
  readonly setOpen: () => boolean;
}

/** PHP inside a voter that is asked for one attribute about somebody who has not signed in. */
export function voterLanguage(machine: Machine, body: PhpBody, asked: Asked): Language {
  const { attribute } = asked;
  const scope: Scope = {
    file: body.file,
    ...(body.class === undefined ? {} : { class: body.class }),
    variables: attribute === undefined ? new Map() : named(body, attribute),
  };
  const language = phpLanguageWithin(machine.codebase, body, (inner) =>
    voterLanguage(machine, inner, { ...asked, attribute: undefined }),
  );
  return {
    ...language,
    statement: (node) => chosen(machine, scope, node) ?? language.statement(node),
    // An object that stands for nobody may be granted something of its own.
    callee: (node) => {
      const callee = language.callee(node);
      return callee === undefined ? undefined : { ...callee, named: 'unknown' };
    },
    told: (node, written) =>
      vote(written) ??
      ofToken(node) ??
      ofChecker(machine, scope, asked, node) ??
      compared(machine, scope, node) ??
      (language.callee(node) === undefined ? language.told(node, written) : undefined),
  };
}

/** The attribute by the names that the methods of a voter give it. */
function named({ parameters, body }: PhpBody, attribute: string): Map<string, PhpValue> {
  const variables = new Map<string, PhpValue>();
  const list = parameters.find(({ type, name }) => type === 'array' && /attributes/i.test(name))?.name;
  const one = parameters.find(
    ({ name }) => /^attribute|^permission|^action/i.test(name) && name !== list,
  )?.name;
  if (one !== undefined) variables.set(one, text(attribute));
  const each = new RegExp(`foreach\\s*\\(\\s*\\$${list} as \\$(\\w+)`).exec(body.text)?.[1];
  if (each !== undefined) variables.set(each, text(attribute));
  return variables;
}

function vote(written: string): Known | undefined {
  const [, name] = /^\\?(?:\w+\\)*\w+::ACCESS_(GRANTED|DENIED|ABSTAIN)$/.exec(written) ?? [];
  return name === undefined ? undefined : name === 'GRANTED' ? 'yes' : 'no';
}

/** A token without a user has no roles; a user of anything else says nothing of the caller. */
function ofToken(node: SyntaxNode): Known | undefined {
  if (node.type === 'binary_expression' && inField(node, 'operator')?.text === 'instanceof')
    return inField(node, 'left')?.text !== '$token'
      ? undefined
      : /(Null|Anonymous)Token$/.test(inField(node, 'right')?.text ?? '')
        ? 'present'
        : 'absent';
  const name = node.type.endsWith('call_expression') ? (memberName(node) ?? '') : '';
  const receiver = receiverOf(node)?.text ?? '';
  if (/^get(Roles|RoleNames|UserIdentifier|Username)$/.test(name) && receiver === '$token') return 'absent';
  if (/^getReachableRole(Name)?s$/.test(name)) return 'absent';
  if (/^get(Current)?User$/.test(name) && !/token|security/i.test(receiver) && receiver !== '$this')
    return 'unknown';
  return undefined;
}

/**
 * What a voter asks of the others: `$this->security->isGranted('ROLE_EDITOR')`. What is not written out there comes from
 * the application's settings: a role, which nobody has, unless they grant what is asked for to everybody.
 */
function ofChecker(machine: Machine, scope: Scope, asked: Asked, node: SyntaxNode): Known | undefined {
  const name = node.type === 'member_call_expression' ? (memberName(node) ?? '') : '';
  const receiver = receiverOf(node)?.text ?? '';
  const asksOthers =
    /^(isGranted|decide)$/.test(name) && /(security|checker|decisionManager)\w*$/i.test(receiver);
  const asksItself = name === 'voteOnAttribute' && receiver === '$this';
  if (!asksOthers && !asksItself) return undefined;
  const attributes = writtenArguments(node).find((each) => each.node.text !== '$token');
  const texts = attributes === undefined ? [] : textsOf(evaluate(machine, attributes.node, scope));
  if (texts.length === 0 && asked.setOpen()) return 'caller';
  return texts.some(asked.mayGrant) ? 'caller' : 'absent';
}

/** `$attribute === self::EDIT`, `in_array($attribute, […])`. */
function compared(machine: Machine, scope: Scope, node: SyntaxNode): Known | undefined {
  if (node.type !== 'binary_expression' && node.type !== 'function_call_expression') return undefined;
  if (![...scope.variables.keys()].some((name) => node.text.includes(`$${name}`))) return undefined;
  const told = truth(evaluate(machine, node, scope));
  return told === undefined ? undefined : told ? 'yes' : 'no';
}

/** `switch ($attribute)` and `return match ($attribute)`: the way that is taken, or all of a `match` where it is not known. */
function chosen(machine: Machine, scope: Scope, node: SyntaxNode): Statement | undefined {
  const [inner] = node.children;
  const told = (each: SyntaxNode | undefined): string | undefined =>
    each === undefined ? undefined : textOf(evaluate(machine, each, scope));
  if (node.type === 'return_statement' && inner?.type === 'match_expression') {
    const arms = inField(inner, 'body')?.children ?? [];
    const on = told(inField(inner, 'condition'));
    const tests = (arm: SyntaxNode): readonly SyntaxNode[] =>
      inField(arm, 'conditional_expressions')?.children ?? [];
    const fits =
      on === undefined || arms.flatMap(tests).some((test) => told(test) === undefined)
        ? arms
        : arms.filter((arm) => tests(arm).some((test) => told(test) === on));
    const taken = fits.length > 0 ? fits : arms.filter(({ type }) => type === 'match_default_expression');
    const ways = taken.flatMap((arm): readonly (readonly SyntaxNode[])[] => {
      const result = inField(arm, 'return_expression');
      return result === undefined ? [] : [[{ ...node, text: `return ${result.text};`, children: [result] }]];
    });
    return { kind: 'switch', on: undefined, ways };
  }
  if (node.type !== 'switch_statement') return undefined;
  const on = told(inField(node, 'condition'));
  const cases = inField(node, 'body')?.children ?? [];
  const values = cases.map((each) => told(inField(each, 'value')));
  if (on === undefined || cases.some(({ type }, at) => type === 'case_statement' && values[at] === undefined))
    return undefined;
  const fits = values.indexOf(on);
  const start = fits >= 0 ? fits : cases.findIndex(({ type }) => type === 'default_statement');
  return { kind: 'block', statements: start < 0 ? [] : fallingThrough(cases.slice(start)) };
}

function fallingThrough(cases: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const statements: SyntaxNode[] = [];
  for (const each of cases) {
    const own = each.children.filter(({ field, type }) => field !== 'value' && type !== 'comment');
    const end = own.findIndex(({ type }) => type === 'break_statement');
    statements.push(...(end < 0 ? own : own.slice(0, end)));
    if (end >= 0) break;
  }
  return statements;
}
