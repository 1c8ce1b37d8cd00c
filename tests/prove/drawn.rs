//! Draws small scripts with guarantees: few states, and of every sort of thing that a proof has to tell apart a little.

use crate::naive::dice::Dice;

/// The last is set for a session, whatever lies within its bounds.
const LENGTHS: [&str; 7] = ["1秒", "2秒", "3秒", "5秒", "2001毫秒", "1999毫秒", "宽限"];
const ACTIONS: [&str; 3] = ["做 一", "做 二", "做 三"];

/// A script with so many guarantees. Not every one of them checks.
pub fn script(dice: &mut Dice, guarantees: usize) -> String {
    let mut out = Drawn { dice, text: HEAD.to_owned(), steps: 0, form: false, event: false, case: false };
    out.case = out.dice.chance(30);
    out.steps = out.dice.between(2, 4);
    if out.dice.chance(40) {
        out.deadline();
    }
    out.flow();
    for n in 0..guarantees {
        let sentence = out.sentence();
        let key = if out.case { " 按 工单" } else { "" };
        out.line(0, &format!("保证 诺{n}{key}"));
        out.line(1, &sentence);
    }
    out.text
}

const HEAD: &str = "参数
  会员: 是否 默认 否
  档: 整数 1..9 默认 1
  宽限: 时长 1秒..4秒 默认 2秒
分类 类
  普通
  重要
登记表 单
  级: 类 必填
  额: 金额 0元..1000元 必填
  话: 文本
动作 一
动作 二
动作 三
动作 四
动作 五
角色 甲
事件 约(时: 时刻)
事件 来(号: 文本)
事件 停
事件 走
";

struct Drawn<'d> {
    dice: &'d mut Dice,
    text: String,
    steps: usize,
    /// A form has been filled on the way.
    form: bool,
    /// The event has come on the way.
    event: bool,
    /// The flow is that of a case: nothing but itself ends it.
    case: bool,
}

impl Drawn<'_> {
    fn line(&mut self, depth: usize, line: &str) {
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn length(&mut self) -> &'static str {
        self.dice.pick(&LENGTHS)
    }

    fn action(&mut self) -> &'static str {
        self.dice.pick(&ACTIONS)
    }

    fn deadline(&mut self) {
        let (start, stop) = (self.action(), self.dice.pick(&["来", "走", "做 三"]));
        let (length, late) = (self.length(), self.action());
        self.line(0, "期限 总限");
        self.line(1, &format!("起 {start}"));
        self.line(1, &format!("止 {stop}"));
        self.line(1, &format!("限时 {length}"));
        if self.dice.chance(50) {
            self.line(1, "停表 自 停 至 走");
        }
        self.line(1, "超时");
        self.line(2, late);
        self.line(2, "到此为止");
    }

    fn flow(&mut self) {
        if self.case {
            self.line(0, "流程 主 工单 由 甲");
        } else {
            self.line(0, "流程 主");
            self.line(1, "随时 客户挂机 或 通话结束  结束 挂了");
        }
        for step in 0..self.steps {
            self.line(1, &format!("环节 步{step}"));
            if step == 0 {
                self.line(2, "记 起 = 现在");
                self.line(2, "记 次 = 0");
            }
            for _ in 0..self.dice.below(3) {
                self.statement(2);
            }
            self.leave(step);
        }
    }

    /// How a step is left: forward for certain, back perhaps.
    fn leave(&mut self, step: usize) {
        let next = if step + 1 < self.steps { format!("转 步{}", step + 1) } else { "结束 好了".to_owned() };
        match self.dice.below(5) {
            0 => {
                let length = self.length();
                let late = self.action();
                self.line(2, &format!("等 走 限时 {length}"));
                self.line(3, "超时");
                self.line(4, late);
                self.line(4, "继续");
                self.line(2, &next);
            }
            1 => self.line(2, &next),
            _ => {
                let back = format!("转 步{}", self.dice.below(self.steps));
                let other = if self.dice.chance(50) { back } else { "结束 算了".to_owned() };
                self.line(2, &format!("选项 甲  {next}"));
                self.line(2, &format!("选项 乙  {other}"));
            }
        }
    }

    fn statement(&mut self, depth: usize) {
        match self.dice.below(9) {
            0..=2 => {
                let action = self.action();
                self.line(depth, action);
            }
            3 if !self.form => {
                self.form = true;
                self.line(depth, "登记 单");
            }
            4 => {
                self.event = true;
                self.line(depth, "等 来");
            }
            5 => self.line(depth, "记 次 = 次 + 1"),
            _ => {
                let (condition, action) = (self.condition(), self.action());
                self.line(depth, &format!("若 {condition}"));
                self.line(depth + 1, action);
            }
        }
    }

    fn condition(&mut self) -> String {
        let length = self.length();
        match self.dice.below(10) {
            0 => "会员".to_owned(),
            1 => format!("档 超过 {}", self.dice.between(1, 8)),
            2 => "情绪 == 激动".to_owned(),
            3 => format!("现在 - 起 超过 {length}"),
            4 => format!("现在 - 起 不足 {length}"),
            5 => format!("次 超过 {}", self.dice.below(3)),
            6 if self.form => format!("单.额 {} {}元", self.dice.pick(&["超过", "不足", "=="]), self.dice.below(4) * 100),
            7 if self.form => "单.级 == 重要".to_owned(),
            8 if self.form => format!("单.话 含 “{}”", self.dice.pick(&["急", "退"])),
            9 if self.event => "来.号 == “特”".to_owned(),
            _ => "会员".to_owned(),
        }
    }

    fn event(&mut self) -> String {
        match self.dice.below(7) {
            0 | 1 => format!("进入 步{}", self.dice.below(self.steps)),
            2 => format!("离开 步{}", self.dice.below(self.steps)),
            _ => self.action().to_owned(),
        }
    }

    fn sentence(&mut self) -> String {
        let (a, b, length) = (self.event(), self.event(), self.length());
        let step = self.dice.below(self.steps);
        let answer = self.dice.pick(&["来", "走", "停", "做 一"]);
        let remedy = self.dice.pick(&["做 四", "做 五"]);
        match self.dice.below(23) {
            18 | 19 => format!("{a} 之后 {length} 以内 必须 {answer} 否则 {remedy}"),
            20 => format!("不晚于 约.时 必须 {answer} 否则 {remedy}"),
            21 => format!("不晚于 约.时 - {length} 必须 {answer} 否则 {remedy}"),
            22 => format!("约.时 之前 {length} 以内 必须 {answer} 否则 {remedy}"),
            0 => format!("不得 {a}"),
            1 => format!("必须 {a}"),
            2 => format!("{a} 至多 {}次", self.dice.between(1, 2)),
            3 => format!("{a} 之前 必须 {b}"),
            4 => format!("每次 {a} 之前 必须 {b}"),
            5 => format!("{a} 之前 不得 {b}"),
            6 => format!("{a} 之后 必须 {b}"),
            7 => format!("{a} 之后 {length} 以内 必须 {b} 或 结束"),
            8 => format!("每次 {a} 之间 必须 {b}"),
            9 => format!("{a} 之后 不得 {b}"),
            10..=12 => format!("{a} 之后 {length} 以内 不得 {b}"),
            13 => format!("两次 {a} 之间 至少 {length}"),
            14 => format!("{a} 则 必须 {b}"),
            15 => format!("在环节 步{step} 时，不得 {a}"),
            16 => format!("在环节 步{step} 持续 不得 超过 {length}"),
            _ => format!("在环节 步{step} 累计 不得 超过 {length}"),
        }
    }
}
