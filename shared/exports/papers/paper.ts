import { Markup, markup } from './markup.ts';

/**
 * The frame of every paper: one HTML page that asks nothing of anybody. No font is embedded and none is needed where the
 * page is made: the reader's own Chinese font is taken, by the names it has on Windows, macOS, Linux and HarmonyOS.
 */

const SANS =
  '"PingFang SC","HarmonyOS Sans SC","HarmonyOS Sans","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",' +
  '"Source Han Sans SC","WenQuanYi Micro Hei","Heiti SC",SimHei,sans-serif';
const SERIF =
  '"Songti SC","STSong","Noto Serif CJK SC","Noto Serif SC","Source Han Serif SC",SimSun,NSimSun,' +
  '"HarmonyOS Sans SC",serif';

/**
 * On screen the paper is shown as the sheet that the printer will make of it. A table is a point narrower than that, whose
 * edge would cut the half of a collapsed border that lies outside.
 */
const STYLE = `
*{box-sizing:border-box;margin:0}
html{color-scheme:light;background:#fff;color:#111;-webkit-text-size-adjust:100%}
body{font:10pt/1.45 ${SANS};font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
header{text-align:center;break-after:avoid}
h1{font:700 23pt/1.3 ${SERIF};letter-spacing:.45em;margin-right:-.45em}
.union{font:12.5pt/1.5 ${SERIF};letter-spacing:.12em}
dl{display:grid}
dl>div{display:flex;gap:2.5mm;align-items:baseline;min-width:0}
dt{flex:none;min-width:4em;color:#555}
dd{flex:1;min-width:0;min-height:6.6mm;align-content:end;padding:0 1mm .3mm;border-bottom:.5pt solid #999}
dd:empty::before{content:"\\200b"}
table{width:calc(100% - 1pt);border-collapse:collapse;table-layout:fixed;border:1pt solid #111}
th,td{border:.5pt solid #555;padding:.8mm 1.2mm;vertical-align:middle}
th{font-weight:600;font-size:9pt;line-height:1.25;text-align:center}
thead{display:table-header-group;border-bottom:1pt solid #111}
tr,section{break-inside:avoid}
.n{text-align:right}
.c{text-align:center}
.s{font-size:8pt;line-height:1.3;color:#555}
.code{font:6.6pt/1.4 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;color:#333}
.blank{display:inline-block;border-bottom:.5pt solid #999}
.void{margin:2mm 0 4mm;padding:2mm;border:2pt solid #111;text-align:center;font-size:14pt}
.void b{font:700 44pt/1.2 ${SERIF};letter-spacing:.4em;margin-right:-.4em}
@media screen{html{background:#e9e9e6}body{background:#fff;margin:8mm auto;box-shadow:0 1px 6px #0003}}
`;

/** A4, in millimetres. */
const SHEETS = {
  portrait: { width: 210, height: 297 },
  landscape: { width: 297, height: 210 },
} as const;
const MARGINS = '12mm 14mm 15mm';
const PIXELS_PER_MM = 96 / 25.4;

export interface Paper {
  /** Words of the program only: it stands in the style sheet too, beside the page numbers. */
  readonly title: string;
  readonly orientation: keyof typeof SHEETS;
  /** Style rules of this paper. */
  readonly style: string;
  readonly body: Markup;
}

const MARGIN_BOX = `font:8pt ${SANS};color:#555`;

export function paper({ title, orientation, style, body }: Paper): string {
  const rules =
    `@page{size:A4 ${orientation};margin:${MARGINS};` +
    `@bottom-left{content:"${title}";${MARGIN_BOX}}` +
    `@bottom-right{content:counter(page) " / " counter(pages);${MARGIN_BOX}}}` +
    `@media screen{body{${sheetOf(orientation)}}}`;
  return pageOf({ title, width: SHEETS[orientation].width, style: rules + style, body });
}

/**
 * Several papers as one page of HTML, to be printed at once. Each begins on a leaf of its own, as wide or as high as it
 * would be alone; its rules are its own, and its title stands at the foot of its leaves.
 */
export function papers(title: string, all: readonly Paper[]): string {
  const leaves = all.map(
    (one, at) =>
      `@page leaf${at}{size:A4 ${one.orientation};margin:${MARGINS};@bottom-left{content:"${one.title}";${MARGIN_BOX}}}` +
      `#leaf${at}{page:leaf${at};break-before:page}#leaf${at}:first-child{break-before:auto}` +
      `@media screen{#leaf${at}{${sheetOf(one.orientation)}}}`,
  );
  const styles = new Set(all.map(({ style, orientation }) => within(`.${orientation}`, style)));
  const screen =
    '@media screen{body{background:none;box-shadow:none;margin:0}article{background:#fff;margin:8mm auto;box-shadow:0 1px 6px #0003}}';
  return pageOf({
    title,
    width: SHEETS.landscape.width,
    style: screen + leaves.join('') + [...styles].join(''),
    body: markup`${all.map(
      ({ orientation, body }, at) => markup`<article id="leaf${at}" class="${orientation}">
${body}
</article>
`,
    )}`,
  });
}

/** Rules that hold in one place alone; they are the program's, without rules in rules. */
function within(place: string, style: string): string {
  return style.replace(/(^|\})\s*([^{}]+)\{/g, (_, end: string, selector: string) => `${end}\n${place} ${selector}{`);
}

function sheetOf(orientation: Paper['orientation']): string {
  const { width, height } = SHEETS[orientation];
  return `width:${width}mm;min-height:${height}mm;padding:${MARGINS}`;
}

interface Page {
  readonly title: string;
  /** In millimetres. */
  readonly width: number;
  readonly style: string;
  readonly body: Markup;
}

function pageOf({ title, width, style, body }: Page): string {
  const page = markup`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=${Math.ceil((width + 10) * PIXELS_PER_MM)}">
<title>${title}</title>
<style>${new Markup(STYLE + style)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return page.toString();
}

/** A field with its label: what is not known is a line to write on. */
export function field(label: string, text: string): Markup {
  return markup`<div><dt>${label}</dt><dd>${text}</dd></div>`;
}

/** 作废, large, with what it was taken back by. */
export function voidMark(why: string): Markup {
  return markup`<section class="void"><p><b>作废</b></p><p>${why}</p></section>`;
}

/** 年 月 日 with room to write. */
export const BLANK_DATE = markup`<span class="blank y"></span>年<span class="blank d"></span>月<span class="blank d"></span>日`;
