import type { Rule } from '../rule.ts';
import { flowFaults } from './flow-faults.ts';
import { byLanguage } from './language-words.ts';

export const commandInjection: Rule = {
  id: 'command-injection',
  summary: 'Something from outside becomes part of a command.',
  severity: 'blocker',
  standards: ['CWE-78', 'CWE-88', 'ASVS-5.0-1.2.5'],
  remedy: {
    title: 'Start the program without a shell',
    impact: 5,
    effort: { low: 0.2, high: 1 },
    risk: 'low',
    rollback: 'take the change back',
  },
  harm: { confidentiality: 'high', integrity: 'high', availability: 'high' },
  check: ({ trust }) =>
    flowFaults(trust, {
      kind: 'command-injection',
      effect: 'as part of the command',
      why: 'A semicolon, a pipe or a leading dash is enough to run something else with the rights of the server.',
      next: byLanguage({
        other:
          'Start the program itself with its arguments as a list (execFile, spawn without shell), put -- before what comes from outside, and take names of programs and options from a list in the code.',
        python:
          'Start the program itself with its arguments as a list (subprocess.run without shell=True), put -- before what comes from outside, and take names of programs and options from a list in the code.',
        java: 'Start the program itself with its arguments one by one (new ProcessBuilder(program, argument, …)), put -- before what comes from outside, and take names of programs and options from a list in the code.',
        go: 'Start the program itself with its arguments one by one (exec.Command(program, argument, …)), put -- before what comes from outside, and take names of programs and options from a list in the code.',
      }),
    }),
};
