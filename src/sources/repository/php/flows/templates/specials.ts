import type { SyntaxNode } from '../../../languages/syntax.ts';
import { wholeText } from '../../../flows/value.ts';
import { passed } from '../calls.ts';
import type { Passed } from '../calls.ts';
import type { Frame, Machine } from '../machine.ts';
import { report } from '../machine.ts';
import type { Value } from '../value.ts';
import { itemOf, nothing } from '../value.ts';
import { rawHit, renderView, viewNames } from './render.ts';
import { special } from './special-names.ts';

type Special = (machine: Machine, node: SyntaxNode, frame: Frame) => Value;

const rawOutput: Special = (machine, node, frame) => {
  const [value = nothing] = passed(machine, node, frame).args;
  report(machine, rawHit(machine, value), node, frame);
  return nothing;
};

/** Brings in another template; the name stands at a place of the arguments, its values behind it. */
const bringsIn =
  (at: number, isAlone: boolean): Special =>
  (machine, node, frame) => {
    const { args } = passed(machine, node, frame);
    const values = new Map([...(isAlone ? [] : frame.env.values), ...(args[at + 1]?.array?.fields ?? [])]);
    for (const view of viewNames(args[at])) renderView(machine, view, values, frame);
    return nothing;
  };

const forEach: Special = (machine, node, frame) => {
  const { args }: Passed = passed(machine, node, frame);
  const name = args[2] === undefined ? undefined : wholeText(args[2]);
  if (name === undefined) return nothing;
  for (const view of viewNames(args[0]))
    renderView(machine, view, new Map([[name, itemOf(args[1] ?? nothing)]]), frame);
  return nothing;
};

/** What only the programs of templates call. */
export const templateSpecials: readonly (readonly [string, Special])[] = [
  [special.raw, rawOutput],
  [special.view, bringsIn(0, false)],
  [special.viewWhen, bringsIn(1, false)],
  [special.part, bringsIn(0, true)],
  [special.each, forEach],
];
