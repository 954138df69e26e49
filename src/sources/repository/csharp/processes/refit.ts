import type { OutgoingCall } from '../../../../model/processes.ts';
import { originIn } from '../../languages/syntax.ts';
import { attributesOf, positional } from '../attributes.ts';
import type { Code } from '../code.ts';
import { methodsOf } from '../code.ts';
import { nameOf } from '../syntax.ts';
import { textOf } from '../texts.ts';

const verbs = /^(Get|Post|Put|Patch|Delete|Head|Options)$/;

/**
 * Requests of interfaces that Refit or RestEase implements. They are sent by an `HttpClient`, which gives up after 100
 * seconds when nothing is said where it is registered.
 */
export const refitCalls = (code: Code): readonly OutgoingCall[] =>
  code.files
    .filter(({ text }) => /\busing\s+(Refit|RestEase)\s*;/.test(text))
    .flatMap(({ path }) => code.typesIn(path))
    .filter(({ node }) => node.type === 'interface_declaration')
    .flatMap((type) =>
      methodsOf(code, type).flatMap(({ node }): readonly OutgoingCall[] => {
        const request = attributesOf(node).find(({ name }) => verbs.test(name));
        if (request === undefined) return [];
        const written = textOf(code, positional(request)[0], { file: type.file, type });
        const target = written.resolved ? written.text.replace(/^\//, '').replace(/\?.*$/, '') : '';
        const name = `${type.name}.${nameOf(node)}`;
        return [
          {
            id: `${type.file}:${node.line}#${name}`,
            target: `${type.name}/${target}`,
            bounded: true,
            origin: originIn(type.file, node),
          },
        ];
      }),
    );
