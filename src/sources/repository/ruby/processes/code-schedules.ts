import type { Origin } from '../../../../model/origin.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import { inField, walkSyntax, originIn } from '../../languages/syntax.ts';
import type { Code } from '../code.ts';
import { callOf, constantName, option } from '../syntax.ts';
import { listOf, textOf } from '../values.ts';

/** A worker or a task and when it is run. */
export interface Schedule {
  /** The class that is run, or the name of the task. */
  readonly name: string;
  readonly when: string;
  readonly origin: Origin;
}

/** Schedules that code makes: `Sidekiq::Cron::Job.create(name:, cron:, class:)` and whenever's `every … do`. */
export function codeSchedules(code: Code): readonly Schedule[] {
  const found: Schedule[] = [];
  for (const { path, text } of code.files) {
    const isWhenever = /(^|\/)config\/schedule\.rb$/.test(path);
    if (!isWhenever && !/Cron::Job\.(create|load)|Clockwork|Rufus::Scheduler/.test(text)) continue;
    const tree = code.tree(path);
    if (tree === undefined) continue;
    walkSyntax(tree, (node) => {
      const call = node.type === 'call' ? callOf(node) : undefined;
      if (call === undefined) return;
      const scope = { code, namespace: '' };
      const origin: Origin = originIn(path, node);
      if (call.name === 'create' && (call.receiver?.text ?? '').endsWith('Cron::Job')) {
        const [cron, type, name] = [
          option(call, 'cron'),
          option(call, 'class', 'klass'),
          option(call, 'name'),
        ];
        const worker = type === undefined ? '' : constantName(type) || textOf(type, scope).text;
        if (cron !== undefined)
          found.push({ name: worker || textOf(name, scope).text, when: textOf(cron, scope).text, origin });
      } else if (call.name === 'every' && call.receiver === undefined && call.args[0] !== undefined) {
        const at = option(call, 'at');
        const when = `every ${textOf(call.args[0], scope).resolved ? textOf(call.args[0], scope).text : call.args[0].text.replaceAll('.', ' ')}${at === undefined ? '' : ` at ${listOf(at, scope).join(', ')}`}`;
        const inner =
          call.block === undefined
            ? call.args[1] === undefined
              ? []
              : [textOf(call.args[1], scope).text]
            : tasksIn(call.block);
        for (const name of inner) found.push({ name, when, origin });
      }
    });
  }
  return found;
}

function tasksIn(block: SyntaxNode): readonly string[] {
  const found: string[] = [];
  walkSyntax(block, (node) => {
    const call = node.type === 'call' ? callOf(node) : undefined;
    const [first] = call?.args ?? [];
    if (
      call !== undefined &&
      /^(runner|rake|command|script|job_type)$/.test(call.name) &&
      first !== undefined
    )
      found.push(
        (inField(first, 'body') ?? first).text
          .replaceAll(/^["']|["']$/g, '')
          .slice(0, 80)
          .replace(/\.perform_(later|async)(\(.*\))?$/, ''),
      );
  });
  return found;
}
