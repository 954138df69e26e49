import { can } from '../marks.ts';
import { choicesOf, isFromOutside } from '../value.ts';
import type { Value } from '../value.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, isCall } from './sink.ts';

/** Subcommands of version control that run a program which an option names. */
const risky =
  /^(clone|fetch|fetch-pack|ls-remote|pull|push|archive|difftool|grep|rebase|submodule|remote|log)$/;

/** Arguments of a program whose options run other programs: whoever begins one with a dash chooses an option. */
function hits(call: CallFact): readonly Hit[] {
  if (
    !isCall(
      call,
      /^(child_process|cross-spawn|execa)#(.*\.)?(spawn|spawnSync|execFile|execFileSync|sync|execa|execaSync)?$/,
    )
  )
    return [];
  const [program, list] = call.args;
  const names = program === undefined ? [] : choicesOf(program);
  if (list === undefined || !names.some((name) => /^(git|hg)$/.test(name))) return [];
  const told = argument(call, 1)[0];
  if (told === undefined) return [];
  if (isFromOutside(list)) return [told];
  return list.things.flatMap(({ fields, rest, place }) => {
    const parts = [...fields.values(), rest];
    if (names[0] === 'git' && !choicesOf(parts[0] ?? rest).some((name) => risky.test(name))) return [];
    const end = parts.findIndex((part) => choicesOf(part).includes('--'));
    // The list is what a `--` is missing from, wherever it is handed over.
    const found = { ...told, ...(place === undefined ? {} : { place }) };
    return parts.slice(0, end === -1 ? parts.length : end).map((value: Value) => ({ ...found, value }));
  });
}

export const programOptionSink: Sink = {
  kind: 'command-injection',
  needs: can.option,
  also: can.unasked,
  hits,
};
