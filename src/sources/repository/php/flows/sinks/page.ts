import type { Hit, Machine } from '../machine.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';

/** What a script shows on its page; nothing where it says that it answers with something else. */
export const pageHit = ({ plain }: Machine, value: Value, what: string): readonly Hit[] =>
  plain
    ? []
    : [{ kind: 'cross-site-scripting', value, what: `text of ${what}`, needs: can.markup, also: can.linked }];

/** The same for an answer that is made from a text; without a tag in it, it may be no page. */
export const answerHit = (machine: Machine, value: Value | undefined, what: string): readonly Hit[] =>
  value?.text?.tagged === true ? pageHit(machine, value, what) : [];
