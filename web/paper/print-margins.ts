import { useEffect } from 'react';
import { type Margins, marginBoxes } from './margin-boxes.ts';

/** Of the sheets of a page, for as long as it is shown. */
export function usePrintMargins({ whose, sealed }: Margins): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(marginBoxes({ whose, sealed }));
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [whose, sealed]);
}
