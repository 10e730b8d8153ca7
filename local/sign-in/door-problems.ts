import { type ProblemResponse, toResponse } from '../../functions/problems/problem.ts';
import type { Language } from '../../shared/words/language.ts';
import { CODE_MINUTES } from './door-codes.ts';

/** Why the doors stay shut, and what opens them. */
const DOOR_PROBLEMS = {
  'doors-elsewhere': {
    status: 403,
    zh: {
      title: '只能从本机的页面进入',
      detail: '演示入口只对本服务器自己的页面开放;请用启动时显示的地址(http://127.0.0.1 开头)打开。',
    },
    en: {
      title: 'From its own page only',
      detail:
        'The doors are for pages of this server alone: open the address that it printed, which begins with http://127.0.0.1.',
    },
  },
  'door-code-malformed': {
    status: 400,
    zh: { title: '缺少一次性码', detail: '请以 JSON 发送 {"code": "…"}。' },
    en: { title: 'A code is missing', detail: 'Send {"code": "…"} as JSON.' },
  },
  'door-code-unknown': {
    status: 403,
    zh: {
      title: '一次性码不正确',
      detail: '请完整复制启动时显示的地址,或在同一个数据文件夹上运行 npm run open 另取一个。',
    },
    en: {
      title: 'Not a code of this server',
      detail: 'Copy the whole address that was printed, or get another: npm run open over the same data folder.',
    },
  },
  'door-code-spent': {
    status: 410,
    zh: {
      title: '一次性码已失效',
      detail: `每个一次性码只能用一次,${CODE_MINUTES} 分钟内有效,重新启动后作废;请运行 npm run open 另取一个。`,
    },
    en: {
      title: 'This code is used up',
      detail: `A code works once, within ${CODE_MINUTES} minutes, and not after a restart: npm run open prints another.`,
    },
  },
} as const;

export type DoorProblemName = keyof typeof DOOR_PROBLEMS;

export function doorProblem(name: DoorProblemName, language: Language): ProblemResponse {
  const { status, [language]: wording } = DOOR_PROBLEMS[name];
  return toResponse({ name, status, ...wording }, language);
}
