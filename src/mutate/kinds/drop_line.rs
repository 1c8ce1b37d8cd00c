//! A line is not said any more.

use crate::base::Message;
use crate::mutate::change::marked;
use crate::mutate::turn::Turn;
use crate::mutate::walk::Node;
use crate::mutate::{Change, Kind};
use crate::syntax::ast::{Line, LineSource, Modality, StmtKind, TextPart};

/// 必说, 应说, 说
pub(crate) static KIND: Kind = Kind { name: "drop-line", title: ("去掉一句话", "drop a line"), offer };

fn offer(node: Node<'_>, turn: &mut Turn<'_>) {
    let Node::Block(block) = node else { return };
    turn.drops(block, |stmt, turn| {
        let StmtKind::Say { modality, lines, .. } = &stmt.kind else { return None };
        let line = lines.first()?;
        let (zh, en) = match modality {
            Modality::Must => ("必说", "must say"),
            Modality::Should => ("应说", "should say"),
            Modality::May => ("说", "say"),
        };
        let shown = shown(line, turn);
        let what = Message::new(format!("去掉了{}", marked(&format!("{zh} {shown}"))), format!("dropped `{en} {shown}`"));
        let advice = Message::new("期望这句话说过", "expect that it was said");
        let change = Change::new(what, advice);
        Some((stmt.span, change.line(format!("期望 说过 {}", expected(line, turn)))))
    });
}

/// The line as the script has it.
fn shown(line: &Line, turn: &Turn<'_>) -> String {
    match &line.source {
        LineSource::Text(text) => turn.quoted(text),
        LineSource::Class(class, _) => turn.called(class),
    }
}

/// The line as an expectation can have it: what the call puts in is left open.
fn expected(line: &Line, turn: &Turn<'_>) -> String {
    match &line.source {
        LineSource::Class(class, _) => turn.called(class),
        LineSource::Text(text) => {
            // The longest run of characters that stand as they are is enough to know the line by.
            let plain = text.parts.iter().filter_map(|p| if let TextPart::Plain(words) = p { Some(words.trim()) } else { None });
            format!("“{}”", plain.max_by_key(|w| w.chars().count()).unwrap_or_default())
        }
    }
}
