import { can } from '../marks.ts';
import { elementOf } from '../literals.ts';
import type { Value } from '../value.ts';
import { choicesOf, wholeText } from '../value.ts';
import type { CallFact, Hit, Sink } from './sink.ts';
import { argument, isCall } from './sink.ts';

/** Calls that hand a text to a shell. */
const shells: readonly RegExp[] = [
  /^(child_process|child-process-promise|mz|child_process-es6-promise|teen_process|promisify-child-process|process-promises)#(.*\.)?(exec|execSync|execAsync)$/,
  /^(shelljs|node-cmd|exec-sh|exec-async|exec|async-execute|execSync|sync-exec|shell-exec|cmd-promise|execa|zx|remote-exec|node-exec-promise|execspawn|execsyncs|execall|runner)#(.*\.)?(exec|execSync|run|runSync|get|command|commandSync|shell|shellSync|execaCommand|execaCommandSync|\$|promise|cmd)?$/,
  /^(simple-ssh|ssh2|ssh2-streams|node-ssh|ssh2-promise|ssh-exec|@\w+\/ssh2-\w+)#(.*\.)?(exec|execCommand|execute|shell)?$/,
];

/** Calls that start a program by its name, without a shell unless one is asked for. */
const programs: readonly RegExp[] = [
  /^(child_process|child-process-promise|cross-spawn|cross-spawn-async|promisify-child-process|foreground-child|spawn-sync|nexpect|suspend-exec|spawno?|spawn-async|node-pty|mz|@npmcli\/promise-spawn|spawn-please|win-spawn)#(.*\.)?(spawn|spawnSync|execFile|execFileSync|fork|sync|async)?$/,
  /^execa#(.*\.)?(execa|execaSync|sync|node|execaNode)?$/,
];

const shellNames = /(^|[\\/])(sh|bash|zsh|dash|ksh|fish|cmd|cmd\.exe|powershell|pwsh|powershell\.exe)$/;
const commandFlag = /^(-[a-z]*c|\/c|\/C|-Command)$/;

function hits(call: CallFact): readonly Hit[] {
  if (isCall(call, /^execa#(.*\.)?(execa|execaSync|sync|node|execaNode|\$(\(\))?(\.sync)?)?$/))
    return program(call);
  if (shells.some((pattern) => isCall(call, pattern)))
    return isCall(call, /^(ssh-exec)#/)
      ? argument(call, 0)
      : [
          ...argument(call, 0),
          ...(isCall(call, /^remote-exec#|^exec-sh#|^ssh2-streams#/) ? argument(call, 1) : []),
        ];
  return programs.some((pattern) => isCall(call, pattern)) ? program(call) : [];
}

/** `$`${program} …``: the parts are quoted, the first of them names the program. */
const isTemplate = (call: CallFact): boolean =>
  isCall(call, /#(.*\.)?\$(\(\))?(\.sync)?$/) && call.args[0] !== undefined && wholeText(call.args[0]) === '';

/** The program itself, and its arguments where a shell reads them. */
function program(call: CallFact): readonly Hit[] {
  if (isTemplate(call)) return argument(call, 1);
  const [name, list] = call.args;
  const own = argument(call, 0);
  if (name === undefined) return [];
  const options = call.args.slice(1).find((value) => value.things.some(({ kind }) => kind === 'object'));
  const usesShell = options !== undefined && options.things.some(({ fields }) => fields.has('shell'));
  const isShell =
    choicesOf(name).some((each) => shellNames.test(each)) && list !== undefined && hasCommandFlag(list);
  if (list === undefined || (!usesShell && !isShell)) return own;
  return [...own, ...argument({ ...call, args: [name, elementsOf(list)] }, 1)];
}

const elementsOf = (list: Value): Value => elementOf(list);

const hasCommandFlag = ({ things }: Value): boolean =>
  things.some(({ fields, rest }) =>
    [...fields.values(), rest].some((value) => choicesOf(value).some((text) => commandFlag.test(text))),
  );

export const commandSink: Sink = { kind: 'command-injection', needs: can.command, hits };
