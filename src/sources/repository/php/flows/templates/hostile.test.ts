import { describe, expect, it } from 'vitest';
import { bladeProgram } from './blade.ts';
import { twigProgram } from './twig.ts';

const pieces = [
  '{{--',
  '{!!',
  '@if((("',
  '<x-a :b="',
  '<?php ',
  '@verbatim',
  '@endif @if(a) ',
  '{{ a?b:c ? ',
  "{{ '",
  '{% for a in ',
  '{#',
];

describe('templates that are made to be slow', () => {
  for (const piece of pieces)
    it(`${piece} again and again`, () => {
      const text = piece.repeat(Math.floor(100_000 / piece.length));
      const before = Date.now();
      expect(bladeProgram(text).startsWith('<?php ')).toBe(true);
      expect(twigProgram(text).startsWith('<?php ')).toBe(true);
      expect(Date.now() - before).toBeLessThan(5000);
    });
});
