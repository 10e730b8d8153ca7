import { encode } from 'uqr';
import { Markup } from './markup.ts';

/** ISO/IEC 18004 asks for four light modules on every side. */
const QUIET_ZONE = 4;

/** A QR code as SVG that fills its container: 15 % of it may be stained or creased (level M). */
export function qrCode(text: string): Markup {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_ZONE });
  const runs = data.flatMap((row, y) =>
    darkRuns(row).map(({ from, length }) => `M${from} ${y}h${length}v1h-${length}z`),
  );
  return new Markup(
    `<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" ` +
      `role="img" aria-label="二维码"><path fill="#000" d="${runs.join('')}"/></svg>`,
  );
}

/** One shape for neighbouring modules: a seam between two would be a light line on some printers. */
function darkRuns(row: readonly boolean[]): { readonly from: number; readonly length: number }[] {
  return row.flatMap((isDark, from) => {
    if (!isDark || row[from - 1]) return [];
    const end = row.indexOf(false, from);
    return [{ from, length: (end < 0 ? row.length : end) - from }];
  });
}
