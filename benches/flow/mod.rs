//! The N-step flow every bench runs on: one spoken line and three options a step, in huashu, Ink and Yarn, and the event stream.
//!
//! From step i, option 0 leads to (i + 1) mod N, option 1 to (7i + 3) mod N, option 2 to (i² + 1) mod N. All three texts are the same
//! flow with the same spoken lines and the same sample answers, so a compiler's time on one may be set beside another's.

/// Pieces of a spoken line, one taken from each row; together about thirty characters.
const PIECES: [[&str; 12]; 5] = [
    [
        "好的先生",
        "好的女士",
        "谢谢您",
        "麻烦您了",
        "请您稍等",
        "我明白了",
        "感谢您的配合",
        "非常抱歉",
        "让您久等",
        "没有问题",
        "是这样的",
        "请放心",
    ],
    [
        "这边为您核对",
        "我替您看一看",
        "我帮您登记",
        "我来说明",
        "系统里显示",
        "我们已经收到",
        "同事刚刚确认",
        "我再念一遍",
        "这里记着",
        "我先查询",
        "我接着处理完",
        "网店回复说",
    ],
    [
        "昨天的预订",
        "上门的时间",
        "服务的地址",
        "擦窗的项目",
        "家政的人员",
        "合同的编号",
        "发票的抬头",
        "会员的卡号",
        "投诉的内容",
        "退款的方式",
        "保洁的面积",
        "留下的手机",
    ],
    [
        "都写对了没有",
        "是不是需要改",
        "还有几处要问",
        "暂时没有变化",
        "已经排进名单",
        "和上次是一样的",
        "需要您再确认",
        "请您再说一遍",
        "可以照旧办理",
        "会有专人联系",
        "想请您选一项",
        "请您听我说完",
    ],
    [
        "您看这样行吗",
        "您觉得可以吗",
        "请问合适吗",
        "不知您怎么想",
        "请您告诉我",
        "您说哪样更好",
        "请您拿个主意",
        "您还想问什么",
        "我记下来了",
        "我听您的",
        "接着往下说吧",
        "这样办好吗",
    ],
];

/// What a customer may answer, per option; the three rows share no text, so the samples of one step differ.
const ANSWERS: [[&str; 6]; 3] = [
    ["对，没错", "可以的", "就这样吧", "行，办吧", "好的好的", "是我订的"],
    ["我想改一下", "换个时间", "地址错了", "再等两天", "要加一个人", "先看看价钱"],
    ["我要退掉", "算了吧", "怎么这么慢", "我没有订过", "叫别人来听", "不想说了"],
];

/// The labels of the three options, in order.
pub(crate) const LABELS: [&str; 3] = ["甲", "乙", "丙"];

/// The step that `option` of step `i` leads to in a flow of `n` steps.
pub(crate) fn target(i: usize, option: usize, n: usize) -> usize {
    match option {
        0 => (i + 1) % n,
        1 => (7 * i + 3) % n,
        _ => (i * i + 1) % n,
    }
}

/// Step `i`'s spoken line, without quotation marks; steps close to each other share no more than a piece or two.
pub(crate) fn line(i: usize) -> String {
    let mut seed = (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut out = String::with_capacity(128);
    for (row, pieces) in PIECES.iter().enumerate() {
        seed ^= seed >> 29;
        seed = seed.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        out.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        out.push_str(if row + 1 == PIECES.len() { "？" } else { "，" });
    }
    out
}

/// A sample answer for `option` of step `i`.
pub(crate) fn answer(i: usize, option: usize) -> &'static str {
    let row = &ANSWERS[option];
    row[(i / (option + 1) + i) % row.len()]
}

/// The flow as a huashu script: five lines a step, and a head that makes it whole (an answer not foreseen, and a way to end).
pub(crate) fn huashu(n: usize) -> String {
    let mut out = String::with_capacity(n * 320);
    out.push_str("流程 长\n");
    out.push_str("  随时 客户挂机    结束 已离线\n");
    out.push_str("  随时 选项 其他    提示 没有听清，请客户再说一遍。\n");
    for i in 0..n {
        out.push_str(&format!("  环节 s{i}\n    说 “{}”\n", line(i)));
        for (option, label) in LABELS.iter().enumerate() {
            out.push_str(&format!("    选项 {label}  例如 “{}”  转 s{}\n", answer(i, option), target(i, option, n)));
        }
    }
    out
}

/// The same flow in Ink: five lines a step.
pub(crate) fn ink(n: usize) -> String {
    let mut out = String::with_capacity(n * 260);
    out.push_str("-> s0\n");
    for i in 0..n {
        out.push_str(&format!("=== s{i} ===\n{}\n", line(i)));
        for option in 0..LABELS.len() {
            out.push_str(&format!("+ [{}] -> s{}\n", answer(i, option), target(i, option, n)));
        }
    }
    out
}

/// The same flow in Yarn: ten lines a step.
pub(crate) fn yarn(n: usize) -> String {
    let mut out = String::with_capacity(n * 320);
    for i in 0..n {
        out.push_str(&format!("title: s{i}\n---\n{}\n", line(i)));
        for option in 0..LABELS.len() {
            out.push_str(&format!("-> {}\n    <<jump s{}>>\n", answer(i, option), target(i, option, n)));
        }
        out.push_str("===\n");
    }
    out
}

/// The event stream: which option is taken at each step, from a linear congruence, the same on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    x: u64,
}

impl Choices {
    /// The stream from its beginning.
    pub(crate) fn new() -> Self {
        Self { x: 12345 }
    }
}

impl Default for Choices {
    fn default() -> Self {
        Self::new()
    }
}

impl Iterator for Choices {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.x = (1_103_515_245 * self.x + 12345) % (1 << 31);
        Some((self.x >> 16) as usize % 3)
    }
}
