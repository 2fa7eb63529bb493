const { ref, watchEffect } = window.Vue;

const WORDS = {
  en: {
    tagline: 'A realtime gateway for devices and people',
    username: 'User name', password: 'Password', signIn: 'Sign in', signingIn: 'Signing in…', signOut: 'Sign out',
    wrongPassword: 'Wrong user name or password.',
    unreachable: 'The gateway does not answer. Is it running?',
    sessionEnded: 'Your session has ended. Please sign in again.',
    live: 'Live', connecting: 'Connecting…', waiting: 'Reconnecting in {0} s', retryNow: 'Retry now',
    closed: 'Disconnected', closed1008: 'Closed: no sign-in in time', closed3003: 'Refused: this account may not watch devices',
    closed4001: 'Taken over by another window', closed1000: 'Signed out', reconnect: 'Connect',
    devices: 'devices', online: 'online', attention: 'need attention', faulty: 'Need attention', rate: 'updates / s', devices1: 'device', attention1: 'needs attention',
    all: 'All', retail: 'Retail kiosk', dance_robot: 'Dance robot', dance_dog: 'Dance dog', rubbish: 'Rubbish robot',
    location: 'Location', inspection: 'Inspection', rubbishSection: 'Rubbish', electricity: 'Electricity',
    search: 'Find by name or serial number', cards: 'Cards', table: 'Table', theme: 'Light or dark', language: 'Switch to Chinese',
    device: 'Device', type: 'Type', status: 'Status', battery: 'Battery', sections: 'Sections', position: 'Position', seen: 'Last seen', updates: 'Version',
    isOnline: 'online', isOffline: 'offline', isUnknown: 'not known yet', noReport: 'No report yet',
    now: 'now', seconds: '{0} s ago', minutes: '{0} min ago', hours: '{0} h ago', days: '{0} d ago', never: 'never',
    simulate: 'Start simulated devices', howMany: 'How many', stop: 'Stop', registering: '{0} of {1} registered', connected: '{0} of {1} connected',
    simulatorFailed: '{0} could not connect: {1}',
    mqttRefused: 'the broker did not accept the connection at {0}', adminOnly: 'an administrator can start simulated devices',
    emptyTitle: 'No devices yet', emptyAdmin: 'Start a few simulated ones: they register, connect over MQTT and report like real ones.',
    emptyOther: 'As soon as the first one reports, it appears here.', emptyApi: 'Or register your own: POST /api/v1/devices, then report over MQTT to devices/{sn}/report.',
    noneTitle: 'Nothing matches', noneText: 'No device fits this filter.', showAll: 'Show all devices',
    map: 'Map', mapEmpty: 'Positions appear here with the first report', mapLabel: '{0} devices on the map', battery_trend: 'Battery over the last {0} reports',
    names: { retail: 'Kiosk', dance_robot: 'Dancer', dance_dog: 'Puppy', rubbish: 'Sweeper' },
    faults: { location: 'Position uncertain', inspection: 'Door left open', rubbish: 'Bin almost full', electricity: 'Charging fault' },
  },
  zh: {
    tagline: '连接设备与人的实时网关',
    username: '用户名', password: '密码', signIn: '登录', signingIn: '正在登录…', signOut: '退出登录',
    wrongPassword: '用户名或密码不正确。',
    unreachable: '网关没有响应，请确认它正在运行。',
    sessionEnded: '会话已结束，请重新登录。',
    live: '实时', connecting: '正在连接…', waiting: '{0} 秒后重连', retryNow: '立即重试',
    closed: '已断开', closed1008: '已关闭：未及时登录', closed3003: '已拒绝：此账号无权查看设备',
    closed4001: '已被另一个窗口接管', closed1000: '已退出', reconnect: '连接',
    devices: '台设备', online: '在线', attention: '需要关注', faulty: '需要关注', rate: '更新 / 秒', devices1: '台设备', attention1: '需要关注',
    all: '全部', retail: '零售终端', dance_robot: '舞蹈机器人', dance_dog: '舞蹈机器狗', rubbish: '清洁机器人',
    location: '定位', inspection: '巡检', rubbishSection: '垃圾', electricity: '电量',
    search: '按名称或序列号查找', cards: '卡片', table: '表格', theme: '浅色或深色', language: '切换到英文',
    device: '设备', type: '类型', status: '状态', battery: '电池', sections: '分项', position: '位置', seen: '最近上报', updates: '版本',
    isOnline: '在线', isOffline: '离线', isUnknown: '尚不清楚', noReport: '尚无上报',
    now: '刚刚', seconds: '{0} 秒前', minutes: '{0} 分钟前', hours: '{0} 小时前', days: '{0} 天前', never: '从未',
    simulate: '启动模拟设备', howMany: '数量', stop: '停止', registering: '已注册 {0} / {1}', connected: '已连接 {0} / {1}',
    simulatorFailed: '{0} 台未能连接：{1}',
    mqttRefused: '位于 {0} 的消息服务器未接受连接', adminOnly: '管理员可以启动模拟设备',
    emptyTitle: '还没有设备', emptyAdmin: '启动几台模拟设备：它们会像真实设备一样注册、通过 MQTT 连接并上报。',
    emptyOther: '第一台设备上报后会立即显示在这里。', emptyApi: '也可以注册自己的设备：POST /api/v1/devices，再通过 MQTT 上报到 devices/{sn}/report。',
    noneTitle: '没有匹配的设备', noneText: '没有设备符合当前筛选条件。', showAll: '显示全部设备',
    map: '地图', mapEmpty: '收到首次上报后显示位置', mapLabel: '地图上有 {0} 台设备', battery_trend: '最近 {0} 次上报的电量',
    names: { retail: '售货亭', dance_robot: '舞者', dance_dog: '小狗', rubbish: '清洁员' },
    faults: { location: '定位不准', inspection: '柜门未关', rubbish: '垃圾将满', electricity: '充电异常' },
  },
};

const stored = localStorage.getItem('campanile.language');
export const language = ref(stored ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'));

watchEffect(() => { document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'; });

/** Switches between the two languages and remembers the choice. */
export function switchLanguage() {
  language.value = language.value === 'zh' ? 'en' : 'zh';
  localStorage.setItem('campanile.language', language.value);
}

/** The phrase in the chosen language, {0}, {1}… filled in; a word that has no entry stands for itself. */
export function say(key, ...values) {
  const phrase = WORDS[language.value][key] ?? key;
  return values.length ? phrase.replace(/\{(\d)\}/g, (_, i) => values[i]) : phrase;
}

/** A type as people call it; one that is configuration only is shown as it is written there. */
export const sayType = type => say(type);

/** A section as people call it ("rubbish" is a type as well). */
export const saySection = section => say(section === 'rubbish' ? 'rubbishSection' : section);
