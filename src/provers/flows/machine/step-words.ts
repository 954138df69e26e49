import type { Step } from '../language/flow-spec.ts';

/** What a step does, for people. */
export function wordsOf(step: Step): string {
  if (step.as !== undefined) return step.as;
  switch (step.kind) {
    case 'transaction':
    case 'write':
      return `stores ${step.changes.map(({ record, value }) => `${record} = ${value.text}`).join(', ')}`;
    case 'read':
      return `reads ${step.reads.map(({ from }) => from).join(', ')}`;
    case 'publish':
      return `publishes ${step.message}`;
    case 'call':
      return step.changes.length === 0
        ? 'asks'
        : `asks for ${step.changes.map(({ record, value }) => `${record} = ${value.text}`).join(', ')}`;
    case 'wait':
      return `waits until ${step.until.text}`;
    case 'lock':
      return `takes the lock ${step.lock}`;
    case 'unlock':
      return `gives the lock ${step.lock} back`;
    case 'expect':
      return `expects ${step.says}`;
    case 'acknowledge':
      return 'acknowledges the message';
  }
}
