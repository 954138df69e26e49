import type { SecuritySetting } from '../../../../model/security-setting.ts';
import { inField } from '../../languages/syntax.ts';
import type { RubyPlace } from './place.ts';
import { rubySetting } from './place.ts';

/** What the environment of production says of errors. */
export function environments(place: RubyPlace): readonly SecuritySetting[] {
  const { node, path } = place;
  if (node.type !== 'assignment' || !/(^|\/)config\/(environments\/production|application)\.rb$/.test(path))
    return [];
  const [name, value] = [inField(node, 'left')?.text ?? '', inField(node, 'right')?.text];
  return /^config\.consider_all_requests_local$/.test(name) && value === 'true'
    ? [rubySetting(place, 'debug-mode', 'consider_all_requests_local', { values: { debug: true } })]
    : [];
}
