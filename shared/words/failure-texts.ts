import type { ExportFailure } from '../schemas/export.ts';
import type { Bilingual } from './language.ts';

/** Why an export failed, and what would make it pass. */
export const FAILURE_TEXTS: Readonly<Record<ExportFailure, Bilingual>> = {
  'storage-full': {
    zh: '存储空间已满,没有留下任何文件。请清理或扩充存储后重新导出。',
    en: 'Storage is full, and no file was left behind: make room, then ask for the export again.',
  },
  'storage-forbidden': {
    zh: '没有写入存储的权限,没有留下任何文件。请为服务开通写入权限后重新导出。',
    en: 'The tracker may not write to its storage, and no file was left behind: grant it that, then ask again.',
  },
  'too-many-rows': {
    zh: '行数超过该格式的上限。请缩短期间、按专项资金或物资筛选,或改用 CSV。',
    en: 'The format cannot hold so many rows: narrow the days, the funding line or the item, or take CSV.',
  },
  'not-sealed': {
    zh: '所指的单据刚刚入账,尚未封存。请稍候几秒重新导出。',
    en: 'What it names was recorded just now and is not sealed yet: ask again in a few seconds.',
  },
  unavailable: {
    zh: '存储没有及时应答。请稍后重新导出。',
    en: 'Storage gave no answer in time: ask again later.',
  },
  interrupted: {
    zh: '导出多次中断,已停止重试。请缩小范围重新导出;仍不成功时请联系运维人员。',
    en: 'It was interrupted each time it was tried: narrow it and ask again, or turn to whoever runs the tracker.',
  },
  internal: {
    zh: '导出时出现内部错误。请稍后重新导出;仍不成功时请联系运维人员。',
    en: 'Something went wrong here: ask again later, or turn to whoever runs the tracker.',
  },
};
