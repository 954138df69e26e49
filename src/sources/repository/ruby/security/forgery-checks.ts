import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import type { RubyPlace } from './place.ts';
import { literalIn, rubySetting } from './place.ts';

/**
 * The check that Rails brings, taken out for all controllers: in the one that they come from, or in the environment. A
 * single controller without it may be a webhook and is left alone, and so is one for an API, which has no sessions.
 */
export function forgeryChecks(place: RubyPlace): readonly SecuritySetting[] {
  const { node, call, path } = place;
  if (call === undefined) {
    const isOff =
      node.type === 'assignment' &&
      /(^|\/)config\/(environments\/production|application)\.rb$/.test(path) &&
      inField(node, 'left')?.text.endsWith('.allow_forgery_protection') === true &&
      inField(node, 'right')?.text === 'false';
    return isOff ? [off(place, 'allow_forgery_protection')] : [];
  }
  if (call.name === 'protect_from_forgery')
    return [rubySetting(place, 'forgery-check', 'protect_from_forgery', { values: { enabled: true } })];
  const isSkipped =
    call.name === 'skip_forgery_protection' ||
    (/^skip_before_(action|filter)$/.test(call.name) &&
      literalIn(call.args[0]) === 'verify_authenticity_token');
  return isSkipped && call.pairs.every(({ name }) => name === 'raise') && isForAll(place)
    ? [off(place, call.name)]
    : [];
}

const off = (place: RubyPlace, name: string): SecuritySetting =>
  rubySetting(place, 'forgery-check', name, { values: { enabled: false, cookies: true } });

function isForAll({ above, path }: RubyPlace): boolean {
  const opened = above.findLast(({ type }) => type === 'class');
  return (
    /(^|\/)app\/controllers\/application_controller\.rb$/.test(path) &&
    /ActionController::Base/.test(inField(opened, 'superclass')?.text ?? '')
  );
}
