import { useEffect, useRef } from 'react';

/** Runs at `?`, wherever nothing is typed into. */
export function useQuestionMark(onPress: () => void): void {
  const latest = useRef(onPress);
  latest.current = onPress;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyping = target instanceof Element && target.closest('input, textarea, select') !== null;
      if (event.key.normalize('NFKC') !== '?' || isTyping) return;
      event.preventDefault();
      latest.current();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
