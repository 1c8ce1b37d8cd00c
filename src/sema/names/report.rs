//! The findings for a name that cannot be used: unknown, ambiguous, or the name of another sort of thing.

use super::{glue, suggest};
use crate::base::{Diagnostic, Edit, Message, Span};
use crate::sema::codes::names::{AMBIGUOUS_NAME, UNKNOWN_NAME};
use crate::sema::codes::roles::BAD_ROLE;
use crate::sema::codes::scenarios::UNKNOWN_EXPECTATION;
use crate::sema::codes::types::TYPE_MISMATCH;
use crate::sema::scope::{Entry, Symbol};
use crate::syntax::ast::Name;
use smol_str::SmolStr;

/// What a place asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub(crate) enum Wanted {
    Value,
    Function,
    Type,
    Step,
    Flow,
    StepOrFlow,
    Form,
    Field,
    Leaf,
    Taxonomy,
    Action,
    Event,
    Argument,
    Phrases,
    Role,
    Calendar,
    /// A time zone of the world's list.
    Zone,
    Ladder,
    Deadline,
    Stretch,
    Variable,
    Option,
    /// How a turn of a scenario is said.
    Mark,
    /// The rule that an expectation names.
    Rule,
    /// The result that an expectation names.
    Outcome,
}

impl Wanted {
    fn word(self) -> (&'static str, &'static str) {
        match self {
            Self::Value => ("名字", "name"),
            Self::Function => ("判定", "decision"),
            Self::Type => ("类型", "type"),
            Self::Step => ("环节", "step"),
            Self::Flow => ("流程", "flow"),
            Self::StepOrFlow => ("环节或流程", "step or flow"),
            Self::Form => ("登记表", "form"),
            Self::Field => ("字段", "field"),
            Self::Leaf => ("这一项", "entry"),
            Self::Taxonomy => ("分类", "taxonomy"),
            Self::Action => ("动作", "action"),
            Self::Event => ("事件", "event"),
            Self::Argument => ("参数", "parameter"),
            Self::Phrases => ("用语", "phrase class"),
            Self::Role => ("角色", "role"),
            Self::Calendar => ("日历", "calendar"),
            Self::Zone => ("时区", "time zone"),
            Self::Ladder => ("升级", "ladder"),
            Self::Deadline => ("期限", "deadline"),
            Self::Stretch => ("情形", "stretch"),
            Self::Variable => ("变量", "variable"),
            Self::Option => ("选项", "option"),
            Self::Rule => ("规则", "rule"),
            Self::Mark => ("标记", "mark"),
            Self::Outcome => ("结果", "result"),
        }
    }
}

/// The finding for a name that is declared nowhere. `owner` is the thing it should have been part of, quoted where there is one.
pub(crate) fn unknown<'a>(name: &Name, wanted: Wanted, owner: Option<&str>, candidates: impl Iterator<Item = &'a str>) -> Diagnostic {
    let candidates: Vec<&str> = candidates.collect();
    let (zh, en) = wanted.word();
    let text = &name.text;
    let code = match wanted {
        Wanted::Role => &BAD_ROLE,
        Wanted::Rule | Wanted::Outcome => &UNKNOWN_EXPECTATION,
        _ => &UNKNOWN_NAME,
    };
    let mut d = match owner {
        Some(owner) => {
            Diagnostic::new(code, name.span, format!("“{owner}”里没有“{text}”{}", of(zh)), format!("`{owner}` has no {en} `{text}`"))
        }
        None => Diagnostic::new(code, name.span, format!("没有“{text}”{}", of(zh)), format!("there is no {en} `{text}`")),
    };
    if wanted == Wanted::Variable {
        d.message = Message::new(format!("还没有记过“{text}”"), format!("nothing was written to `{text}` before"));
    }
    d = d.label("没有声明过", "not declared");
    // What is named after 做, 进入, 转 and the like is one word; values and events stand among others.
    let among_words = matches!(wanted, Wanted::Value | Wanted::Event);
    if let Some(spaced) = among_words.then(|| glue::split(text, |part| candidates.contains(&part))).flatten() {
        return d.suggest(
            format!("词和词之间要空开：写成“{spaced}”"),
            format!("words stand apart: write `{spaced}`"),
            vec![Edit { span: name.span, text: spaced }],
        );
    }
    if let Some(near) = suggest::nearest(text, candidates.iter().copied()) {
        return d.suggest(
            format!("是不是“{near}”？"),
            format!("did you mean `{near}`?"),
            vec![Edit { span: name.span, text: near.to_owned() }],
        );
    }
    let mut few: Vec<&str> = candidates.into_iter().take(9).collect();
    few.dedup();
    if owner.is_some() && !few.is_empty() && few.len() <= 8 {
        return d.help(format!("有这些：{}。", few.join("、")), format!("There are: {}.", few.join(", ")));
    }
    if !few.is_empty() && few.len() <= 6 && !matches!(wanted, Wanted::Value | Wanted::Type | Wanted::Variable | Wanted::Zone | Wanted::Mark)
    {
        let (list, list_en) = (few.join("、"), few.join(", "));
        let (alias, alias_en) = match wanted {
            Wanted::Form | Wanted::Role => {
                ("只是另一种叫法的，写成它的“别名”；", "if it only is another word for one of them, make it its `alias`; ")
            }
            _ => ("", ""),
        };
        return d.help(
            format!("现在有的是：{list}；{alias}要用别的，先声明它。"),
            format!("There are {list_en}; {alias_en}declare what else you need."),
        );
    }
    if matches!(wanted, Wanted::Form | Wanted::Role | Wanted::Leaf) {
        return d.help(
            "先声明它，或者看看名字是不是写错了；只是另一种叫法的，写成它的“别名”。",
            "Declare it first, or look whether the name is spelled right; if it only is another word for a thing, make it its `alias`.",
        );
    }
    if wanted == Wanted::Value {
        return d.help(
            "先声明它，或者看看名字是不是写错了；客户答的、系统查到的，要先用“记入”记下来。",
            "Declare it first, or look whether the name is spelled right; what a customer answers or a system finds is kept with `into` first.",
        );
    }
    if wanted == Wanted::Event {
        return d.help(
            "说了什么写成：说 用语，或者 说 “…”；做了什么写成：做 动作；到了哪一步写成：进入 流程.环节。别的事先用“事件”声明，或者看看名字是不是写错了。",
            "What is said is written `say` with a class or a quoted text, what is done `do` with an action, where a call comes to `enter flow.step`. Declare anything else with `event`, or look whether the name is spelled right.",
        );
    }
    d.help("先声明它，或者看看名字是不是写错了。", "Declare it first, or look whether the name is spelled right.")
}

fn of(word: &'static str) -> String {
    if word == "这一项" { word.to_owned() } else { format!("这个{word}") }
}

/// The finding for a name that two packages offer.
pub(crate) fn ambiguous(name: &Name, two: [(&SmolStr, &Entry); 2]) -> Diagnostic {
    let [(p, a), (q, b)] = two;
    let text = &name.text;
    Diagnostic::new(&AMBIGUOUS_NAME, name.span, format!("“{p}”和“{q}”两处都有“{text}”"), format!("both `{p}` and `{q}` offer `{text}`"))
        .label("是哪一个？", "which one?")
        .related(a.span, format!("“{p}”里的"), format!("the one of `{p}`"))
        .related(b.span, format!("“{q}”里的"), format!("the one of `{q}`"))
        .help(format!("写明是谁的：{p}.{text} 或 {q}.{text}。"), format!("Say whose: `{p}.{text}` or `{q}.{text}`."))
}

/// The finding for a name that is declared as something else than the place asks for.
pub(crate) fn wrong_kind(name: &str, span: Span, symbol: Symbol, declared: Span, wanted: Wanted) -> Diagnostic {
    let (zh, en) = wanted.word();
    let (is_zh, is_en) = symbol.word();
    let code = match wanted {
        Wanted::Role => &BAD_ROLE,
        Wanted::Rule | Wanted::Outcome => &UNKNOWN_EXPECTATION,
        _ => &TYPE_MISMATCH,
    };
    let article = if en.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let d = Diagnostic::new(
        code,
        span,
        format!("“{name}”是{is_zh}，这里要写{zh}"),
        format!("`{name}` is {is_en}; here {article} {en} is needed"),
    )
    .label(format!("是{is_zh}"), format!("is {is_en}"));
    let d = if declared.is_empty() { d } else { d.related(declared, "在这里声明的", "declared here") };
    match (wanted, symbol) {
        (Wanted::Variable, _) => Diagnostic {
            message: Message::new(format!("“{name}”是{is_zh}，不能往里记"), format!("`{name}` is {is_en}, and nothing is written to it")),
            ..d
        },
        (Wanted::Role, _) => d.help(
            format!("这里写谁来做，比如“话务员”；真有“{name}”这个岗位，先写一行“角色 …”，两样东西不要同名。"),
            format!("Say who acts, such as `agent`; if there is a post called `{name}`, declare it with `role` and rename one of the two."),
        ),
        (Wanted::Action, Symbol::Flow(_)) => d.help(
            "流程用“调用”或“转”进去，工单用“立单”打开。",
            "A flow is entered with `call` or `goto`, a case is opened with `open case`.",
        ),
        (Wanted::Flow | Wanted::StepOrFlow, Symbol::Action(_)) => d.help("动作用“做”。", "An action is done with `do`."),
        _ => d,
    }
}
