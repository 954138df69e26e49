import type { Named } from './conditions.ts';
import type { Trigger } from './flow-spec.ts';
import { choices } from './problem.ts';
import type { Path, Problems } from './problem.ts';
import type { Declared } from './records.ts';

/** The process a step belongs to, as far as it is read. */
export interface StepPlace {
  readonly declared: Declared;
  readonly problems: Problems;
  readonly at: string;
  readonly trigger: Trigger;
  readonly once: boolean;
  /** Records, and what the steps so far have read into variables. */
  readonly scope: Map<string, Named>;
  /** From which record each variable was read. */
  readonly readInto: Map<string, string>;
}

/** A record by its name, or nothing; what is not there is told. */
export function known(name: string, path: Path, { declared, problems }: StepPlace) {
  const record = declared.records.get(name);
  if (record === undefined)
    problems.tell(path, `there is no record ${name}`, `There are ${choices([...declared.records.keys()])}.`);
  return record;
}

export function messageNamed(name: string, path: Path, { declared, problems, once }: StepPlace): string {
  if (!declared.messages.has(name))
    problems.tell(
      path,
      `no channel carries ${name}`,
      `Add it to channels; messages are ${choices([...declared.messages.keys()])}.`,
    );
  if (once) problems.tell(path, 'a process that runs once has no message for each', 'Leave once out.');
  return name;
}

export function lockNamed(name: string, path: Path, { declared, problems, once }: StepPlace): string {
  if (!declared.locks.has(name))
    problems.tell(
      path,
      `there is no lock ${name}`,
      `Add it to locks; there are ${choices([...declared.locks.keys()])}.`,
    );
  if (once) problems.tell(path, 'a process that runs once cannot hold a lock', 'Leave once out.');
  return name;
}

/** Whether something that may arrive twice starts the process. */
export function needsMessage(wanted: boolean, path: Path, { trigger, problems }: StepPlace): boolean {
  const arrives = trigger.kind === 'message' || (trigger.kind === 'request' && trigger.repeated);
  if (wanted && !arrives)
    problems.tell(
      path,
      'nothing arrives here twice',
      'It belongs to a process on a message or a repeated request.',
    );
  return wanted;
}
