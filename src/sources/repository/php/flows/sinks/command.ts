import type { Hit } from '../machine.ts';
import { can } from '../marks.ts';
import type { Value } from '../value.ts';

export const commandHit = (value: Value, what: string): readonly Hit[] => [
  { kind: 'command-injection', value, what, needs: can.command, weak: can.option },
];
