import type { Method } from '../../../../model/api.ts';
import type { JudgedGuard } from '../../http/routing.ts';
import type { ClassValue, Place } from '../evaluator/value.ts';
import { libraryBases } from '../evaluator/paths.ts';
import { originAt } from '../reading/judge.ts';

/** A class of a package that answers requests as it is: what it asks for is in its own code, not in the target's. */
export interface LibraryView {
  readonly methods: readonly Method[];
  /** `session`: somebody who is signed in. `token`: the secret of a link, without which nothing is done. */
  readonly asks: 'nothing' | 'session' | 'token';
}

const page: readonly Method[] = ['GET', 'POST'];
const open = (...methods: readonly Method[]): LibraryView => ({ methods, asks: 'nothing' });
const signedIn = (...methods: readonly Method[]): LibraryView => ({ methods, asks: 'session' });

const inPackage = (
  path: string,
  views: Readonly<Record<string, LibraryView>>,
): readonly (readonly [string, LibraryView])[] =>
  Object.entries(views).map(([name, view]) => [`${path}.${name}`, view] as const);

const views: ReadonlyMap<string, LibraryView> = new Map([
  // `dispatch` of the two views that change a password stands behind `login_required`.
  ...inPackage('django.contrib.auth.views', {
    LoginView: open(...page),
    LogoutView: open('POST'),
    PasswordChangeView: signedIn(...page),
    PasswordChangeDoneView: signedIn('GET'),
    PasswordResetView: open(...page),
    PasswordResetDoneView: open('GET'),
    // Without a valid token it shows that there is none, whatever the method.
    PasswordResetConfirmView: { methods: page, asks: 'token' },
    PasswordResetCompleteView: open('GET'),
  }),
  // `permission_classes` of each.
  ...inPackage('dj_rest_auth.views', {
    LoginView: open('POST'),
    LogoutView: open('POST'),
    UserDetailsView: signedIn('GET', 'PUT', 'PATCH'),
    PasswordChangeView: signedIn('POST'),
    PasswordResetView: open('POST'),
    PasswordResetConfirmView: { methods: ['POST'], asks: 'token' },
  }),
  ...inPackage('rest_framework_simplejwt.views', {
    TokenObtainPairView: open('POST'),
    TokenObtainSlidingView: open('POST'),
    TokenRefreshView: open('POST'),
    TokenRefreshSlidingView: open('POST'),
    TokenVerifyView: open('POST'),
    TokenBlacklistView: open('POST'),
    TokenViewBase: open('POST'),
  }),
  ...inPackage('rest_framework.authtoken.views', {
    ObtainAuthToken: open('POST'),
    obtain_auth_token: open('POST'),
  }),
  ...inPackage('allauth.account.views', {
    login: open(...page),
    logout: open(...page),
    signup: open(...page),
    account_inactive: open('GET'),
    email_verification_sent: open('GET'),
    password_reset: open(...page),
    password_reset_done: open('GET'),
    password_reset_from_key: { methods: page, asks: 'token' },
    password_reset_from_key_done: open('GET'),
    confirm_email: { methods: page, asks: 'token' },
    ConfirmEmailView: { methods: page, asks: 'token' },
    email: signedIn(...page),
    password_change: signedIn(...page),
    password_set: signedIn(...page),
    reauthenticate: signedIn(...page),
  }),
  ...inPackage('allauth.socialaccount.views', {
    login_cancelled: open('GET'),
    login_error: open('GET'),
    signup: open(...page),
    connections: signedIn(...page),
  }),
  ...inPackage('django.views.i18n', {
    set_language: open('POST'),
    JavaScriptCatalog: open('GET'),
    JSONCatalog: open('GET'),
  }),
]);

export const libraryViewAt = (path: string): LibraryView | undefined => views.get(path);

/** The nearest such class that a class of the target extends. */
export const extendedView = (of: ClassValue): LibraryView | undefined =>
  libraryBases(of)
    .map((path) => views.get(path))
    .find((each) => each !== undefined);

/** What such a view asks for, as a check before it. */
export function askedBy(view: LibraryView | undefined, place: Place): readonly JudgedGuard[] {
  if (view === undefined || view.asks === 'nothing') return [];
  return [
    {
      guard: {
        name: view.asks === 'token' ? 'token' : 'login_required',
        kind: 'authentication',
        requires: [],
        origin: originAt(place),
      },
      resolved: true,
      conditional: false,
      passes: false,
    },
  ];
}
