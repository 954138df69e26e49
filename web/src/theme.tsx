import { signal } from '@preact/signals';

type Theme = 'system' | 'light' | 'dark';
const order: readonly Theme[] = ['system', 'light', 'dark'];
const theme = signal<Theme>('system');

/** Follows the system until the reader chooses; the choice lasts as long as the page. */
export function ThemeSwitch() {
  const next = order[(order.indexOf(theme.value) + 1) % order.length] ?? 'system';
  return (
    <button
      class="theme"
      title={`Switch to ${next} colours`}
      onClick={() => {
        theme.value = next;
        if (next === 'system') delete document.documentElement.dataset['theme'];
        else document.documentElement.dataset['theme'] = next;
      }}
    >
      Colours: {theme.value}
    </button>
  );
}
