export const zh = {
  menu: '演示角色',
  title: '从五个门进入演示',
  detail: '点一个角色,以它的演示账号进入,不用密码。',
  shut: '这个浏览器还没有打开演示入口:运行 npm run open 另取一个地址,或点一个角色后输入密码(npm run accounts)。',
  codeTitle: '一次性码没有用上',
  failed: '服务器没有答复,请再试一次。',
};
