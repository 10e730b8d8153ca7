import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverySlip, slipOf } from '../../../shared/exports/papers/delivery-slip.ts';
import { papers } from '../../../shared/exports/papers/paper.ts';
import { signOffOf, signOffPage } from '../../../shared/exports/papers/sign-off-sheet.ts';
import { CHROMIUM, findProgram, hasChineseFont, run, startBrowser } from '../../browser.ts';
import { consigned, FIVE, TWENTY } from './consignments.ts';
import { textOf } from './page.ts';

const [PDFTOTEXT, PDFFONTS, PDFTOPPM, ZBARIMG] = ['pdftotext', 'pdffonts', 'pdftoppm', 'zbarimg'].map((name) =>
  findProgram(name),
);
const CAN_PRINT = CHROMIUM !== undefined && PDFTOTEXT !== undefined && PDFFONTS !== undefined;
const CAN_SCAN = CHROMIUM !== undefined && PDFTOPPM !== undefined && ZBARIMG !== undefined;

const PAPERS = {
  five: deliverySlip(await consigned(FIVE, { plan: '冬季送温暖', note: '请于当日清点。' })),
  twenty: deliverySlip(await consigned(TWENTY)),
  'sign-off': signOffPage(await consigned(TWENTY, { plan: '冬季送温暖' })),
  together: papers('发放单和签领表', [
    slipOf(await consigned(FIVE)),
    signOffOf(await consigned(FIVE)),
    slipOf(await consigned(TWENTY)),
    signOffOf(await consigned(TWENTY)),
  ]),
};
type Name = keyof typeof PAPERS;

let browser: Browser;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nuanzhang-print-'));
  if (CHROMIUM !== undefined) browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Printed {
  readonly pdf: string;
  /** What the page asked for beside itself, and what the browser complained of. */
  readonly asked: readonly string[];
  readonly complaints: readonly string[];
}

const printed = new Map<Name, Promise<Printed>>();

/** Opens a paper as a file and prints it, once. */
function print(name: Name): Promise<Printed> {
  const already = printed.get(name) ?? printAnew(name);
  printed.set(name, already);
  return already;
}

async function printAnew(name: Name): Promise<Printed> {
  const file = join(folder, `${name}.html`);
  const pdf = join(folder, `${name}.pdf`);
  const asked: string[] = [];
  const complaints: string[] = [];
  await writeFile(file, PAPERS[name]);
  const page = await browser.newPage();
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  await page.pdf({ path: pdf, preferCSSPageSize: true });
  await page.close();
  return { pdf, asked: asked.slice(1), complaints };
}

/** The text of each page; every page ends in a form feed. */
function pagesOf(pdf: string): string[] {
  return run(PDFTOTEXT!, '-layout', pdf, '-').toString().split('\f').slice(0, -1);
}

/** The families of the fonts that the title and the names in the table were drawn with. */
async function fontsOf(html: string): Promise<Set<string>> {
  const page = await browser.newPage();
  await page.setContent(html);
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeIds } = await session.send('DOM.querySelectorAll', {
    nodeId: root.nodeId,
    selector: 'h1, td:nth-child(2)',
  });
  const families = new Set<string>();
  for (const nodeId of nodeIds) {
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
    for (const { familyName } of fonts) families.add(familyName);
  }
  await page.close();
  return families;
}

describe.runIf(CAN_PRINT)('papers in a browser (where there are Chromium, pdftotext and pdffonts)', () => {
  it('five lines take one page of A4, and ask for nothing', async () => {
    const { pdf, asked, complaints } = await print('five');
    expect(asked).toEqual([]);
    expect(complaints).toEqual([]);
    const [text = '', ...more] = pagesOf(pdf);
    expect(more).toEqual([]);
    for (const { item } of FIVE) expect(text).toContain(item.name);
    for (const words of ['发放单', 'FF-000011', '凭证号', '签收人', '公章', '20 箱', '(4,800 包)'])
      expect(text).toContain(words);
  });

  it('twenty lines take two pages, each under the same header', async () => {
    const pages = pagesOf((await print('twenty')).pdf);
    expect(pages).toHaveLength(2);
    for (const text of pages) {
      expect(text).toContain('物资名称');
      expect(text).toContain('发放单 FF-000026');
    }
    expect(pages[1]).toContain('签收人');
  });

  it('the sign-off sheet takes the two sides of one leaf, each under the same header', async () => {
    const pages = pagesOf((await print('sign-off')).pdf);
    expect(pages).toHaveLength(2);
    for (const text of pages) expect(text).toContain('会员号或证件后4位');
    for (const label of ['合计(大写)', '经办人', '证明人', '审核人', '负责人', '公章'])
      expect(pages[1]).toContain(label);
  });

  it('several are printed at once, each on leaves of its own with its title at their foot', async () => {
    const { pdf, asked, complaints } = await print('together');
    expect([asked, complaints]).toEqual([[], []]);
    const feet = pagesOf(pdf).map((text) => text.trimEnd().split('\n').at(-1)?.trim());
    expect(feet).toEqual([
      ...['发放单 FF-000011', '签领表 FF-000011', '签领表 FF-000011'],
      ...['发放单 FF-000026', '发放单 FF-000026', '签领表 FF-000026', '签领表 FF-000026'],
    ]);
    const sizes = run(findProgram('pdfinfo')!, '-f', '1', '-l', '2', pdf)
      .toString()
      .match(/Page +\d+ size: +[\d. x]+/g);
    expect(sizes?.map((size) => Number(/size: +(\d+)/.exec(size)?.[1]))).toEqual([594, 841]);
  });

  it('what is printed carries its fonts', async () => {
    const { pdf } = await print('five');
    const [, , ...fonts] = run(PDFFONTS!, pdf).toString().trim().split('\n');
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/ yes (yes|no ) +(yes|no) +\d+ +0$/);
  });
});

describe.runIf(CHROMIUM !== undefined && hasChineseFont())(
  'papers before a reader (where there are Chromium and a Chinese font)',
  () => {
    it('show Chinese in a font that has it', async () => {
      const list = run(findProgram('fc-list')!, ':lang=zh-cn', 'family').toString();
      const chinese = new Set(list.split(/[\n,]/));
      for (const html of [PAPERS.five, PAPERS['sign-off']]) {
        const families = [...(await fontsOf(html))];
        expect(families.length).toBeGreaterThan(0);
        for (const family of families) expect(chinese).toContain(family);
      }
    });
  },
);

describe.runIf(CAN_SCAN)('the code of a printed slip (where there are Chromium, pdftoppm and zbarimg)', () => {
  it.each<Name>(['five', 'twenty'])('is read from paper at 100 dots an inch: %s lines', async (name) => {
    const { pdf } = await print(name);
    const image = join(folder, `scan-${name}`);
    run(PDFTOPPM!, '-r', '100', '-f', '1', '-l', '1', '-singlefile', '-png', pdf, image);
    const codes = run(ZBARIMG!, '--quiet', '--raw', `${image}.png`).toString().trim().split('\n');
    expect(codes).toHaveLength(1);
    expect(textOf(PAPERS[name]).split('\n')).toContain(codes[0]);
  });
});
