import type { Method } from '../../../../model/api.ts';
import type { Arguments, PhpValue, Site } from '../value.ts';
import { entryOf } from '../value.ts';
import type { Group } from './registry.ts';
import { add } from './router.ts';
import type { Routing } from './router.ts';
import { joinBelow } from '../paths.ts';

/** `Auth::routes()` of laravel/ui. */
export function authRoutes(routing: Routing, group: Group, args: Arguments, site: Site): PhpValue {
  const options = args[0]?.value;
  const off = (key: string): boolean => {
    const value = entryOf(options, key);
    return value?.kind === 'boolean' && !value.value;
  };
  const routes: readonly (readonly [Method, string, string, string])[] = [
    ['GET', 'login', 'LoginController', 'showLoginForm'],
    ['POST', 'login', 'LoginController', 'login'],
    ['POST', 'logout', 'LoginController', 'logout'],
    ...(off('register')
      ? []
      : ([
          ['GET', 'register', 'RegisterController', 'showRegistrationForm'],
          ['POST', 'register', 'RegisterController', 'register'],
        ] as const)),
    ...(off('reset')
      ? []
      : ([
          ['GET', 'password/reset', 'ForgotPasswordController', 'showLinkRequestForm'],
          ['POST', 'password/email', 'ForgotPasswordController', 'sendResetLinkEmail'],
          ['GET', 'password/reset/{token}', 'ResetPasswordController', 'showResetForm'],
          ['POST', 'password/reset', 'ResetPasswordController', 'reset'],
        ] as const)),
    ...(off('confirm')
      ? []
      : ([
          ['GET', 'password/confirm', 'ConfirmPasswordController', 'showConfirmForm'],
          ['POST', 'password/confirm', 'ConfirmPasswordController', 'confirm'],
        ] as const)),
  ];
  for (const [method, path, controller, action] of routes)
    add(routing, {
      methods: [method],
      path: joinBelow(group.prefix, { text: path, resolved: true }),
      group,
      middleware: [],
      without: [],
      action: {
        kind: 'text',
        text: `${group.namespace === '' ? 'App\\Http\\Controllers\\' : ''}Auth\\${controller}@${action}`,
      },
      site,
    });
  return { kind: 'null' };
}
