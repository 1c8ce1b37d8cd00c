//! A small part of the language as plain data: what the generator makes, the writer writes and the interpreter plays.
//!
//! Every script has the same declarations (see `write::HEAD`): events 甲 乙 丙 丁 with a number each, actions 办 and 查, the answers 子 and 丑,
//! a form of two fields, a parameter. Events, actions, answers and options are named by their place in these lists.

pub mod limits;
pub mod rules;

use limits::{Length, Limits};
pub use rules::{Price, Rule, Score, Sentence, Stretch, Trigger};

pub const EVENTS: [&str; 4] = ["甲", "乙", "丙", "丁"];
pub const ANSWERS: [&str; 2] = ["子", "丑"];
pub const OPTIONS: [&str; 4] = ["选一", "选二", "选三", "其他"];
pub const MOODS: [&str; 4] = ["平静", "玩笑", "不满", "激动"];
pub const WORDS: [&str; 3] = ["您好", "对不起", "请稍等"];
pub const KEYS: [&str; 2] = ["1", "2"];

#[derive(Debug, Clone, Default)]
pub struct Script {
    /// The first is the call; a flow calls only later ones.
    pub flows: Vec<Flow>,
    /// 工单, which the call opens and which lives on by itself.
    pub case: Option<Flow>,
    pub rules: Vec<Rule>,
    pub limits: Limits,
    pub score: Option<Score>,
    /// No call, no flow: the line of the house.
    pub house: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Flow {
    pub name: String,
    /// It gives an answer.
    pub gives: bool,
    /// They live with an invocation of the flow.
    pub deadlines: Vec<limits::Deadline>,
    pub anytimes: Vec<Anytime>,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone)]
pub struct Anytime {
    pub on: On,
    pub body: Block,
}

/// What an 随时 waits for.
#[derive(Debug, Clone)]
pub enum On {
    Option(usize),
    Events(Vec<Pat>),
}

#[derive(Debug, Clone, Default)]
pub struct Step {
    pub name: String,
    pub body: Block,
    pub options: Vec<Choice>,
    pub handlers: Vec<Handler>,
}

#[derive(Debug, Clone)]
pub struct Choice {
    pub label: usize,
    pub provided: Option<Cond>,
    pub body: Block,
}

/// 当
#[derive(Debug, Clone)]
pub struct Handler {
    pub on: Vec<Pat>,
    pub body: Block,
}

pub type Block = Vec<Stmt>;

#[derive(Debug, Clone)]
pub enum Stmt {
    /// 说, 应说 or 必说, and which words.
    Say(&'static str, usize),
    Tip(usize),
    /// 记 数 = …
    Set(Sum),
    If(Vec<(Cond, Block)>, Option<Block>),
    /// 按 答: the answer 子, the answer 丑, each with a body; falls out below.
    Match(Block, Block),
    Wait(Wait),
    /// 问 … 记入 答
    Ask(usize),
    /// 登记
    Fill,
    /// 做 办
    Do(usize),
    /// 做 办, of the number in hand: in what a limit does.
    DoOfKey,
    /// 立单
    OpenCase,
    /// 升级
    Climb(usize),
    /// 重等 限时 …, in what a limit does.
    Anew(Option<Length>, Option<u32>),
    /// 做 查 记入 果 限时 …
    Query(Option<(i64, Block)>),
    /// 调用, and whether the answer is kept.
    Call(usize, bool),
    /// 转 flow 之后返回
    GoBack(usize),
    /// 转 step, by name
    Goto(String),
    /// 转 flow
    Chain(usize),
    Return(Option<usize>),
    End(usize),
    /// 重等, at most so often.
    Again(Option<u32>),
    /// 继续
    GoOn,
    /// 到此为止
    Stay,
}

#[derive(Debug, Clone)]
pub enum Sum {
    Is(i64),
    Plus(i64),
}

#[derive(Debug, Clone)]
pub enum Cond {
    /// 数 compared with a number.
    Number(&'static str, i64),
    Mood(usize),
    /// The parameter.
    Given,
    Not(Box<Cond>),
    Both(Box<Cond>, Box<Cond>),
}

#[derive(Debug, Clone)]
pub struct Wait {
    pub on: Vec<Pat>,
    pub arms: Vec<Handler>,
    pub limit: Option<Limit>,
}

#[derive(Debug, Clone)]
pub struct Limit {
    pub ms: i64,
    /// 自
    pub from: Option<Pat>,
    pub timeout: Block,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Customer,
    Agent,
}

/// A kind of event that a flow waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum Pat {
    /// A declared event, of one number or of any.
    Host(usize, Option<usize>),
    Answer,
    Begin(Who),
    Finish(Who),
    Mood(usize),
    Hangup(Option<Who>),
    Ended,
    Ring(u32),
    /// 停留 超过: only in a 当.
    Stay(i64),
    /// 通话时长 超过: only in an 随时.
    CallTime(i64),
    /// In rules alone.
    Enter(String),
    Leave(String),
    Do,
    Hold,
    Resume,
    /// 约, which promises an instant.
    Promise,
}

/// What a host tells.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    Host(usize, usize),
    Choose(usize),
    /// Of the question; none is an answer that does not fit.
    Reply(Option<usize>),
    /// Of the form: its required text, its number, or something that does not fit.
    Enter(Entry),
    Submit,
    /// The action 查 answers.
    Result(usize),
    Answer,
    Begin(Who),
    Finish(Who),
    /// A turn that is over at once, and its words.
    Say(Who, usize),
    Mood(usize),
    Ring(u32),
    Hangup(Who),
    Hold(Who),
    Resume(Who),
    Ended,
    Advance,
    /// 省略: for so long nothing is known.
    Gap(i64),
    /// What the machine does is told to rules.
    Entered(String),
    Left(String),
    Did(usize),
    /// 查 is done.
    Asked,
    /// 结束
    Closed,
    HandedOver(usize),
    /// 约: a number, an instant.
    Promise(usize, i64),
    /// A record of the form is gone.
    Erased(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Text,
    Number,
    Misfit,
}

/// What happens, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub at: i64,
    pub what: What,
}

/// What the host knows beforehand.
#[derive(Debug, Clone)]
pub struct Stream {
    pub given: bool,
    /// Roles that nobody has.
    pub absent: Vec<usize>,
    pub events: Vec<Event>,
}

impl Script {
    /// Whether a flow orders something that has to be said. What limits do orders nothing.
    pub fn orders(&self) -> bool {
        let orders = |s: &Stmt| matches!(s, Stmt::Say("必说" | "应说", _) | Stmt::Ask(_));
        self.flows.iter().any(|f| super::generate::any(f, &orders))
    }

    /// Whether something has a limit.
    pub fn limited(&self) -> bool {
        self.limits.any() || self.flows.iter().any(|f| !f.deadlines.is_empty())
    }

    /// Whether a rule asks for words.
    pub fn speaks(&self) -> bool {
        self.rules.iter().any(|r| matches!(r.sentence, Sentence::First(..) | Sentence::Last(..) | Sentence::Next(..)))
    }

    /// Whether a rule asks for something before a promised instant.
    pub fn promises(&self) -> bool {
        self.rules.iter().any(|r| matches!(r.sentence, Sentence::By { .. }))
    }

    /// Whether a rule does something where it is broken.
    pub fn acts(&self) -> bool {
        self.rules.iter().any(|r| r.otherwise.is_some())
    }

    /// Every length the script speaks of, and one more; of dates and working time what they are at the least.
    pub fn lengths(&self) -> Vec<i64> {
        const UNITS: [(&str, i64); 8] = [
            ("秒", 1000),
            ("毫秒", 1),
            ("分钟", 60_000),
            ("小时", 3_600_000),
            ("个工作小时", 3_600_000),
            ("天", 86_400_000),
            ("个工作日", 86_400_000),
            ("个月", 31 * 86_400_000),
        ];
        let text = super::write::text(self);
        let mut all = vec![1000];
        for word in text.split_whitespace() {
            let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
            let Ok(n) = digits.parse::<i64>() else { continue };
            let unit = word.strip_prefix(&digits).and_then(|unit| UNITS.iter().find(|(name, _)| *name == unit));
            all.extend(unit.map(|(_, ms)| n * ms));
        }
        all
    }
}
