export const zh = {
  alarm: '注意:日志与本浏览器保存的校验点不符。',
  look: '查看两份校验点',
  notOfLog: '本页所依据的账目不在已公布的日志中',
};
