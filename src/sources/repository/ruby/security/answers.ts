import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { RubyPlace } from './place.ts';
import { literalIn, rubySetting } from './place.ts';

/** Stacks that are sent, and headers that let every site read answers. */
export function answers(place: RubyPlace): readonly SecuritySetting[] {
  const { node, call, on } = place;
  if (call !== undefined) {
    if (call.name !== 'render' || on !== '') return [];
    let tells = false;
    for (const { value } of call.pairs)
      walkSyntax(value, (inner) => {
        if (inner.type === 'call' && inField(inner, 'method')?.text === 'backtrace') tells = true;
      });
    return tells ? [rubySetting(place, 'error-detail', 'render')] : [];
  }
  const left = inField(node, 'left');
  if (node.type !== 'assignment' || left?.type !== 'element_reference') return [];
  const header = literalIn(left.children[1]);
  const value = inField(node, 'right');
  const told = (values: SecuritySetting['values']): readonly SecuritySetting[] => [
    rubySetting(place, 'cross-origin', 'Access-Control-Allow-*', { values }),
  ];
  if (header === 'Access-Control-Allow-Credentials')
    return literalIn(value) === 'true' ? told({ credentials: true }) : [];
  if (header !== 'Access-Control-Allow-Origin') return [];
  const isAsked = /^request\.(headers|env)\[['"](HTTP_)?ORIGIN['"]\]$/i.test(value?.text ?? '');
  const isChosen = place.above.some(({ type }) =>
    /^(if|unless|if_modifier|unless_modifier|case)$/.test(type),
  );
  return isAsked && !isChosen ? told({ origin: true }) : [];
}
