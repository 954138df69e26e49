#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { compileLate } from './compile-late.ts';
import { runCommandLine } from './program.ts';

// A server lives long enough for its code to be worth compiling.
if (process.argv[2] !== 'preview') compileLate();

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  cwd: process.cwd(),
  input: () => readFileSync(0, 'utf8'),
  terminal: process.stderr.isTTY === true,
  interrupted: () =>
    new Promise((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    }),
});
