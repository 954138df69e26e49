import type { SecuritySetting } from '../../../../model/security-setting.ts';
import type { JvmCall } from './call.ts';
import { callsOn, constantNumber, constantText, jvmSetting, writtenText } from './call.ts';

/** Ciphers, their vectors and pairs of keys of the platform. */
export function ciphers(call: JvmCall): readonly SecuritySetting[] {
  const { code, name, on, given, body, variable } = call;
  if (on === 'Cipher' && name === 'getInstance') {
    const algorithm = cipherName(constantText(call, given[0]));
    return [
      jvmSetting(call, 'cipher', 'Cipher.getInstance', {
        values: algorithm === undefined ? {} : { algorithm },
        open: algorithm === undefined ? ['algorithm'] : [],
      }),
    ];
  }
  if (code.kind === 'new' && name === 'IvParameterSpec')
    return writtenText(call, given[0]) === undefined
      ? []
      : [jvmSetting(call, 'cipher', name, { values: { vector: 'constant' } })];
  if (on !== 'KeyPairGenerator' || name !== 'getInstance') return [];
  const type = constantText(call, given[0])?.toLowerCase();
  const [start] = callsOn(body, variable).filter((each) => each.name === 'initialize');
  const modulusLength = constantNumber(call, start?.args[0]?.value);
  return [
    jvmSetting(call, 'key-pair', 'KeyPairGenerator.getInstance', {
      values: {
        ...(modulusLength === undefined ? {} : { modulusLength }),
        ...(type === undefined ? {} : { type }),
      },
    }),
  ];
}

/**
 * `DES/CBC/PKCS5Padding` as `des-cbc`. Without a mode the platform takes ECB; with RSA the word ECB means nothing (Java
 * Security Standard Algorithm Names, Cipher).
 */
function cipherName(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const [algorithm = '', mode = 'ecb'] = written.toLowerCase().split('/');
  if (/^(rsa|ecies|pbe|elgamal|chacha20|aes_|aeswrap|desedewrap|rc4|arcfour|sm2)/.test(algorithm))
    return /^(rc4|arcfour)$/.test(algorithm) ? 'rc4' : algorithm;
  return `${algorithm}-${mode}`;
}
