/** What is said in more than one room. */
export const zh = {
  product: '暖账',
  purpose: '每一分钱去了哪里',
  retry: '重试',
  back: '返回总览',
  waiting: '正在读取……',
  unreachable: '服务器没有答复',
  unreachableDetail: '网络可能断开,或服务器正在重启。您输入的内容仍在本页。',
  unreadable: '答复无法识别',
  unreadableDetail: '网页与服务器的版本可能不同,请刷新本页。',
  forbidden: '您没有查看这一页的权限',
  broken: '这一页出错了',
  brokenDetail: '账目未受影响。请重试;若仍出错,请把下面的话告诉管理员。',
  missing: '没有这一页',
  missingDetail: '地址可能输错,或所指的内容不存在。',
  yuan: '元',
  reversed: '冲销',
  sealedTo: (number: string) => `已封存 至凭证 ${number}`,
  ago: (count: number, unit: 'seconds' | 'minutes' | 'hours' | 'days') =>
    `${count} ${{ seconds: '秒', minutes: '分钟', hours: '小时', days: '天' }[unit]}前`,
  toBeSealed: '待封存',
  sealBroken: '封存校验未通过',
};
