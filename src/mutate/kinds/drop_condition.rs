//! What was so only under a condition is always so.

use crate::base::{Message, Span};
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{DeclKind, ForbidSetting, Name, ScopeClause};

/// 其中, a bound on an event, 在 … 时, 自 … 至, 仅, 只对, 范围, 位置
pub(crate) static KIND: Kind = Kind { name: "drop-condition", title: ("去掉一个限制", "drop a restriction"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Event(event) => {
            if let Some(span) = event.filter.as_ref().map(|f| f.span)
                && turn.offers(span, |turn| change(&format!("其中 {}", turn.written(span))))
            {
                event.filter = None;
            }
            if event.test.is_some() {
                let span = event.span;
                if turn.offers(span, |turn| any_number(&turn.written(span))) {
                    event.test = None;
                }
            }
        }
        Node::Sentence(sentence) => {
            let within = sentence.span;
            turn.drops(&mut sentence.scopes, |scope, turn| {
                let span = match scope {
                    ScopeClause::During(stretch) if turn.ruled.is_everywhere(stretch) => return None,
                    ScopeClause::During(stretch) => stretch.span,
                    ScopeClause::FromTo(from, to) => from.span.to(to.span),
                    // A condition is turned round by another kind, and 每 is moved by one.
                    ScopeClause::If(_) | ScopeClause::Every(_) => return None,
                };
                let words = turn.written(span);
                let zh = format!("去掉了范围“{words}”，什么时候都算");
                Some((within, told(Message::new(zh, format!("dropped the scope `{words}`: it holds at any time")))))
            });
        }
        Node::Option(option) => only(&mut option.only, turn),
        Node::Decl(decl) => match &mut decl.kind {
            // Who may do an action is held by the checker alone.
            DeclKind::Flow(flow) => flow.steps.iter_mut().for_each(|s| only(&mut s.only, turn)),
            DeclKind::Forbid(forbid) => {
                let name = forbid.name.clone();
                turn.drops(&mut forbid.settings, |setting, turn| {
                    let words = setting_words(setting, turn)?;
                    Some((name.span, change(&words)))
                });
            }
            _ => {}
        },
        _ => {}
    }
}

fn only(names: &mut Vec<Name>, turn: &mut Turn<'_>) {
    let Some(span) = names.iter().map(|n| n.span).reduce(Span::to) else { return };
    if turn.offers(span, |turn| change(&format!("仅 {}", turn.written(span)))) {
        names.clear();
    }
}

/// A setting of a 禁语 that narrows it.
fn setting_words(setting: &ForbidSetting, turn: &Turn<'_>) -> Option<String> {
    let spans = |spans: &mut dyn Iterator<Item = Span>| spans.reduce(Span::to).map(|s| turn.written(s));
    match setting {
        ForbidSetting::SpokenBy(names) => spans(&mut names.iter().map(|n| n.span)).map(|s| format!("只对 {s}")),
        ForbidSetting::WithinFlows(paths) => spans(&mut paths.iter().map(|p| p.span)).map(|s| format!("范围 流程 {s}")),
        ForbidSetting::WithinSteps(paths) => spans(&mut paths.iter().map(|p| p.span)).map(|s| format!("范围 环节 {s}")),
        ForbidSetting::WithinPhases(paths) => spans(&mut paths.iter().map(|p| p.span)).map(|s| format!("范围 阶段 {s}")),
        ForbidSetting::When(condition) => Some(format!("当 {}", turn.written(condition.span))),
        ForbidSetting::Position(_) => Some("位置".to_owned()),
        ForbidSetting::Apart(folds) => spans(&mut folds.iter().map(|f| f.1)).map(|s| format!("区分 {s}")),
        // Exceptions have a kind of their own; the others make it wider.
        ForbidSetting::Unless(_)
        | ForbidSetting::QuotesCount
        | ForbidSetting::FromFile(_)
        | ForbidSetting::Include(_)
        | ForbidSetting::Alike(_)
        | ForbidSetting::Skip(..) => None,
    }
}

fn change(words: &str) -> Change {
    told(Message::new(format!("去掉了“{words}”"), format!("dropped `{words}`")))
}

fn any_number(event: &str) -> Change {
    told(Message::new(format!("“{event}”不再管数目，多少都算"), format!("`{event}` counts whatever the number")))
}

fn told(what: Message) -> Change {
    let (zh, en) =
        ("写一个限制以外的场景，期望不违反、不发生", "write a scenario outside of it, and expect that nothing is broken or done");
    Change::new(what, Message::new(zh, en))
}
