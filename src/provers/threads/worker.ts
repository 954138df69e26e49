import type { Outcome } from '../../findings/claim.ts';
import { computingProvers } from './computing.ts';
import type { Group } from './prover-thread.ts';
import { answerQuestions } from './thread.ts';

answerQuestions<Group, readonly Outcome[]>(({ prover, claims, inputs }) => {
  const asked = computingProvers.find(({ id }) => id === prover);
  if (asked === undefined) throw new Error(`no computing prover is called ${prover}`);
  return asked.prove(claims, (path) => {
    const input = inputs.get(path);
    if (input?.kind !== 'text') throw new Error(input?.why ?? `no input file ${path}`);
    return input.text;
  });
});
