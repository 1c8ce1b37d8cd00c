//! Scripts drawn by chance: tables with holes, values that some way has not set, claims and agreements that some way leaves out.

use crate::naive::dice::Dice;
use std::fmt::Write;

const LEAVES: [&str; 3] = ["低", "中", "高"];

/// What every script declares.
const HEAD: &str = "分类 级别
  低
  中
  高
参数
  来客: 级别
  老客: 是否 可空
登记表 单子
  电话: 文本
  手机: 文本
  必填其一 电话、手机
  件数: 整数 0..3    必填
  急: 是否
登记表 旧档
  姓名: 文本    必填
  电话: 文本
  已启动: 是否    系统
动作 查单 得 旧档 可空
动作 扣费  不可逆
动作 退费  不可逆
动作 上报(内容: 文本)
动作 发车(单: 旧档)  仅当 单.已启动
";

struct Draw {
    dice: Dice,
    steps: usize,
    /// A record that the host gave is in sight.
    found: bool,
    /// What this script asks for, of all that could be: each thing more makes many times as many calls.
    tested: Vec<usize>,
    columns: Vec<usize>,
    /// Variables that some question may have set.
    asked: Vec<&'static str>,
    out: String,
}

/// A script of a few steps.
pub(super) fn script(seed: u64) -> String {
    let mut dice = Dice::seeded(seed.wrapping_mul(0x2545_F491_4F6C_DD1D));
    let steps = dice.between(2, 4);
    let mut draw = Draw { dice, steps, found: false, tested: Vec::new(), columns: Vec::new(), asked: Vec::new(), out: HEAD.to_owned() };
    draw.out.push_str("流程 来电\n  随时 客户挂机    结束 客户已挂\n");
    draw.tested = (0..2).map(|_| draw.dice.below(8)).collect();
    draw.columns = (0..2).map(|_| draw.dice.below(5)).collect();
    for step in 0..steps {
        draw.step(step);
    }
    draw.out
}

impl Draw {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "  ".repeat(depth));
    }

    fn step(&mut self, step: usize) {
        self.line(1, &format!("环节 第{step}步"));
        if step == 0 && self.dice.chance(70) {
            // Of values that are there more can be said.
            self.line(2, "登记 单子");
            self.line(2, "做 查单 记入 旧单 限时 30秒");
            self.line(3, "超时 结束 没有回音");
            self.line(2, "若 旧单 未知 结束 没有旧单");
            self.line(2, "若 单子.急 未知 结束 不知缓急");
            self.found = true;
        }
        for _ in 0..self.dice.between(1, 4) {
            self.statement(step);
        }
        match self.dice.below(4) {
            0 | 1 => {
                let leave = self.onward(step);
                self.line(2, &leave);
            }
            2 => {
                let (yes, no, other) = (self.onward(step), self.leave(step), self.leave(step));
                let act = self.dice.pick(&["视为 同意 扣费", "视为 同意 扣费、退费", "视为 同意 退费", ""]);
                self.line(2, "说 “您看行吗？”");
                self.line(2, &format!("选项 行{step}  {act}  例如 “行”    {yes}"));
                self.line(2, &format!("选项 不行{step}  例如 “算了”    {no}"));
                self.line(2, &format!("选项 其他    {other}"));
            }
            _ => {
                let (one, other) = (self.condition(), self.condition());
                let (yes, no) = (self.onward(step), self.leave(step));
                self.line(2, &format!("选项 甲{step}  仅当 {one}  例如 “甲”    {yes}"));
                self.line(2, &format!("选项 其他  仅当 {other}    {no}"));
            }
        }
    }

    /// To the next step, so that some way leads to each.
    fn onward(&mut self, step: usize) -> String {
        if step + 1 < self.steps { format!("转 第{}步", step + 1) } else { self.leave(step) }
    }

    /// Mostly onward; the last step always ends.
    fn leave(&mut self, step: usize) -> String {
        if step + 1 >= self.steps || self.dice.chance(15) {
            return "结束 受理完成".to_owned();
        }
        format!("转 第{}步", self.dice.between(step + 1, self.steps - 1))
    }

    fn statement(&mut self, step: usize) {
        match self.dice.below(12) {
            0 => {
                let fields = self.dice.pick(&["", "(电话、手机)", "(件数)", "(急)"]);
                self.line(2, &format!("登记 单子{fields}"));
            }
            1 => {
                let (name, ty) = self.dice.pick(&[("级", "级别"), ("答应", "是否"), ("几件", "整数 0..3")]);
                self.line(2, &format!("问 “请问？” 记入 {name}: {ty}"));
                self.asked.push(name);
            }
            2 => {
                let way = if self.dice.chance(50) { "继续".to_owned() } else { self.leave(step) };
                self.line(2, "做 查单 记入 旧单 限时 30秒");
                self.line(3, &format!("超时 {way}"));
                self.found = true;
            }
            3 => {
                let value = if self.found { self.dice.pick(&["旧单.姓名", "旧单.电话", "单子.手机"]) } else { "单子.电话" };
                self.line(2, &format!("做 上报({value})"));
            }
            4 | 5 => {
                let action = self.dice.pick(&["扣费", "退费"]);
                self.line(2, &format!("做 {action}"));
            }
            6 => {
                let claim = self.condition();
                self.line(2, &format!("说 “都好了。” 断言 {claim}"));
            }
            7 => {
                if self.found {
                    self.line(2, "做 发车(旧单)");
                }
            }
            8 => {
                let (condition, then) = (self.condition(), self.leave(step));
                self.line(2, &format!("若 {condition}"));
                self.line(3, &then);
            }
            9 => {
                let (one, other) = (self.condition(), self.condition());
                self.line(2, &format!("若 {one}"));
                self.line(3, "提示 甲。");
                self.line(2, &format!("否则若 {other}"));
                self.line(3, "提示 乙。");
            }
            _ => self.table(),
        }
    }

    fn table(&mut self) {
        let columns = [("来客", 0), ("单子.件数", 1), ("单子.急", 2), ("振铃", 3), ("情绪", 4)];
        let chosen: Vec<(&str, usize)> =
            self.columns.clone().iter().take(self.dice.between(1, 2)).filter_map(|c| columns.get(*c).copied()).collect();
        let order = self.dice.pick(&["", "依次 "]);
        let names: Vec<&str> = chosen.iter().map(|c| c.0).collect();
        self.line(2, &format!("按 {order}{}", names.join(", ")));
        for row in 0..self.dice.between(2, 4) {
            let cells: Vec<String> = chosen.iter().map(|c| self.cell(c.1)).collect();
            self.line(3, &format!("{}    提示 第{row}行。", cells.join(", ")));
        }
    }

    fn cell(&mut self, kind: usize) -> String {
        let unit = ["", "", "", "声", ""][kind];
        let low = self.dice.between(1, 2);
        let high = low + 1;
        match kind {
            _ if self.dice.chance(20) => "_".to_owned(),
            0 => self.dice.pick(&LEAVES).to_owned(),
            2 => self.dice.pick(&["是", "否"]).to_owned(),
            4 => self.dice.pick(&["平静", "玩笑", "激动", "平静 或 玩笑"]).to_owned(),
            _ => match self.dice.below(4) {
                0 => format!("..{low}{unit}"),
                1 => format!("{high}{unit}.."),
                2 => format!("{low}{unit}..{high}{unit}"),
                _ => format!("超过 {low}{unit}"),
            },
        }
    }

    fn condition(&mut self) -> String {
        let one = self.test();
        match self.dice.below(5) {
            0 => format!("{one} 且 {}", self.test()),
            1 => format!("{one} 或 {}", self.test()),
            2 => format!("非 ({one})"),
            _ => one,
        }
    }

    fn test(&mut self) -> String {
        let n = self.dice.below(3);
        let leaf = self.dice.pick(&LEAVES);
        let mut all = vec![
            format!("来客 == {leaf}"),
            "老客 已知".to_owned(),
            "老客".to_owned(),
            format!("单子.件数 至少 {n}"),
            "单子.电话 已知".to_owned(),
            "单子.急".to_owned(),
        ];
        if self.found {
            all.extend(["旧单 已知".to_owned(), "旧单.已启动".to_owned(), "非 旧单.已启动".to_owned()]);
        }
        all = self.tested.iter().filter_map(|t| all.get(*t).cloned()).collect();
        let asked = self.asked.clone();
        all.extend(asked.iter().map(|name| match *name {
            "级" => format!("级 != {leaf}"),
            "答应" => "答应".to_owned(),
            _ => format!("几件 至多 {n}"),
        }));
        if all.is_empty() { format!("来客 == {leaf}") } else { self.dice.pick(&all) }
    }
}
