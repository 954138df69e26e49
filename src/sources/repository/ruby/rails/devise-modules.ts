import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import { singular } from '../inflections.ts';
import { callOf } from '../syntax.ts';
import { listOf } from '../values.ts';
import type { Draw } from './place.ts';

/** Modules of packages that bring the routes of a session as `database_authenticatable` does. */
const sessions =
  /^(two_factor_authenticatable|two_factor_backupable|ldap_authenticatable|imap_authenticatable|pam_authenticatable)$/;

/** `devise :database_authenticatable, …` in the model; the usual ones where no model is found. */
export function modelModules(draw: Draw, name: string, className: string | undefined): readonly string[] {
  const model =
    className ??
    singular(name.split('/').at(-1) ?? name).replaceAll(/(^|_)(\w)/g, (_, __, letter: string) =>
      letter.toUpperCase(),
    );
  const found: string[] = [];
  let named = false;
  for (const { node } of draw.code.find(model, ''))
    walkSyntax(node, (each: SyntaxNode) => {
      const call = each.type === 'call' ? callOf(each) : undefined;
      if (call?.name !== 'devise' || call.receiver !== undefined) return;
      named = true;
      const scope = { code: draw.code, namespace: model };
      for (const arg of call.args) {
        const listed = listOf(arg, scope);
        found.push(...(listed.length > 0 ? listed : gathered(node, arg)));
      }
    });
  if (found.some((each) => sessions.test(each))) found.push('database_authenticatable');
  if (found.length > 0) return found;
  return named ? ['database_authenticatable'] : ['database_authenticatable', 'registerable', 'recoverable'];
}

/** `*modules`: all that the model puts into the list of that name, and that its method of that name gives. */
function gathered(model: SyntaxNode, splat: SyntaxNode): readonly string[] {
  const name = /^\*\s*(\w+)/.exec(splat.text)?.[1];
  if (name === undefined) return [];
  const found: string[] = [];
  walkSyntax(model, (at) => {
    const target = inField(at, 'left') ?? inField(at, 'receiver') ?? inField(at, 'name');
    const fills =
      at.type !== 'call' || /^(push|append|concat|unshift)$/.test(inField(at, 'method')?.text ?? '');
    if (
      fills &&
      target?.text === name &&
      /^(assignment|operator_assignment|binary|call|method)$/.test(at.type)
    )
      walkSyntax(at, ({ type, text }) => {
        if (type === 'simple_symbol') found.push(text.slice(1));
        if (type === 'bare_symbol') found.push(text);
      });
  });
  return found;
}

/** `skip: :registration`, `only: :sessions`: Devise takes either number of a word. */
export const namesController = (given: readonly string[], controller: string): boolean =>
  given.some((each) => each === controller || singular(each) === singular(controller));
