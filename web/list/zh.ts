/** Words of lists: what all of them have. */
export const zh = {
  all: '全部',
  sort: '排序',
  newest: '最近记录的在前',
  columns: '列',
  allColumns: '全部显示',
  next: '下一页',
  first: '回到第一页',
  nothing: '没有符合条件的记录',
  nothingDetail: '记账后会出现在这里。',
  nothingAsked: '换一个条件,或去掉全部条件。',
  dropAll: '去掉全部条件',
  filters: (list: string) => `${list}:筛选`,
};
