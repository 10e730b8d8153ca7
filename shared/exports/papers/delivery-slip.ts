import { writeSlipCode } from '../../domain/slip-code.ts';
import { leafHash } from '../../log/tree/tree.ts';
import type { Named } from '../../schemas/report-figures.ts';
import { type Consigned, type Consignment, consignmentOf } from './consigned.ts';
import { type Markup, markup } from './markup.ts';
import { BLANK_DATE, field, type Paper, paper, voidMark } from './paper.ts';
import { qrCode } from './qr-code.ts';

/**
 * 发放单: what goes with the goods. It says what was sent, leaves room for what arrived and for the signatures, and
 * carries one QR code that ties it to its entry in the log. Prices do not stand on it: whoever carries or receives the
 * goods need not know them.
 *
 * Of a dispatch that was taken back it says so, large, and leaves no room for any signature.
 *
 * A page of HTML, A4 portrait, without script and without anything outside of it. Throws RangeError for what is no
 * dispatch, for a checkpoint that ends before it, and for an address that no code can name.
 */
export function deliverySlip(consigned: Consigned): string {
  return paper(slipOf(consigned));
}

/** The same, to lie among other papers. */
export function slipOf(consigned: Consigned): Paper {
  const consignment = consignmentOf(consigned);
  const code = slipCodeOf(consigned);
  return {
    title: `发放单${consignment.voidBy === undefined ? '' : '（作废）'} ${consignment.number}`,
    orientation: 'portrait',
    style: STYLE,
    body: markup`${heading(consigned.union, consignment, code)}
${goodsTable(consignment)}
${consignment.voidBy === undefined ? signatures(consignment) : ''}
${proof(consigned, consignment)}`,
  };
}

/** The text of the slip's QR code. */
function slipCodeOf({ address, sealed, canonical }: Consigned): string {
  const leaf = Buffer.from(leafHash(canonical)).toString('base64url');
  return writeSlipCode({ address, entry: sealed.entry.id, leaf });
}

function heading(union: string, consignment: Consignment, code: string): Markup {
  const { number, voucher, voidBy, date, unit, warehouse, plan, gifts, note } = consignment;
  return markup`<header><p class="union">${union}</p><h1>发放单</h1></header>
${voidBy === undefined ? '' : voidMark(`本单${voidBy}，请勿签收`)}
<section class="top">
<dl>
${field('单号', number)}
${field('凭证号', voucher)}
${field('发放日期', date)}
${field('分配方案', plan === undefined ? '—' : called(plan))}
${field('接收单位', called(unit))}
${field('发出仓库', called(warehouse))}
${voidBy === undefined ? markup`${field('承运人', '')}\n${field('联系电话', '')}` : ''}
${gifts.length === 0 ? '' : field('捐赠', gifts.join('；'))}
${note === undefined ? '' : field('备注', note)}
</dl>
${voidBy === undefined ? qrCode(code) : ''}
</section>
${voidBy === undefined ? markup`<p class="code">${code}</p>` : ''}`;
}

function called({ code, name }: Named): string {
  return code === name ? name : `${name}（${code}）`;
}

function goodsTable({ goods, voidBy }: Consignment): Markup {
  const toFill = voidBy === undefined ? markup`<td></td>` : markup`<td class="c">—</td>`;
  const rows = goods.map(
    (
      { item, spec, packs, quantity },
      at,
    ) => markup`<tr><td class="c">${at + 1}</td><td>${item.name}</td><td>${spec}</td>\
<td class="c">${item.baseMeasure}</td><td class="n">${packs === undefined ? quantity : markup`${packs} <span class="whole">(${quantity})</span>`}</td>${[toFill, toFill, toFill, toFill]}<td></td></tr>
`,
  );
  return markup`<table>
<colgroup><col class="w1"><col class="w2"><col class="w3"><col class="w4"><col class="w5"><col class="w6"><col class="w7">\
<col class="w7"><col class="w7"><col class="w8"></colgroup>
<thead><tr><th rowspan="2">序号</th><th rowspan="2">物资名称</th><th rowspan="2">规格型号</th><th rowspan="2">单位</th>\
<th rowspan="2">数量</th><th colspan="4">签收时填写</th><th rowspan="2">备注</th></tr>
<tr><th>实收</th><th>破损</th><th>短少</th><th>拒收</th></tr></thead>
<tbody>
${rows}<tr class="end"><td class="c s" colspan="10">共 ${goods.length} 项，以下空白</td></tr>
</tbody>
</table>
<p class="s under">数量按表中单位计，整件发出的在前注明件数。${voidBy === undefined ? '每项的实收、破损、短少、拒收相加应等于数量。' : ''}</p>`;
}

function signatures({ dispatcher }: Consignment): Markup {
  const signed = (label: string, name: string): Markup =>
    markup`<div class="sign"><p><b>${label}</b> ${name}</p><p class="line"><span class="s">签字</span><span class="blank"></span></p><p class="date">${BLANK_DATE}</p></div>`;
  return markup`<section class="foot">
<p class="reach"><b>覆盖</b><span class="blank"></span>人次<span class="blank"></span>户次<span class="blank"></span>处</p>
<div class="signs">
${signed('发放人', dispatcher)}
${signed('承运人', '')}
${signed('签收人', '')}
<div class="seal"><p><b>公章</b></p></div>
</div>
</section>`;
}

function proof({ asOf }: Consigned, { voidBy }: Consignment): Markup {
  const isValid = voidBy === undefined;
  return markup`<section class="proof s">
${isValid ? markup`<p>签收后请将本单拍照，作为签收凭据上传；原件留存。</p>` : ''}
<p>本单出自封存账本，校验点：前 ${asOf.size} 条分录，根哈希 <span class="code">${Buffer.from(asOf.root).toString('base64')}</span>。\
${isValid ? '二维码载有账本地址、分录编号和叶哈希，同文印于码下，可据此核对本单与账本是否一致。' : ''}</p>
</section>`;
}

const STYLE = `
header{padding-bottom:2.5mm;border-bottom:1.6pt double #111;margin-bottom:2.5mm}
.top{display:flex;gap:6mm;align-items:center}
.top dl{flex:1;grid-template-columns:1fr 1fr;column-gap:6mm;row-gap:.8mm}
.top dl>div:nth-child(n+9){grid-column:1/-1}
.qr{flex:none;width:38mm;height:38mm;display:block}
header+section+.code{margin:1mm 0 3mm;text-align:right}
tbody tr{height:9.6mm}
tbody tr.end{height:6.5mm}
.w1{width:11mm}.w3{width:29mm}.w4{width:11mm}.w5{width:27mm}.w6{width:17mm}.w7{width:13mm}.w8{width:16mm}
.whole{display:inline-block}
.under{margin-top:1.2mm}
.foot{margin-top:4mm}
.reach{margin-bottom:2.5mm}
.reach .blank{width:22mm;margin:0 1mm 0 3mm}
.signs{display:grid;grid-template-columns:1fr 1fr 1fr 38mm;border:1pt solid #111}
.signs>div{padding:1.5mm 2mm;min-height:34mm}
.signs>div+div{border-left:.5pt solid #555}
.sign{display:flex;flex-direction:column;justify-content:space-between}
.line{display:flex;gap:1.5mm;align-items:flex-end}
.line .blank{flex:1}
.date{text-align:right}
.date .y{width:9mm}.date .d{width:6mm}
.proof{margin-top:3mm}
.proof .code{font-size:inherit}
`;
