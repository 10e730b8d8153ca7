import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { GatewayProblemName } from '../../functions/problems/gateway-problems.ts';
import { gatewayProblem, toResponse } from '../../functions/problems/problem.ts';
import { forbiddenProblem } from '../../functions/problems/refusal.ts';
import { CHROMIUM } from '../browser.ts';
import { useSite } from './page.ts';

/** What a browser tells by itself of answers that a test provokes. */
const PROVOKED = /status of [45]\d\d/;

/**
 * Classes of refusals as a person sees them. Wrong fields, rules, ended sessions, lost answers, no network and copied tabs
 * are seen where they are met (buy, pay, put-right); what a server seldom says is said here in its own words.
 */
describe.skipIf(CHROMIUM === undefined)('refusals (where there is Chromium)', () => {
  const site = useSite({ NUANZHANG_DEMO: 'on' });

  /** A correction filled in. Its posts are answered as a test wants, as often as it wants. */
  const filledIn = async (as = 'demo-treasurer') => {
    const reader = await site.open('/entries?kind=payment', { as, except: PROVOKED });
    const { page } = reader;
    await page.locator('a.voucher').first().click();
    await page.getByRole('link', { name: '更正', exact: true }).click();
    await page.getByLabel('备注 更正为').fill('示例备注');
    await page.getByLabel('原因').fill('补记');
    const submit = page.getByRole('button', { name: '更正' });
    await expect.poll(() => submit.isEnabled()).toBe(true);
    return { ...reader, submit };
  };
  const answerOnce = async (page: Page, name: GatewayProblemName) => {
    const { statusCode: status, headers, body } = gatewayProblem(name, 'zh');
    await page.route(/\/corrections$/, (route) => route.fulfill({ status, headers, body }), { times: 1 });
  };
  const booked = (page: Page) => page.getByText(/^已记账,凭证 \d{6}$/).waitFor();

  test('too much at once is told with when to try again, and the same is sent then', async () => {
    for (const [name, told] of [
      ['too-many-requests', '服务器正忙'],
      ['busy', '服务器正忙'],
      ['storage-full', '存储空间不足'],
    ] as const) {
      const { page, submit, flaws } = await filledIn();
      await answerOnce(page, name);
      await submit.click();
      await page.getByRole('alert').getByText(told).waitFor();
      expect(await page.getByLabel('备注 更正为').inputValue()).toBe('示例备注');
      expect(await flaws()).toEqual([]);
      await page.getByLabel('备注 更正为').fill(`示例备注 ${name}`);
      await submit.click();
      await booked(page);
    }
  });

  test('what is too large is told with what would make it smaller, and nothing typed is lost', async () => {
    const { page, submit } = await filledIn();
    await answerOnce(page, 'payload-too-large');
    await submit.click();
    const alert = page.getByRole('alert');
    await alert.waitFor();
    const { title, detail } = JSON.parse(gatewayProblem('payload-too-large', 'zh').body);
    expect(await alert.textContent()).toContain(title);
    expect(await alert.textContent()).toContain(detail);
    expect(await page.getByLabel('备注 更正为').inputValue()).toBe('示例备注');
  });

  test('who may no longer is told so by the form that was kept open, and by each page', async () => {
    const { page, submit, origin } = await filledIn();
    const { statusCode: status, headers, body } = toResponse(forbiddenProblem(['treasurer'], 'zh'), 'zh');
    await page.route(/\/corrections$/, (route) => route.fulfill({ status, headers, body }), { times: 1 });
    await submit.click();
    await page.getByRole('alert').getByText(JSON.parse(body).title).waitFor();
    expect(await page.getByLabel('备注 更正为').inputValue()).toBe('示例备注');
    const { page: coordinator } = await site.open('/entries', { as: 'demo-coordinator', except: PROVOKED });
    await coordinator.getByText(/权限/).first().waitFor();
    await coordinator.goto(`${origin}/funding-lines`);
    await coordinator.getByText(/权限/).first().waitFor();
  });

  test('a slow server is waited for: the button says so, and a second press sends nothing', async () => {
    const { page, submit } = await filledIn();
    let sent = 0;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/\/corrections$/, async (route) => {
      sent += 1;
      await released;
      await route.continue();
    });
    await submit.click();
    await page.getByRole('button', { name: /正在/ }).waitFor();
    await page.keyboard.press('Control+Enter');
    release();
    await booked(page);
    expect(sent).toBe(1);
  });
});
