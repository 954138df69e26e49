import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { JvmCall } from './call.ts';
import { jvmSetting } from './call.ts';

const draws = /^(nextInt|nextLong|nextDouble|nextFloat|nextBytes|nextBoolean|ints|longs|doubles)$/;

/**
 * Numbers of a generator that was not made for secrets. A variable counts where this file fills it with one: the secure
 * generator is of the same class. What RandomStringUtils draws on depends on its version and is left open.
 */
export function randomNumbers(call: JvmCall): readonly SecuritySetting[] {
  const { code, name, on, scope, world } = call;
  if (code.kind !== 'call') return [];
  const as =
    name === 'random' && on === 'Math'
      ? 'Math.random'
      : draws.test(name) && isPlainGenerator(world.text(scope.file.path), on, scope.file.language)
        ? `Random.${name}`
        : undefined;
  return as === undefined ? [] : [jvmSetting(call, 'random-number', as)];
}

function isPlainGenerator(text: string, on: string, language: 'java' | 'kotlin'): boolean {
  if (!/^\w+$/.test(on)) return false;
  if (on === 'Random')
    return language === 'kotlin' ? /import kotlin\.random\.Random\b/.test(text) : isJavaRandom(text);
  if (on === 'current') return text.includes('ThreadLocalRandom.current()');
  return (
    isJavaRandom(text) &&
    new RegExp(`\\b${on}\\s*(?::\\s*Random\\s*)?=\\s*(?:new\\s+)?(?:java\\.util\\.)?Random\\(`).test(text)
  );
}

const isJavaRandom = (text: string): boolean =>
  /import java\.util\.(Random|\*)|java\.util\.Random\(/.test(text);
