//! How a program names its own parts: always in Chinese words, so that a program says the same whatever its keywords were.

use crate::sema::model::{
    Actor, Attr, BinaryOp, CompareOp, Event, EventAtom, EventKind, Expr, ExprKind, FormId, Label, Modality, Model, OfCall, RuleKind,
    StmtKind, Test, Value,
};
use smol_str::SmolStr;

/// Alternatives of an event in words: `网店已接收 或 客户挂机`.
pub(super) fn event(model: &Model, event: &Event) -> String {
    event.atoms.iter().map(|a| atom(model, a)).collect::<Vec<_>>().join(" 或 ")
}

fn atom(model: &Model, atom: &EventAtom) -> String {
    let who = match atom.actor {
        None => "",
        Some(Actor::Customer) => "客户 ",
        Some(Actor::Agent) => "话务员 ",
        Some(Actor::Third) => "第三方 ",
        Some(Actor::System) => "系统 ",
        Some(Actor::Role(role)) => return format!("{} {}", role_name(model, role.index()), kind(model, &atom.kind)),
    };
    format!("{who}{}", kind(model, &atom.kind))
}

fn role_name(model: &Model, index: usize) -> &str {
    model.roles.get(index).map_or("", |r| r.name.as_str())
}

/// An event's word and what it happens to.
pub(super) fn kind(model: &Model, kind: &EventKind) -> String {
    use EventKind as K;
    let form = |id: &FormId| model.forms.get(id.index()).map_or("", |f| f.name.as_str());
    let step = |f: u32, s: u32| {
        let flow = model.flows.get(f as usize);
        flow.and_then(|f| f.steps.get(s as usize)).map_or("", |s| s.name.as_str())
    };
    match kind {
        K::Incoming => "来电".into(),
        K::Outgoing => "外呼".into(),
        K::Ring => "振铃".into(),
        K::Answer => "接听".into(),
        K::Begin => "开口".into(),
        K::Finish => "说完".into(),
        K::Says(_) | K::SaysForbidden(_) => "说".into(),
        K::Transferred(done) => format!("转接 {}", if *done { "成功" } else { "失败" }),
        K::NoReply => "不答".into(),
        K::Backchannel => "应和".into(),
        K::TalkOver => "插话".into(),
        K::CutIn => "抢话".into(),
        K::Reply => "答话".into(),
        K::Silence => "沉默".into(),
        K::Stay => "停留".into(),
        K::CallTime => "通话时长".into(),
        K::Noise(what) => format!("杂音 {}", what.as_deref().unwrap_or("")).trim_end().into(),
        K::Hold => "保持".into(),
        K::Resume => "取回".into(),
        K::Mute => "静音".into(),
        K::Unmute => "取消静音".into(),
        K::Transfer(to) => format!("转接 {}", to.as_deref().unwrap_or("")).trim_end().into(),
        K::HangUp => "挂机".into(),
        K::CallEnded => "通话结束".into(),
        K::Mood(_) => "情绪".into(),
        K::MoodRise => "情绪 升高".into(),
        K::MoodFall => "情绪 降低".into(),
        K::Chose(Label::Name(name)) => format!("选项 {name}"),
        K::Chose(Label::Other) => "选项 其他".into(),
        K::EnterValue(id, _) => format!("填 {}", form(id)),
        K::Submit(id) => format!("登记 {}", form(id)),
        K::ReadBack(id) => format!("复述 {}", form(id)),
        K::Complete(id) => format!("{} 填齐", form(id)),
        K::Changed(id, _) => format!("{} 改动", form(id)),
        K::Enter(f, s) => format!("进入 {}", step(f.0, s.0)),
        K::Leave(f, s) => format!("离开 {}", step(f.0, s.0)),
        K::Do(action) => format!("做 {}", model.actions.get(action.index()).map_or("", |a| a.name.as_str())),
        K::HandTo(role) => format!("移交 {}", role_name(model, role.index())),
        K::End(result) => format!("结束 {}", result.as_deref().unwrap_or("")).trim_end().into(),
        K::CaseClosed => "结案".into(),
        K::Declared(event, _) => model.events.get(event.index()).map_or_else(String::new, |e| e.name.to_string()),
        K::Bad => String::new(),
    }
}

/// A statement's word.
pub(super) fn statement(kind: &StmtKind) -> &'static str {
    match kind {
        StmtKind::Say(say) => match say.modality {
            Modality::Must => "必说",
            Modality::Should => "应说",
            Modality::May => "说",
        },
        StmtKind::Tip(_) => "提示",
        StmtKind::Ask { .. } => "问",
        StmtKind::Fill { .. } => "登记",
        StmtKind::ReadBack { .. } => "复述",
        StmtKind::Set { .. } => "记",
        StmtKind::Do { .. } => "做",
        StmtKind::OpenCase { .. } => "立单",
        StmtKind::Call { .. } => "调用",
        StmtKind::Return(_) => "返回",
        StmtKind::End(_) => "结束",
        StmtKind::Goto(_) | StmtKind::GotoFlow { .. } => "转",
        StmtKind::Wait(_) => "等",
        StmtKind::If { .. } => "若",
        StmtKind::Match(_) => "按",
        StmtKind::Escalate { .. } => "升级",
        StmtKind::WaitAgain { .. } => "重等",
        StmtKind::Continue => "继续",
        StmtKind::CloseHere => "到此为止",
        StmtKind::Bad => "",
    }
}

/// The word of a construct of part 2.
pub(super) fn timed(kind: RuleKind) -> &'static str {
    match kind {
        RuleKind::Rule => "规则",
        RuleKind::Guarantee => "保证",
    }
}

/// A condition in words, as an operator reads why an option is disabled.
pub(super) fn condition(model: &Model, e: &Expr) -> SmolStr {
    SmolStr::new(words(model, e))
}

fn words(model: &Model, e: &Expr) -> String {
    match &e.kind {
        ExprKind::Value(value) => value_words(model, value),
        ExprKind::Text(_) => "这段文本".into(),
        ExprKind::Param(id) => model.params.get(id.index()).map_or_else(String::new, |p| p.name.to_string()),
        ExprKind::Const(id) => model.consts.get(id.index()).map_or_else(String::new, |c| c.name.to_string()),
        // The condition stands in a flow whose variables are not at hand here; a field's name says what is meant.
        ExprKind::Var(_) | ExprKind::Arg(_) => "它".into(),
        ExprKind::Field(base, field) => match base.ty {
            crate::sema::model::Ty::Record(form) => {
                let form = model.forms.get(form.index());
                form.and_then(|f| f.fields.get(field.index()).map(|x| format!("{}.{}", f.name, x.name))).unwrap_or_default()
            }
            _ => String::new(),
        },
        ExprKind::EventArg(event, n) => {
            let event = model.events.get(event.index());
            event.and_then(|e| e.params.get(*n as usize).map(|p| format!("{}.{}", e.name, p.name))).unwrap_or_default()
        }
        ExprKind::Attr(attr) => match attr {
            Attr::Ring => "声".into(),
            Attr::Pace => "语速".into(),
            Attr::Length => "时长".into(),
            Attr::Reason => "原因".into(),
            Attr::Target => "目标".into(),
            Attr::Kind => "种类".into(),
            Attr::Number => "号码".into(),
            Attr::Campaign => "任务".into(),
            Attr::Captured(name) => name.to_string(),
        },
        ExprKind::Key => "它".into(),
        ExprKind::Case => "工单".into(),
        ExprKind::Due(deadline, part, _) => {
            let name = model.deadlines.get(deadline.index()).map_or("", |d| d.name.as_str());
            let part = match part {
                crate::sema::model::DuePart::Last => "到期",
                crate::sema::model::DuePart::Left => "剩余",
                crate::sema::model::DuePart::Overdue => "违期",
            };
            format!("{name}.{part}")
        }
        ExprKind::Now => "现在".into(),
        ExprKind::Today => "今天".into(),
        ExprKind::Ring => "振铃".into(),
        ExprKind::Mood => "情绪".into(),
        ExprKind::OfCall(OfCall::Length) => "通话时长".into(),
        ExprKind::OfCall(OfCall::Held) => "保持累计".into(),
        ExprKind::OfCall(OfCall::Silent) => "沉默累计".into(),
        ExprKind::OfCall(OfCall::TalkShare) => "说话占比".into(),
        ExprKind::Decide(id, args) => {
            let name = model.decisions.get(id.index()).map_or("", |d| d.name.as_str());
            format!("{name}({})", args.iter().map(|a| words(model, a)).collect::<Vec<_>>().join("，"))
        }
        ExprKind::Call(_, args) => args.first().map(|a| words(model, a)).unwrap_or_default(),
        ExprKind::With(base, _) => words(model, base),
        ExprKind::Not(inner) => format!("非 {}", words(model, inner)),
        ExprKind::Binary(op, a, b) => {
            let word = match op {
                BinaryOp::And => "且",
                BinaryOp::Or => "或",
                BinaryOp::Add => "+",
                BinaryOp::Sub => "-",
                BinaryOp::Mul => "*",
                BinaryOp::Div => "/",
            };
            format!("{} {word} {}", words(model, a), words(model, b))
        }
        ExprKind::Test(subject, test) => format!("{} {}", words(model, subject), test_words(model, test)),
        ExprKind::Action(_) | ExprKind::Bad => String::new(),
    }
}

fn test_words(model: &Model, test: &Test) -> String {
    match test {
        Test::Compare(op, value) => {
            let word = match op {
                CompareOp::Eq => "是",
                CompareOp::Ne => "不是",
                CompareOp::Ge => "至少",
                CompareOp::Gt => "超过",
                CompareOp::Le => "至多",
                CompareOp::Lt => "不足",
            };
            format!("{word} {}", words(model, value))
        }
        Test::Within(value) => format!("{} 以内", words(model, value)),
        Test::Leaves(_) => "属于所列各项".into(),
        Test::InRole(role) => format!("属 {}", role_name(model, role.index())),
        Test::InCalendar(_, word) => format!("属 {word}"),
        Test::Range(range) => {
            let end = |e: &Option<Box<Expr>>| e.as_ref().map(|e| words(model, e)).unwrap_or_default();
            format!("在 {}..{}", end(&range.low), end(&range.high))
        }
        Test::Contains(value) => format!("含 {}", words(model, value)),
        Test::Known => "已知".into(),
        Test::Unknown => "未知".into(),
        Test::Confirmed => "已确认".into(),
        Test::Complete => "填齐".into(),
        Test::Past => "已过".into(),
    }
}

fn value_words(model: &Model, value: &Value) -> String {
    match value {
        Value::Unknown => "未知".into(),
        Value::Bool(true) => "是".into(),
        Value::Bool(false) => "否".into(),
        Value::Number(n) => n.to_string(),
        Value::Duration(ms) => crate::base::duration::zh(*ms),
        Value::Civil(n, _) => n.to_string(),
        Value::Text(text) => format!("“{text}”"),
        Value::Date(_) | Value::Clock(_) | Value::Local(..) => "这一时刻".into(),
        Value::Leaf(taxonomy, leaf) => {
            let taxonomy = model.taxonomies.get(taxonomy.index());
            taxonomy.and_then(|t| t.leaves.get(leaf.index())).map_or_else(String::new, |l| l.name.to_string())
        }
        Value::Role(role) => role_name(model, role.index()).to_owned(),
        Value::Phrases(class) => model.phrases.get(class.index()).map_or_else(String::new, |c| c.name.to_string()),
        Value::Record(form, _) => model.forms.get(form.index()).map_or_else(String::new, |f| f.name.to_string()),
        Value::List(list) => list.iter().map(|v| value_words(model, v)).collect::<Vec<_>>().join("、"),
    }
}
