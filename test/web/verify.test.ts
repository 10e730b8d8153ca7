import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { openKeys } from '../../local/keys.ts';
import type { Role } from '../../shared/domain/role.ts';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { readCheckpoint, writeCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { readVerifierKey, signNote, textOf, verifierOf, writeVerifierKey } from '../../shared/log/tree/note.ts';
import { leafHash } from '../../shared/log/tree/tree.ts';
import { sealedText } from '../../shared/schemas/sealed-text.ts';
import { CHROMIUM } from '../browser.ts';
import { issueToken } from '../local/issue-token.ts';
import { useSite } from './page.ts';
import { CONTACT } from './picture-folders.ts';

const listed = z.object({ items: z.array(z.looseObject({ id: z.string(), number: z.string().nullish() })) });
const read = z.object({ entry: z.looseObject({ number: z.string() }) });
const exported = z.object({
  export: z.object({ id: z.string(), status: z.string(), files: z.array(z.object({ url: z.string() })).optional() }),
});

describe.skipIf(CHROMIUM === undefined)('what whoever doubts can check (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });
  const api = async (role: Role, path: string, init: RequestInit = {}) => {
    const { data, origin } = site.site;
    const token = await issueToken(data, origin, { subject: `demo-${role}`, roles: [role], units: [] });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers };
    return (await fetch(`${origin}/api${path}`, { ...init, headers })).json();
  };
  /** A delivery that is sealed, with the leaf that its slip bears. */
  let slip = { entry: '', leaf: '', number: '' };
  let pack: Buffer = Buffer.alloc(0);

  beforeAll(async () => {
    const [{ id } = { id: '' }] = listed.parse(await api('auditor', '/consignments?limit=1')).items;
    const { entry } = read.parse(await api('auditor', `/entries/${id}`));
    const text = sealedText(entry) ?? '';
    slip = { entry: id, leaf: Buffer.from(leafHash(Buffer.from(text))).toString('base64url'), number: entry.number };
    pack = await packOf(api);
  }, 60_000);

  test('an entry is computed from its bytes to the signature, and a bit turned in each place fails where it should', async () => {
    const { page, flaws } = await site.open(`/verify?entry=${slip.entry}`, { as: 'demo-auditor' });
    const verdict = page.locator('.turns + [role=status]');
    await verdict.filter({ hasText: '相符:这条分录在校验点之下' }).waitFor();
    expect(await stepsOn(page)).toEqual(
      expect.arrayContaining(['text ✓', 'leaf ✓', 'node ✓', 'root ✓', 'signature ✓']),
    );
    expect(await failedOn(page)).toEqual([]);
    await page.getByText(`凭证 ${slip.number}`).waitFor();
    const turns = [
      ['分录', 'root', '算出的根与校验点的根不同'],
      ['存证', 'root', '算出的根与校验点的根不同'],
      ['签名', 'signature', '签名与校验点不符'],
    ] as const;
    for (const [where, step, because] of turns) {
      await page.getByRole('radio', { name: where, exact: true }).check();
      await verdict.filter({ hasText: `已改动${where}的一位。 不符。` }).waitFor();
      expect(await failedOn(page)).toEqual([step]);
      expect(await page.locator('.step-fault').textContent()).toContain(because);
    }
    expect(await flaws()).toEqual([]);
    await page.getByRole('button', { name: 'English' }).click();
    await verdict.filter({ hasText: 'One bit of the signature is turned. It does not hold.' }).waitFor();
    await page.getByRole('radio', { name: 'As it is' }).check();
    await verdict.filter({ hasText: 'It holds: the entry stands under the checkpoint' }).waitFor();
    expect(await flaws()).toEqual([]);
  });

  test('a voucher number leads to its steps, for who is signed in', async () => {
    const { page, origin } = await site.open('/verify', { as: 'demo-auditor' });
    const field = page.getByLabel('凭证号、单号,或发放单二维码的内容');
    await field.fill('999999999999');
    await field.press('Enter');
    await page.getByText('没有找到这个号').waitFor();
    await field.fill(slip.number);
    await field.press('Enter');
    await page.waitForURL(`${origin}/verify?entry=${slip.entry}`);
    await page.getByText('相符:这条分录在校验点之下').waitFor();
  });

  test('nobody has to sign in: what a slip says is computed to the signature, or fails', async () => {
    const { page, flaws } = await site.open('/verify');
    await page.getByText('按号查找和读取分录原文要先登录').waitFor();
    await page
      .getByLabel('凭证号、单号,或发放单二维码的内容')
      .fill(`${site.site.origin}/api/log#${slip.entry}.${slip.leaf}`);
    await page.getByRole('button', { name: '核验' }).click();
    await page.getByText('相符:这条分录在校验点之下').waitFor();
    expect(await page.getByText('从发放单上印的叶哈希算起').isVisible()).toBe(true);
    expect(await flaws()).toEqual([]);
    await page.goto(`${site.site.origin}/verify?entry=${slip.entry}`);
    await page.getByText('未登录,读不到分录原文').waitFor();
    await page.getByText('相符:这条分录在校验点之下').waitFor();
    expect(await page.getByRole('radio', { name: '分录', exact: true }).isDisabled()).toBe(true);
    await page.goto(`${site.site.origin}/verify?entry=${slip.entry}&leaf=${altered(slip.leaf)}`);
    await page.getByText('算出的根与校验点的根不同').waitFor();
  });

  test('a checkpoint is kept, and a log that is another, shorter or signed by another key gives the alarm', async () => {
    const { page, flaws } = await site.open('/verify', { except: /status of 404/ });
    await page.getByText(/已保存:\d+ 条/).waitFor();
    await page.reload();
    await page.getByText('与上次保存的校验点相同').waitFor();
    const { size, ...now } = await published(site.site.origin);
    const root = Buffer.alloc(32, 7);
    const signer = (await openKeys(site.site.data)).logSigner;
    const signed = (told: { size: number; root: Uint8Array }) =>
      signNote(writeCheckpoint({ origin: now.origin, ...told }), readVerifierKey(now.vkey), (message) =>
        signer.sign(message),
      );
    const serve = async (note: string) => {
      await page.unroute('**/api/log/checkpoint');
      await page.route('**/api/log/checkpoint', (route) => route.fulfill({ body: note, contentType: 'text/plain' }));
      await page.reload();
    };
    const alarm = page.locator('.alarm');

    await serve(await signed({ size, root }));
    await alarm.getByText('日志不接续上次保存的校验点').waitFor();
    const told = await alarm.textContent();
    for (const each of [String(size), Buffer.from(now.root).toString('base64'), root.toString('base64')]) {
      expect(told).toContain(each);
    }
    expect(await flaws()).toEqual([]);
    // On every other page too, and no report is taken for one of that log.
    await page.goto(`${site.site.origin}/account`);
    await page.getByRole('alert').getByText('日志不接续上次保存的校验点').waitFor();
    expect(await flaws()).toEqual([]);
    await page.goto(`${site.site.origin}/verify`);

    await serve(await signed({ size: size - 2, root }));
    await alarm.getByText(`日志比上次保存的校验点短:原来 ${size} 条,现在 ${size - 2} 条`).waitFor();

    // It goes on, as it says, but not from what was kept.
    await serve(await signed({ size: size + 1, root }));
    await alarm.getByText('日志不接续上次保存的校验点').waitFor();

    await serve(now.note.replace(/ \S+\n$/, ` ${Buffer.alloc(68, 1).toString('base64')}\n`));
    await alarm.getByText('现在的校验点没有自己公钥的签名').waitFor();

    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const another = verifierOf(now.origin, publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
    const byAnother = await signNote(textOf(now.note), another, async (message) => sign(null, message, privateKey));
    await page.route('**/api/log/vkey', (route) => route.fulfill({ body: writeVerifierKey(another) }));
    await serve(byAnother);
    await alarm.getByText(`不再由保存的公钥签名:保存的是 ${now.vkey},现在是 ${writeVerifierKey(another)}`).waitFor();
    await page.unroute('**/api/log/vkey');

    await page.getByRole('button', { name: 'English' }).click();
    await serve(await signed({ size: size - 2, root }));
    await alarm.getByText(`The log is shorter than the checkpoint kept: it was ${size} entries`).waitFor();
    await page.screenshot({ path: join(await contactSheets(), 'verify-alarm-light-en.png') });
    await alarm.getByRole('button', { name: 'Keep the one of now instead' }).click();
    await page.getByText(`Kept from now on: ${size - 2} entries`).waitFor();

    await page.evaluate(`for (const key of Object.keys(localStorage))
      if (key.startsWith('nuanzhang.checkpoint.')) localStorage.setItem(key, localStorage.getItem(key).replace('"note":"', '"note":"x'))`);
    await page.unroute('**/api/log/checkpoint');
    await page.reload();
    await page.getByText('The checkpoint that this browser kept is damaged').waitFor();
  });

  test('a pack is checked in the page: sound, with what it cannot say; a byte changed is named', async () => {
    const { page, flaws } = await site.open('/verify');
    await page.getByText('这里最多核验 20,000 条分录、128 MB、10,000 个文件的包').waitFor();
    await page.getByLabel('选择文件').setInputFiles(file(pack));
    await page.getByText('相符:所查各项全部相符。').waitFor({ timeout: 30_000 });
    for (const told of [
      '条分录格式正确',
      '份 CSV 台账由分录重做,逐字节相同',
      '公钥出自包内',
      "npm run -s verify -- 'pack.zip'",
    ]) {
      await page.getByText(told).waitFor();
    }
    expect(await flaws()).toEqual([]);
    const [path, bytes] = [...(await filesIn(pack))].find(([name]) => name.endsWith('.csv')) ?? ['', Buffer.alloc(0)];
    const changed = Buffer.from(pack);
    const at = pack.indexOf(bytes) + Math.floor(bytes.length / 2);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    await page.getByLabel('选择文件').setInputFiles(file(changed));
    await page.getByText('不符。第一处是:').waitFor({ timeout: 30_000 });
    expect(await page.locator('.step-fault').textContent()).toContain(path);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('It does not hold. What differs first:').waitFor();
    expect(await page.locator('.step-fault').textContent()).toContain(path);
    expect(await flaws()).toEqual([]);
  });

  test('a pack may be dropped, its check stopped, and a key of one’s own be held against it', async () => {
    const { page } = await site.open('/verify');
    await page.getByText('另行取得的验证公钥').first().click();
    await page.locator('#own-key').fill('another+00000000+AAAA');
    const dropped = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      const bytes = Uint8Array.from(atob('${pack.toString('base64')}'), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], 'pack.zip'));
      return transfer;
    })()`);
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped });
    await page.getByText('给定的验证公钥无效').waitFor({ timeout: 30_000 });
    // A worker that never answers, so that there is something to stop.
    await page.route('**/assets/check-worker*', (route) => route.fulfill({ body: '', contentType: 'text/javascript' }));
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: dropped });
    await page.getByRole('button', { name: '停止' }).click();
    await page.getByText('已停止,对这个包没有作出结论。').waitFor();
    await page.unroute('**/assets/check-worker*');
    const tooLarge = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(129 * 1024 * 1024)], 'large.zip'));
      return transfer;
    })()`);
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: tooLarge });
    await page.getByText('这里最多核验 128 MB 的审计包').waitFor();
    await page.getByText("npm run -s verify -- 'large.zip'").waitFor();
  });

  test('a slip is genuine, altered, of another ledger or no slip at all, said large and in both languages', async () => {
    const { page, origin, flaws } = await site.open(`/api/log#${slip.entry}.${slip.leaf}`, { except: /status of 404/ });
    const verdict = page.locator('.slip-verdict');
    await verdict.getByText('真实', { exact: true }).waitFor();
    expect(await verdict.textContent()).toContain(`已封存于凭证 ${slip.number}`);
    expect(await page.getByRole('link', { name: '登录后查看这张发放单' }).getAttribute('href')).toBe(
      `/consignments/${slip.entry}`,
    );
    expect(await flaws()).toEqual([]);
    await page.getByRole('button', { name: 'English' }).click();
    await verdict.getByText('Genuine', { exact: true }).waitFor();
    expect(await verdict.textContent()).toContain(`Sealed as voucher ${slip.number}`);
    expect(await flaws()).toEqual([]);
    const go = async (fragment: string) => {
      await page.goto('about:blank');
      await page.goto(`${origin}/slip#${fragment}`);
    };
    await go(`${slip.entry}.${altered(slip.leaf)}`);
    await verdict.getByText('Altered', { exact: true }).waitFor();
    await go(`0190c3a8-0000-7000-8000-000000000009.${slip.leaf}`);
    await verdict.getByText('Not in this ledger', { exact: true }).waitFor();
    await go(`${slip.entry}.${slip.leaf.slice(1)}`);
    await page.getByRole('heading', { name: 'The code is not whole, or was changed' }).waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await go(`${slip.entry}.${altered(slip.leaf)}`);
    await verdict.getByText('被改动', { exact: true }).waitFor();
    expect(await flaws()).toEqual([]);
  });

  test('Ctrl+K finds a voucher by its number and a unit by its initials, and opens what is chosen', async () => {
    const { page, origin, flaws } = await site.open('/', { as: 'demo-treasurer' });
    await page.keyboard.press('Control+k');
    const found = page.getByRole('dialog');
    const field = found.getByRole('combobox');
    await field.fill('gly');
    await found.getByRole('option', { name: '高丽营镇' }).waitFor();
    expect(await found.getByRole('option', { selected: true }).textContent()).toContain('高丽营镇');
    expect(await flaws()).toEqual([]);
    await field.fill(slip.number);
    await found.getByRole('option', { name: slip.number }).first().waitFor();
    const hits = await found.getByRole('option').count();
    expect(hits).toBeGreaterThan(0);
    await field.press('ArrowDown');
    await field.press('ArrowUp');
    await field.press('Enter');
    await page.waitForURL((url) => url.href.includes(slip.entry));
    await page.goto(`${origin}/`);
    await page.getByRole('button', { name: '查找' }).click();
    await field.fill('g');
    await page.getByText('请至少输入两个字').waitFor();
    await field.press('Escape');
    await field.waitFor({ state: 'detached' });
  });
});

describe.skipIf(CHROMIUM === undefined)('a ledger that another process seals (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_SEALING: 'off' });

  test('has a slip that is not sealed yet, and says what to do', async () => {
    const { data, origin } = site.site;
    const token = await issueToken(data, origin, { subject: 'test-treasurer', roles: ['treasurer'], units: [] });
    const entry = '0190c3a8-0000-7000-8000-0000000000ab';
    const body = JSON.stringify({ code: 'SL-01', name: '示例单位' });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': entry };
    expect((await fetch(`${origin}/api/units`, { method: 'POST', body, headers })).status).toBe(201);
    const { page, flaws } = await site.open(`/slip#${entry}.${'A'.repeat(43)}`, { except: /status of 40[49]/ });
    await page.locator('.slip-verdict').getByText('尚未封存', { exact: true }).waitFor();
    await page.getByRole('button', { name: '重试' }).click();
    await page.locator('.slip-verdict').getByText('尚未封存', { exact: true }).waitFor();
    expect(await flaws()).toEqual([]);
  });
});

/** Where pictures are laid for whoever looks at them. */
async function contactSheets(): Promise<string> {
  await mkdir(CONTACT, { recursive: true });
  return CONTACT;
}

function file(buffer: Buffer) {
  return { name: 'pack.zip', mimeType: 'application/zip', buffer };
}

/** Another leaf that is written as one. */
function altered(leaf: string): string {
  return `${leaf.startsWith('A') ? 'B' : 'A'}${leaf.slice(1)}`;
}

/** Each step that is shown, and whether it holds. */
async function stepsOn(page: Page): Promise<string[]> {
  const steps = await page.locator('.proof-steps > li').all();
  return Promise.all(
    steps.map(async (step) => {
      const isHeld = (await step.getAttribute('data-held')) === 'true';
      return `${await step.getAttribute('data-step')} ${isHeld ? '✓' : '✗'}`;
    }),
  );
}

async function failedOn(page: Page): Promise<string[]> {
  return (await stepsOn(page)).flatMap((step) => (step.endsWith('✗') ? [step.slice(0, -2)] : []));
}

async function published(origin: string) {
  const [note, vkey] = await Promise.all(
    ['checkpoint', 'vkey'].map(async (path) => (await fetch(`${origin}/api/log/${path}`)).text()),
  );
  return { note: note ?? '', vkey: (vkey ?? '').trim(), ...readCheckpoint(textOf(note ?? '')) };
}

/** A pack of everything recorded, as an auditor asks for it. */
async function packOf(api: (role: Role, path: string, init?: RequestInit) => Promise<unknown>): Promise<Buffer> {
  const key = '0190c3a8-0000-7000-8000-0000000000aa';
  const body = JSON.stringify({ kind: 'audit-pack', format: 'zip' });
  await api('auditor', '/exports', { method: 'POST', body, headers: { 'idempotency-key': key } });
  const job = async () => exported.parse(await api('auditor', `/exports/${key}`)).export;
  await vi.waitFor(async () => expect((await job()).status).toBe('done'), { timeout: 40_000, interval: 50 });
  const url = (await job()).files?.[0]?.url ?? '';
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}
