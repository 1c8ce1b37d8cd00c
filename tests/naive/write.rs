//! Writes a script as a trainer would type it, so that the compiler is part of what is compared.

mod limits;

use super::script::limits::{IN_FLOWS, LADDERS};
use super::script::{
    ANSWERS, Block, Choice, Cond, EVENTS, Flow, Handler, KEYS, Limit, MOODS, OPTIONS, On, Pat, Script, Sentence, Step, Stmt, Stretch, Sum,
    Trigger, WORDS, Wait, Who,
};

/// What every script declares.
const HEAD: &str = "参数
  会员: 是否
分类 答案
  子
  丑
登记表 单子
  名称: 文本  必填
  件数: 整数 0..9
动作 办(号: 文本)
动作 查 得 答案
事件 甲(号: 文本)
事件 乙(号: 文本)
事件 丙(号: 文本)
事件 丁(号: 文本)
事件 约(号: 文本, 时刻: 时刻)
情形 甲到乙
  自 甲
  至 乙
情形 丙到丁
  自 丙
  至 丁
";

/// The flow that is a 工单.
pub const CASE: &str = "跟单";

/// The text of a script.
pub fn text(script: &Script) -> String {
    let mut out = Out { text: HEAD.to_owned(), script };
    out.limits(&script.limits);
    for flow in &script.flows {
        out.flow(flow);
    }
    if let Some(case) = &script.case {
        out.flow(case);
    }
    for (i, rule) in script.rules.iter().enumerate() {
        let key = if rule.keyed { " 按 号" } else { "" };
        let within = rule.within.as_ref().map_or(String::new(), |s| match s {
            Stretch::From(..) => format!("{}，", stretch(s)),
            _ => format!("在 {} 时，", stretch(s)),
        });
        let provided = if rule.provided { "若 会员，" } else { "" };
        let modal = |text: String| match rule.modality {
            0 => text,
            n => text.replace("必须", ["应", "宜"][n - 1]).replace("不得", ["不应", "不宜"][n - 1]),
        };
        let otherwise = match rule.otherwise {
            None => String::new(),
            Some(None) => " 否则 做 办(号)".to_owned(),
            Some(Some(key)) => format!(" 否则 做 办(“{}”)", KEYS[key]),
        };
        let every = rule.every.map_or(String::new(), |ms| format!("每 {}，", length(ms)));
        let price = rule.price.as_ref().map_or(String::new(), |p| {
            let each = if p.each { " 每次" } else { "" };
            let most = p.most.map_or(String::new(), |n| format!(" 至多 {n}分"));
            let again = p.again.map_or(String::new(), |n| format!(" 再次 严重 扣 {n}分"));
            format!("{each} 扣 {}分{most}{again}{}", p.points, if p.veto { " 一票否决" } else { "" })
        });
        let over: String = rule.over.iter().map(|other| format!(" 优先于 {}", rule_name(*other))).collect();
        let into = rule.into.map_or(String::new(), |other| format!(" 并入 {}", rule_name(other)));
        out.line(0, &format!("规则 {}{key}{price}{over}{into}", rule_name(i)));
        out.line(1, &format!("{provided}{within}{every}{}", modal(sentence(&rule.sentence, &otherwise))));
    }
    if let Some(score) = &script.score {
        out.line(0, "评分");
        out.line(1, "满分 100");
        out.line(1, &format!("合格 {}", score.pass));
        out.line(1, &format!("否决 {}分", score.veto));
        if let Some(most) = score.most.filter(|_| !script.rules.is_empty()) {
            out.line(1, &format!("组 头一条 至多 {most}分: {}", rule_name(0)));
        }
    }
    out.text
}

struct Out<'a> {
    text: String,
    script: &'a Script,
}

impl Out<'_> {
    fn line(&mut self, depth: usize, line: &str) {
        for _ in 0..depth {
            self.text.push_str("  ");
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn flow(&mut self, flow: &Flow) {
        let gives = if flow.gives { " 得 答案" } else { "" };
        let case = if flow.name == CASE { " 工单 由 话务员" } else { "" };
        self.line(0, &format!("流程 {}{gives}{case}", flow.name));
        for (name, deadline) in IN_FLOWS.iter().filter(|name| name.starts_with(&flow.name)).zip(&flow.deadlines) {
            self.deadline(1, name, deadline);
        }
        for anytime in &flow.anytimes {
            let on = match &anytime.on {
                On::Option(label) => format!("选项 {}", OPTIONS[*label]),
                On::Events(on) => pats(on),
            };
            self.headed(1, &format!("随时 {on}"), &anytime.body);
        }
        for step in &flow.steps {
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        self.line(1, &format!("环节 {}", step.name));
        self.block(2, &step.body);
        for Choice { label, provided, body } in &step.options {
            let provided = provided.as_ref().map_or(String::new(), |c| format!(" 仅当 {}", cond(c)));
            self.headed(2, &format!("选项 {}{provided}", OPTIONS[*label]), body);
        }
        for handler in &step.handlers {
            self.handler(2, handler);
        }
    }

    fn handler(&mut self, depth: usize, handler: &Handler) {
        self.headed(depth, &format!("当 {}", pats(&handler.on)), &handler.body);
    }

    /// A head line with its block below it.
    fn headed(&mut self, depth: usize, head: &str, body: &Block) {
        self.line(depth, head);
        self.block(depth + 1, body);
    }

    fn block(&mut self, depth: usize, body: &Block) {
        for stmt in body {
            self.stmt(depth, stmt);
        }
    }

    fn stmt(&mut self, depth: usize, stmt: &Stmt) {
        let flow = |f: &usize| self.script.flows[*f].name.clone();
        let line = match stmt {
            Stmt::If(arms, rest) => {
                for (i, (c, body)) in arms.iter().enumerate() {
                    let word = if i == 0 { "若" } else { "否则若" };
                    self.headed(depth, &format!("{word} {}", cond(c)), body);
                }
                if let Some(body) = rest {
                    self.headed(depth, "否则", body);
                }
                return;
            }
            Stmt::Match(first, second) => {
                self.line(depth, "按 答");
                for (answer, body) in ANSWERS.iter().zip([first, second]) {
                    self.headed(depth + 1, answer, body);
                }
                return;
            }
            Stmt::Wait(wait) => return self.wait(depth, wait),
            Stmt::Query(limit) => {
                let within = limit.as_ref().map_or(String::new(), |(ms, _)| format!(" 限时 {}", length(*ms)));
                self.line(depth, &format!("做 查 记入 果{within}"));
                if let Some((_, timeout)) = limit {
                    self.headed(depth + 1, "超时", timeout);
                }
                return;
            }
            Stmt::Say(level, n) => format!("{level} “{}”", line(*n)),
            Stmt::Tip(n) => format!("提示 {}", line(*n)),
            Stmt::Set(Sum::Is(n)) => format!("记 数 = {n}"),
            Stmt::Set(Sum::Plus(n)) => format!("记 数 = 数 + {n}"),
            Stmt::Ask(n) => format!("问 “{}” 记入 答: 答案", line(*n)),
            Stmt::Fill => "登记 单子".to_owned(),
            Stmt::Do(key) => format!("做 办(“{}”)", KEYS[*key]),
            Stmt::DoOfKey => "做 办(号)".to_owned(),
            Stmt::OpenCase => "立单 跟单()".to_owned(),
            Stmt::Climb(n) => format!("升级 {}", LADDERS[*n]),
            Stmt::Anew(limit, most) => {
                let limit = limit.map_or(String::new(), |l| format!(" 限时 {}", l.text()));
                format!("重等{limit}{}", most.map_or(String::new(), |n| format!(" 至多 {n}次")))
            }
            Stmt::Call(f, kept) => format!("调用 {}{}", flow(f), if *kept { " 记入 答" } else { "" }),
            Stmt::GoBack(f) => format!("转 {} 之后返回", flow(f)),
            Stmt::Goto(step) => format!("转 {step}"),
            Stmt::Chain(f) => format!("转 {}", flow(f)),
            Stmt::Return(None) => "返回".to_owned(),
            Stmt::Return(Some(answer)) => format!("返回 {}", ANSWERS[*answer]),
            Stmt::End(n) => format!("结束 {}", result(*n)),
            Stmt::Again(None) => "重等".to_owned(),
            Stmt::Again(Some(n)) => format!("重等 至多 {n}次"),
            Stmt::GoOn => "继续".to_owned(),
            Stmt::Stay => "到此为止".to_owned(),
        };
        self.line(depth, &line);
    }

    fn wait(&mut self, depth: usize, wait: &Wait) {
        let on = if wait.on.is_empty() { String::new() } else { format!(" {}", pats(&wait.on)) };
        let limit = wait.limit.as_ref().map_or(String::new(), |Limit { ms, from, .. }| {
            let from = from.as_ref().map_or(String::new(), |f| format!(" 自 {}", pat(f)));
            format!(" 限时 {}{from}", length(*ms))
        });
        self.line(depth, &format!("等{on}{limit}"));
        for arm in &wait.arms {
            self.handler(depth + 1, arm);
        }
        if let Some(limit) = &wait.limit {
            self.headed(depth + 1, "超时", &limit.timeout);
        }
    }
}

/// The words of a line or tip.
pub fn line(n: usize) -> String {
    let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    format!("第{}句。", n.to_string().chars().map(|c| digits[c.to_digit(10).unwrap_or(0) as usize]).collect::<String>())
}

/// The name of a result.
pub fn result(n: usize) -> String {
    ["办完", "没办", "算了"][n].to_owned()
}

/// A length in words.
pub fn length(ms: i64) -> String {
    match ms {
        _ if ms > 0 && ms % 3_600_000 == 0 => format!("{}小时", ms / 3_600_000),
        _ if ms > 0 && ms % 60_000 == 0 => format!("{}分钟", ms / 60_000),
        _ if ms % 1000 == 0 => format!("{}秒", ms / 1000),
        _ => format!("{ms}毫秒"),
    }
}

fn pats(on: &[Pat]) -> String {
    on.iter().map(pat).collect::<Vec<_>>().join(" 或 ")
}

fn pat(on: &Pat) -> String {
    match on {
        Pat::Host(event, None) => EVENTS[*event].to_owned(),
        Pat::Host(event, Some(key)) => format!("{}(“{}”)", EVENTS[*event], KEYS[*key]),
        Pat::Answer => "接听".to_owned(),
        Pat::Begin(who) => format!("{} 开口", actor(*who)),
        Pat::Finish(who) => format!("{} 说完", actor(*who)),
        Pat::Mood(leaf) => format!("情绪 {}", MOODS[*leaf]),
        Pat::Hangup(None) => "挂机".to_owned(),
        Pat::Hangup(Some(who)) => format!("{}挂机", actor(*who)),
        Pat::Ended => "通话结束".to_owned(),
        Pat::Ring(n) => format!("振铃 {n}声"),
        Pat::Stay(ms) => format!("停留 超过 {}", length(*ms)),
        Pat::CallTime(ms) => format!("通话时长 超过 {}", length(*ms)),
        Pat::Enter(step) => format!("进入 {step}"),
        Pat::Leave(step) => format!("离开 {step}"),
        Pat::Do => "做 办".to_owned(),
        Pat::Hold => "保持".to_owned(),
        Pat::Resume => "取回".to_owned(),
        Pat::Promise => "约".to_owned(),
    }
}

/// The name of a rule.
pub fn rule_name(i: usize) -> &'static str {
    ["规一", "规二", "规三"][i]
}

fn stretch(of: &Stretch) -> String {
    match of {
        Stretch::OnHold => "保持中".to_owned(),
        Stretch::Connected => "通话中".to_owned(),
        Stretch::InStep(step) => format!("在环节 {step}"),
        Stretch::From(a, b) => format!("自 {} 至 {}", pat(a), pat(b)),
        Stretch::Named(i) => ["甲到乙", "丙到丁"][*i].to_owned(),
    }
}

fn sentence(of: &Sentence, otherwise: &str) -> String {
    let unless = |d: &Option<Pat>| d.as_ref().map_or(String::new(), |d| format!(" 除非 {}", pat(d)));
    let opens = |t: &Trigger| format!("{}{}", t.nth, pat(&t.on));
    match of {
        Sentence::Never(a) => format!("不得 {}", pat(a)),
        Sentence::May(a) => format!("可 {}", pat(a)),
        Sentence::Must(a) => format!("必须 {}", pat(a)),
        Sentence::Times(a, bound, n) => format!("{} {bound} {n}次", pat(a)),
        Sentence::Before { each, of, must } => format!("{}{} 之前 必须 {}", if *each { "每次 " } else { "" }, pat(of), pat(must)),
        Sentence::Until(a, b) => format!("{} 之前 不得 {}", pat(a), pat(b)),
        Sentence::After(a, b, d) => format!("{} 之后 必须 {}{}", opens(a), pat(b), unless(d)),
        Sentence::Within { after, length, must, unless: d, latest } => {
            let latest = if *latest { " 末次起算" } else { "" };
            format!("{} 之后 {} 以内 必须 {}{otherwise}{}{latest}", opens(after), length.text(), pat(must), unless(d))
        }
        Sentence::By { ms, window: true, must, unless: d } => {
            format!("约.时刻 之前 {} 以内 必须 {}{otherwise}{}", length(*ms), pat(must), unless(d))
        }
        Sentence::By { ms, must, unless: d, .. } => {
            let less = if *ms == 0 { String::new() } else { format!(" - {}", length(*ms)) };
            format!("不晚于 约.时刻{less} 必须 {}{otherwise}{}", pat(must), unless(d))
        }
        Sentence::FirstOf(a) => format!("首先 必须 {}", pat(a)),
        Sentence::LastOf(a) => format!("最后 必须 {}", pat(a)),
        Sentence::Between(a, b) => format!("每次 {} 之间 必须 {}", pat(a), pat(b)),
        Sentence::Barred(a, None, b) => format!("{} 之后 不得 {}", opens(a), pat(b)),
        Sentence::Barred(a, Some(ms), b) => format!("{} 之后 {} 以内 不得 {}", opens(a), length(*ms), pat(b)),
        Sentence::Apart(a, ms) => format!("两次 {} 之间 至少 {}", pat(a), length(*ms)),
        Sentence::Lasts(s, ms) => format!("{} 持续 不得 超过 {}", stretch(s), length(*ms)),
        Sentence::Totals(s, ms) => format!("{} 累计 不得 超过 {}", stretch(s), length(*ms)),
        Sentence::LastsLeast(s, ms) => format!("{} 持续 必须 {} 以上", stretch(s), length(*ms)),
        Sentence::WhileNever(s, a) => format!("{} 时 不得 {}", stretch(s), pat(a)),
        Sentence::WhileMust(s, a) => format!("{} 时 必须 {}", stretch(s), pat(a)),
        Sentence::WhileEvery(s, ms, a) => format!("{} 时 每 {} 必须 {}", stretch(s), length(*ms), pat(a)),
        Sentence::Only(a, true, s) => format!("{} 只能 在 {}", pat(a), stretch(s)),
        Sentence::Only(a, false, s) => format!("{} 不得 在 {}", pat(a), stretch(s)),
        Sentence::First(who, words) => format!("第一句 必须 {} 说 “{}”", actor(*who), WORDS[*words]),
        Sentence::Last(who, words) => format!("最后一句 必须 {} 说 “{}”", actor(*who), WORDS[*words]),
        Sentence::Next(a, who, words) => format!("{} 下一句 必须 {} 说 “{}”", opens(a), actor(*who), WORDS[*words]),
        Sentence::Then(a, b) => format!("{} 则 必须 {}", pat(a), pat(b)),
    }
}

/// A speaker.
pub fn actor(who: Who) -> &'static str {
    match who {
        Who::Customer => "客户",
        Who::Agent => "话务员",
    }
}

fn cond(c: &Cond) -> String {
    match c {
        Cond::Number(op, n) => format!("数 {op} {n}"),
        Cond::Mood(leaf) => format!("情绪 == {}", MOODS[*leaf]),
        Cond::Given => "会员".to_owned(),
        Cond::Not(inner) => format!("非 ({})", cond(inner)),
        Cond::Both(a, b) => format!("({}) 且 ({})", cond(a), cond(b)),
    }
}
