//! What was excepted is not excepted any more.

use crate::base::Message;
use crate::base::phrase::{Matcher, Set};
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{DeclKind, ForbidSetting, PhraseClause, Text};

/// 除非, of a 禁语, a class and a sentence
pub(crate) static KIND: Kind = Kind { name: "drop-exception", title: ("去掉一个例外", "drop an exception"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    match node {
        Node::Decl(decl) => match &mut decl.kind {
            DeclKind::Forbid(forbid) => {
                let own: Vec<String> = forbid.entries.iter().map(|e| turn.written(e.phrase.span)).collect();
                let more = forbid.settings.iter().any(|s| matches!(s, ForbidSetting::Include(_) | ForbidSetting::FromFile(_)));
                let alone = Matcher::of(vec![Set::new(own)]);
                // A text that would not count anyway is shielded from nothing: 能不能 is no 不能 even without an exception.
                let idle = |text: &str| !more && alone.hits(text, true).is_empty();
                for setting in &mut forbid.settings {
                    if let ForbidSetting::Unless(texts) = setting {
                        words(texts, turn, idle);
                    }
                }
            }
            DeclKind::Phrases(class) => {
                for clause in &mut class.clauses {
                    if let PhraseClause::Unless(texts) = clause {
                        words(texts, turn, |_| false);
                    }
                }
            }
            _ => {}
        },
        Node::Sentence(sentence) => {
            let Some(unless) = &sentence.unless else { return };
            let dropped = turn.offers(unless.span, |turn| {
                let event = turn.written(unless.span);
                let what = Message::new(format!("去掉了“除非 {event}”"), format!("dropped `unless {event}`"));
                Change::new(what, Message::new("让例外发生一次，期望不违反", "let the exception happen, and expect that nothing is broken"))
            });
            if dropped {
                sentence.unless = None;
            }
        }
        _ => {}
    }
}

fn words(texts: &mut Vec<Text>, turn: &mut Turn<'_>, idle: impl Fn(&str) -> bool) {
    turn.drops(texts, |text, turn| {
        let words = turn.written(text.span);
        if idle(&words) {
            return None;
        }
        let what = Message::new(format!("去掉了“除非 {words}”"), format!("dropped `unless {words}`"));
        let advice = Message::new("说一次，期望不违反", "say it, and expect that nothing is broken");
        Some((text.span, Change::new(what, advice).line(format!("话务员: {words}。"))))
    });
}
