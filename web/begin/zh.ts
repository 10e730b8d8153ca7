export const zh = {
  title: '从真实工作开始',
  lead: '真实的账目放在另一个文件夹里:那里没有演示,也没有演示入口。',
  demonstration: '演示里哪些是真的',
  demonstrationDetail:
    '取自公开报道的:物资数量、接收单位、两批暖身贴与十万元拨付的日期、“累计投入161万余元”等说法。单价、供应商、编号和其余日期是为走通流程而假定的;第二笔专项资金全是虚构的,凭据都标明“示例”。',
  start: '一、启动',
  type: '在项目文件夹里输入,把 <folder> 换成新的空文件夹:',
  startDetail: '这里的演示不受影响;两个服务器同时运行时,请用 PORT 给其中一个换端口。',
  admin: '二、谁是首任管理员',
  adminDetail:
    'NUANZHANG_FIRST_ADMIN 写谁的账号(令牌的 sub),谁就是管理员,直到成员名单中登记了他。用工会自己的登录服务时,加上 NUANZHANG_ISSUER;不加时,随附的演示账号可以登录(npm run accounts)。',
  steps: '三、最初五步',
  stepsDetail: '在您自己的账本里打开这一页,做完一步就勾上一步。这里勾的是本服务器的账本。',
  done: '已完成',
  open: '待做',
  unseen: '您的角色看不到',
  step: {
    fundingLine: '登记专项资金(财务)',
    units: '登记单位(财务)',
    items: '登记物资(财务)',
    members: '登记成员和角色(管理员)',
    address: '设好公开地址:扫码打开它,封存日志以它为名。最好在第一次启动前设',
  },
  addressDetail: (origin: string) => `现在的日志名:${origin}`,
  back: '返回总览',
};
